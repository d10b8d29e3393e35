import type { LookupAddress } from 'node:dns';
import { describe, expect, it, test } from '@jest/globals';
import { createHttpsPoster } from '../../src/outgoing/https-poster.js';
import { isPublicAddress, PrivateAddress, publicLookup, type Resolve } from '../../src/outgoing/public-address.js';

const { refusal } = createHttpsPoster();

describe('An address is refused before anything is sent when it is', () => {
  test.each([
    ['plain http', 'http://hooks.example.org/'],
    ['another scheme', 'file:///etc/passwd'],
    ['no URL at all', 'hooks.example.org'],
    ['one with a name and password', 'https://user:secret@hooks.example.org/'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback as one decimal number', 'https://2130706433/'],
    ['loopback in octal', 'https://0177.0.0.01/'],
    ['loopback in hexadecimal', 'https://0x7f000001/'],
    ['loopback with parts left out', 'https://127.1/'],
    ['loopback in circled digits', 'https://①②⑦.⓪.⓪.①/'],
    ['loopback in full-width digits', 'https://１２７.０.０.１/'],
    ['loopback as IPv6', 'https://[::1]/'],
    ['loopback mapped into IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['loopback mapped, in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['loopback in the old compatible form', 'https://[::127.0.0.1]/'],
    ['private behind NAT64', 'https://[64:ff9b::10.0.0.1]/'],
    ['private by 6to4', 'https://[2002:a00:1::]/'],
    ['private 10/8', 'https://10.0.0.1/'],
    ['private 172.16/12', 'https://172.16.0.1:8443/'],
    ['private 192.168/16', 'https://192.168.1.1/'],
    ['the metadata service of a cloud', 'https://169.254.169.254/latest/meta-data/'],
    ['shared by a carrier', 'https://100.64.0.1/'],
    ['unspecified', 'https://0.0.0.0/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['multicast', 'https://224.0.0.1/'],
    ['unique local', 'https://[fd00::1]/'],
    ['link local', 'https://[fe80::1]/'],
    ['not assigned to anybody', 'https://[4000::1]/'],
    ['localhost', 'https://localhost/'],
    ['a name below localhost', 'https://a.localhost/'],
    ['localhost with the dot of the root', 'https://localhost./'],
    ['localhost in circled letters', 'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/'],
    ['a name of one word', 'https://intranet/'],
    ['a name of a local network', 'https://printer.local/'],
  ])('%s', (_what, url) => {
    expect(refusal(url)).toEqual(expect.any(String));
  });
});

test.each(['https://hooks.example.org/in?x=1', 'https://93.184.216.34/', 'https://[2606:2800:220:1::1]:8443/'])(
  '%s may be sent to',
  (url) => {
    expect(refusal(url)).toBeNull();
  },
);

test.each(['', 'hooks.example.org', '127.0.0.1', '0x7f.1', '::ffff:10.0.0.1', '64:ff9b:1::1'])('%j is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

describe('A name', () => {
  const answering =
    (...addresses: string[]): Resolve =>
    (_name, done) =>
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const lookUp = (resolve: Resolve, all: boolean): Promise<unknown> =>
    new Promise((done, fail) => {
      publicLookup(undefined, resolve)('hooks.example.org', { all }, (error, found) => (error === null ? done(found) : fail(error)));
    });

  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', 'fd00::1', '::ffff:192.168.0.1'])(
    'that resolves to %s is refused',
    async (address) => {
      for (const all of [true, false]) await expect(lookUp(answering(address), all)).rejects.toThrow(PrivateAddress);
    },
  );

  it('with one private address among public ones is refused as a whole', async () => {
    await expect(lookUp(answering('93.184.216.34', '10.0.0.1'), true)).rejects.toThrow(PrivateAddress);
  });

  it('that resolves to public addresses is connected to by those very addresses', async () => {
    expect(await lookUp(answering('93.184.216.34'), false)).toBe('93.184.216.34');
    expect(await lookUp(answering('93.184.216.34'), true)).toEqual([{ address: '93.184.216.34', family: 4 }]);
  });

  it('without an address is an error', async () => {
    await expect(lookUp(answering(), true)).rejects.toThrow('no address');
  });
});
