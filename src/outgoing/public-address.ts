/** Which addresses are the public internet's. Requests that an administrator may aim must never reach the network behind us. */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that is routed as IPv6 today; the rest is unassigned, or speaks of IPv4 in some disguise. */
const globalUnicast = ipaddr.IPv6.parse('2000::');

/** Whether an IP address, in any notation, is one of the public internet: neither private nor local, reserved, mapped or translated. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(globalUnicast, 3) : true;
}

/**
 * The address that a URL's host is, where it is one. The URL parser has turned every way of writing it (decimal, octal,
 * hexadecimal, circled digits) into dotted decimal or bracketed IPv6 before.
 */
export function literalAddress({ hostname }: URL): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : null;
}

/** Names that never mean a public host, whatever a resolver says. */
const localName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|localdomain|test|invalid|onion)\.?$/i;

export function isLocalName(hostname: string): boolean {
  return localName.test(hostname) || !hostname.replace(/\.$/, '').includes('.');
}

export type Resolve = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const resolveBySystem: Resolve = (hostname, done) => {
  systemLookup(hostname, { all: true }, done);
};

/** Thrown into the connection: the name resolves to somewhere that is not public. */
export class PrivateAddress extends Error {
  constructor(hostname: string) {
    super(`${hostname} resolves to an address that is not public`);
  }
}

/**
 * A `lookup` for connections, which connect to the very addresses that were looked at: a name that answers otherwise a
 * moment later gains nothing. One private address among several condemns them all.
 */
export function publicLookup(
  isAllowed: (address: string) => boolean = isPublicAddress,
  resolve: Resolve = resolveBySystem,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, found) => {
      const addresses = options.family === 4 || options.family === 6 ? found.filter(({ family }) => family === options.family) : found;
      const [first] = addresses;
      if (error !== null) callback(error, '');
      else if (first === undefined) callback(new Error(`${hostname} has no address`), '');
      else if (!found.every(({ address }) => isAllowed(address))) callback(new PrivateAddress(hostname), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
