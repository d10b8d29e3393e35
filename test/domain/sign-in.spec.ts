/** The rules of signing in that need no register: what may be tried how often, by which network, and which passwords are good enough. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { networkOf } from '../../src/domain/client-network.js';
import { passwordFault } from '../../src/domain/password.js';
import { takeFrom } from '../../src/domain/rate-limit.js';
import { addMs, type Instant } from '../../src/domain/time.js';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s tries as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('A limit', () => {
  const start = '2020-11-30T07:00:00.000Z';

  it('gives all its tries at once, and then one at a time', () => {
    const limit = { times: 3, withinMs: 60_000 };
    let fullAt: Instant | null = null;
    const tries = [0, 0, 0, 0, 19_999, 20_000, 20_001, 40_000].map((ms) => {
      const result = takeFrom(limit, fullAt, addMs(start, ms));
      if ('waitMs' in result) return result.waitMs;
      fullAt = result.fullAt;
      return 'taken';
    });
    expect(tries).toEqual(['taken', 'taken', 'taken', 20_000, 1, 'taken', 19_999, 'taken']);
  });

  it('never gives more than twice its tries within its period, and never none when all are there', () => {
    const moves = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1_000, max: 100_000 }), moves, (times, withinMs, waits) => {
        let [fullAt, ms]: [Instant | null, number] = [null, 0];
        const takenAt: number[] = [];
        for (const wait of waits) {
          ms += wait;
          const now = addMs(start, ms);
          const result = takeFrom({ times, withinMs }, fullAt, now);
          if ('fullAt' in result) takenAt.push(ms);
          expect('fullAt' in result || (fullAt !== null && fullAt > now)).toBe(true);
          if ('fullAt' in result) fullAt = result.fullAt;
        }
        for (const at of takenAt)
          expect(takenAt.filter((each) => each >= at && each < at + withinMs).length).toBeLessThanOrEqual(2 * times);
      }),
    );
  });
});

test.each([
  ['elevenchars', 'short'],
  ['correct horse battery staple', null],
  ['kürbis-brücke-elf', null],
  ['𝔵'.repeat(6), 'short'],
  ['x'.repeat(201), 'long'],
  ['pledgebook2026!', 'obvious'],
  ['Password123456', 'obvious'],
  ['motdepasse-2026', 'obvious'],
  ['abababababababab', 'obvious'],
  ['Ada.Lovelace1815', 'obvious'],
  ['lovelace@example', 'obvious'],
  ['ＰＬＥＤＧＥＢＯＯＫ2026', 'obvious'],
  ['lovelace likes engines', null],
])('The password %s of Ada Lovelace is found to be %s', (password, fault) => {
  expect(passwordFault(password, { name: 'Ada Lovelace', email: 'ada@example.org' })).toBe(fault);
});
