/**
 * sending.ts DATA_DIR DATABASE_URL SMTP_URL INSTANT
 *
 * A process that makes one pass of the engine at an instant and says how many attempts it made; for being killed or stopped in it.
 */
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { withServices } from '../../src/boot.js';
import { VirtualClock } from '../../src/clock.js';
import { readConfig } from '../../src/config.js';
import { EngineService } from '../../src/services/engine.service.js';

const [dataDir, databaseUrl, smtpUrl, at = ''] = process.argv.slice(2);
const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SMTP_URL: smtpUrl, TIME_ZONE: 'Europe/Brussels' });
const { attempts } = await withServices(config, (app) => app.get(EngineService).tick(), { clock: new VirtualClock(at) });
writeSync(1, `${attempts}\n`);
