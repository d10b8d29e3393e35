/**
 * EDTF parses a second of CPU time beside the npm package edtf, on the same expressions. Theirs is measured twice:
 * its parser alone, and with the bounds, which ours always gives.
 */
import { parseEdtf } from '../../src/domain/edtf/index.js';
import type { BenchOptions, BenchResult } from './measure.js';
import { costs } from './measure.js';

/** What is used of the package, which comes without types. */
interface Theirs {
  default: (text: string) => { min: number | null; max: number | null };
  parse: (text: string) => unknown;
}

const LEAST_RATIO = 10;
const LEAST_RATE = 100_000;

/** Every feature of the three levels that both can read, plain dates more often, as in a register. */
const EXPRESSIONS = [
  '1985-04-12', '2020-12-01', '1985-04', '2021-01', '1985', '2030', '1964/2008', '2004-06/2006-08', '2020-12-01/2020-12-02', '2005/2006-02',
  '1985-04-12T23:20:30Z', 'Y170000002', 'Y-170000002', '2001-21', '1984?', '2004-06~', '2004-06-11%', '201X', '20XX', '2004-XX', '1985-04-XX',
  '1985-XX-XX', '1985-04-12/..', '../1985-04', '1985/', '/1985', '-1985', 'Y-17E7', '1950S2', '[1667,1668,1670..1672]', '[1760-01,1760-12..]',
  '{1960,1961-12}', '{..1984}', '2004-06~-11', '?2004-06-~11', '156X-12-25', 'XXXX-12-XX', '1984-1X', '2004-06-~01/2004-06-~20', '2004-06-XX/2004-07-03',
]; // prettier-ignore

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const { default: edtf, parse } = (await import('edtf' as string)) as Theirs;
  const size = full ? 5 : 1;
  const times = { ours: 5000 * size, parser: 50 * size, bounds: 50 * size };
  const cost = await costs({
    ours: () => repeat(times.ours, (text) => parseEdtf(text).latest),
    parser: () => repeat(times.parser, parse),
    bounds: () =>
      repeat(times.bounds, (text) => {
        const { min, max } = edtf(text);
        return [min, max];
      }),
  });
  const rate = (subject: keyof typeof times): number => (times[subject] * EXPRESSIONS.length * 1000) / cost[subject].cpuMs;
  const ours = rate('ours');
  const beside = (name: string, theirs: number): BenchResult => {
    const ratio = ours / theirs;
    return { name, ours, theirs, ratio, bar: `≥ ${LEAST_RATIO}`, ok: ratio >= LEAST_RATIO };
  };
  return [
    beside('EDTF parses/s, to edtf 4.11 parsing', rate('parser')),
    beside('EDTF parses/s, to edtf 4.11 with bounds', rate('bounds')),
    { name: 'EDTF parses/s', ours, theirs: null, ratio: ours / LEAST_RATE, bar: `≥ ${LEAST_RATE} a second`, ok: ours >= LEAST_RATE },
  ];
}

function repeat(times: number, parse: (text: string) => unknown): void {
  for (let i = 0; i < times; i++) for (const text of EXPRESSIONS) parse(text);
}
