/** A return path names the message that a bounce is about, and nobody else can make one. */
import { expect, test } from '@jest/globals';
import { isOneAddress } from '../../src/domain/address.js';
import { messageInReturnPath, returnPath } from '../../src/domain/return-path.js';

const secret = Buffer.from('a secret of the instance');
const message = '01EWRH2Z9Q0000000000000000';
const path = returnPath(secret, message, 'pledgebook@example.org');

test('it is an address at the domain that mail comes from, and gives the message back', () => {
  expect(path).toMatch(/^bounces\+01ewrh2z9q0000000000000000\.[0-9a-f]{20}@example\.org$/);
  expect(isOneAddress(path)).toBe(true);
  expect(messageInReturnPath(secret, `To: <${path}>`)).toBe(message);
});

test.each([
  ['in capitals, as a server on the way may write it', path.toUpperCase(), message],
  ['beside other addresses', `Delivered-To: postmaster@example.org\nTo: a@example.org, <${path}>`, message],
  ['with a MAC that was made up', path.replace(/\.[0-9a-f]{20}/, `.${'0'.repeat(20)}`), null],
  ['with the MAC of another message', path.replace('01ewrh', '01ewrj'), null],
  ['with a MAC cut short', path.replace(/[0-9a-f]@/, '@'), null],
  ['of another instance', returnPath(Buffer.from('another'), message, 'pledgebook@example.org'), null],
  ['after one that was made up', `${path.replace('01ewrh', '01ewrj')}, ${path}`, message],
  ['not there at all', 'To: pledgebook@example.org', null],
])('%s', (_what, text, found) => {
  expect(messageInReturnPath(secret, text)).toBe(found);
});
