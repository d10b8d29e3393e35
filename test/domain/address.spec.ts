import { describe, expect, test } from '@jest/globals';
import { assertOneAddress, emailSchema, isOneAddress } from '../../src/domain/address.js';

describe('One mail address', () => {
  test.each([
    'desk@example.org',
    'first.last@sub.example.org',
    "o'brien+reports@example.org",
    'bounces+01EW=6f3a@example.org',
    'a@b.co',
    'desk@xn--bcher-kva.example',
    `${'l'.repeat(64)}@example.org`,
  ])('is %s', (address) => {
    expect(isOneAddress(address)).toBe(true);
    expect(emailSchema.parse(address)).toBe(address);
    expect(() => assertOneAddress(address)).not.toThrow();
  });

  test.each([
    ['nothing', ''],
    ['no at sign', 'desk'],
    ['no local part', '@example.org'],
    ['no domain', 'desk@'],
    ['two addresses', 'a@example.org,b@example.org'],
    ['two addresses, semicolon', 'a@example.org;b@example.org'],
    ['two at signs', 'a@b@example.org'],
    ['a group', 'desk: a@example.org, b@example.org;'],
    ['an empty group', 'desk:;'],
    ['angle brackets', '<a@example.org>'],
    ['a name', 'Desk <a@example.org>'],
    ['a comment', 'a@example.org (desk)'],
    ['a line break', 'a@example.org\r\nBcc: b@example.org'],
    ['a bare line feed', 'a@example.org\nb'],
    ['a trailing line feed', 'a@example.org\n'],
    ['a NUL', 'a\u0000@example.org'],
    ['a blank', 'a b@example.org'],
    ['a blank around it', ' a@example.org'],
    ['a no-break space', 'a@example.org\u00a0'],
    ['a quoted local part', '"a,b"@example.org'],
    ['a backslash', 'a\\,b@example.org'],
    ['a percent hack', 'a%other.example@example.org'],
    ['a bang path', 'other!a@example.org'],
    ['a pipe', '|program@example.org'],
    ['an encoded word', '=?utf-8?Q?a=40b.example=2C?=@example.org'],
    ['dots at the edge', '.a@example.org'],
    ['two dots', 'a..b@example.org'],
    ['one label', 'root@localhost'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['a bare IP address', 'a@127.0.0.1'],
    ['an empty label', 'a@example..org'],
    ['a label with a hyphen at its edge', 'a@-example.org'],
    ['a trailing dot', 'a@example.org.'],
    ['a local part beyond ASCII', 'ré@example.org'],
    ['a domain beyond ASCII', 'a@bücher.example'],
    ['a look-alike at sign', 'a\uff20example.org'],
    ['a long local part', `${'l'.repeat(65)}@example.org`],
    ['a long address', `a@${'d.'.repeat(130)}org`],
  ])('is not: %s', (_, text) => {
    expect(isOneAddress(text)).toBe(false);
    expect(emailSchema.safeParse(text).success).toBe(false);
    expect(() => assertOneAddress(text)).toThrow('Not exactly one mail address');
  });
});
