/** Exporting commitments as CSV and as a workbook while they are read, beside csv-stringify over an array; and the memory it takes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'csv-stringify';
import { parse } from 'csv-parse/sync';
import { ExportsService } from '../../src/services/exports.service.js';
import { VersionSegments } from '../../src/services/version-segments.service.js';
import { openLongRegister } from './long-register.js';
import { costs, type BenchOptions, type BenchResult } from './measure.js';

const leastRatio = 0.7;
/** Above what the process has before it begins. */
const mostMegabytes = { csv: 100, xlsx: 120 };

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  const rows = full ? 100_000 : 10_000;
  try {
    const { services, today, close } = await openLongRegister(folder, rows);
    await services.get(VersionSegments).keep();
    const exports = services.get(ExportsService);
    const drain = async (pieces: AsyncIterable<string | Uint8Array>): Promise<number> => {
      let length = 0;
      for await (const piece of pieces) length += piece.length;
      return length;
    };
    const megabytes = {
      csv: await megabytesOf(folder, today, 'csv'),
      xlsx: await megabytesOf(folder, today, 'xlsx'),
    };
    let text = '';
    for await (const piece of await exports.csv(today)) text += piece;
    const array = parse(text, { bom: true }) as string[][];
    if (array.length !== rows + 1) throw new Error(`${array.length - 1} rows were exported`);
    const cost = await costs({
      csv: async () => drain(await exports.csv(today)),
      xlsx: async () => drain(await exports.xlsx(today)),
      stringify: async () => drain(stringify(array, { bom: true, escape_formulas: true }) as AsyncIterable<Uint8Array>),
    });
    await close();
    const rate = (which: keyof typeof cost): number => (rows * 1000) / cost[which].wallMs;
    const ratio = rate('csv') / rate('stringify');
    const memory = (format: 'csv' | 'xlsx'): BenchResult => {
      const [ours, most] = [megabytes[format], mostMegabytes[format]];
      return { name: `MB that exporting them as ${format} takes`, ours, theirs: null, ratio: ours / most, bar: `≤ ${most}`, ok: ours <= most };
    };
    return [
      { name: `rows/s exported as CSV from the database, ${rows} rows, to csv-stringify over an array`, ours: rate('csv'), theirs: rate('stringify'), ratio, bar: `≥ ${leastRatio}`, ok: ratio >= leastRatio },
      { name: 'rows/s exported as a workbook', ours: rate('xlsx'), theirs: rate('stringify'), ratio: rate('xlsx') / rate('stringify'), bar: '–', ok: true },
      memory('csv'),
      memory('xlsx'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

async function megabytesOf(folder: string, day: string, format: 'csv' | 'xlsx'): Promise<number> {
  const child = fork(fileURLToPath(new URL('./export-memory.js', import.meta.url)), [folder, day, format]);
  const [megabytes] = (await once(child, 'message', { signal: AbortSignal.timeout(600_000) })) as [number];
  return megabytes;
}
