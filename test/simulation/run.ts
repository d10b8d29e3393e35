/**
 * node --import ./test/faults/typescript.mjs test/simulation/run.ts [--seeds 500] [--from 1] [--skew MS] [--trace]
 *
 * Sails one seed after another on SQLite and says of each that fails what did not hold; exits 1 when any did.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { voyage } from './voyage.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
    skew: { type: 'string', default: '20000' },
    trace: { type: 'boolean', default: false },
  },
});
const [from, seeds, skewMs] = [values.from, values.seeds, values.skew].map(Number) as [number, number, number];
let failed = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pledgebook-voyage-'));
  const { broken, trace, accepted } = await voyage(seed, { url: `sqlite:${join(dataDir, 'pledgebook.sqlite')}`, dataDir }, { skewMs });
  rmSync(dataDir, { recursive: true });
  if (values.trace) process.stdout.write(`${trace.join('\n')}\n`);
  if (broken.length > 0) process.stdout.write(`seed ${seed}:\n  ${broken.join('\n  ')}\n`);
  if (broken.length > 0) failed += 1;
  if ((seed - from + 1) % 50 === 0 || seeds <= 20)
    process.stderr.write(`${seed - from + 1} seeds, ${failed} failed (the last: ${trace.length} steps, ${accepted.length} mails)\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
