/** The key that outgoing mail is signed with (RFC 6376), checked at the start: an unsigned mail would go unnoticed for weeks. */
import { createPrivateKey, type KeyObject } from 'node:crypto';

export interface DkimKey {
  domainName: string;
  keySelector: string;
  /** PEM, RSA. */
  privateKey: string;
}

/** RFC 8301, 3.2: verifiers must not take a shorter one as valid. */
const leastBits = 1024;

/** Throws in plain words where the text is not a private RSA key that can sign. */
export function assertDkimKey(pem: string): void {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error('a file with a private RSA key in PEM form, without a passphrase');
  }
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`an RSA key (this one is ${key.asymmetricKeyType ?? 'of another kind'})`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < leastBits) throw new Error(`an RSA key of at least ${leastBits} bits (this one has ${bits})`);
}

/** Whether a domain is another's or above it: what DMARC's relaxed alignment asks of the signature and From (RFC 7489, 3.1.1). */
export function isAligned(domain: string, fromDomain: string): boolean {
  const [signing, from] = [domain.toLowerCase(), fromDomain.toLowerCase()];
  return from === signing || from.endsWith(`.${signing}`);
}
