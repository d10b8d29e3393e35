/** Exports a register once and says by how many megabytes the process grew: a process of its own, since one that has worked before has grown already. */
import { join } from 'node:path';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { ExportsService } from '../../src/services/exports.service.js';

const [folder = '', day = '', format = 'csv'] = process.argv.slice(2);
const parts = await openParts(readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${join(folder, 'register.sqlite')}` }));
const services = await openServices(parts);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let most = before;
const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
let length = 0;
for await (const piece of await services.get(ExportsService)[format as 'csv' | 'xlsx'](day)) length += piece.length;
clearInterval(timer);
if (length === 0) throw new Error('nothing was exported');
await services.close();
await closeParts(parts);
process.send?.((Math.max(most, process.memoryUsage.rss()) - before) / 1024 / 1024, undefined, undefined, () => process.disconnect());
