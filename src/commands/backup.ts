/** `pledgebook backup` and `pledgebook restore`. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { withServices } from '../boot.js';
import { systemClock } from '../clock.js';
import { readConfig, type Config } from '../config.js';
import { Refusal } from '../domain/refusal.js';
import { backUp } from '../services/backup.js';
import { ErasureService } from '../services/erasure.service.js';
import { stage, type Restoring } from '../services/restoring.js';
import { parseDatabaseUrl } from '../store/drivers.js';
import { takePlace } from '../store/sqlite-file.js';
import { print, printJson, remark } from './output.js';

interface RestoreOptions {
  checkpoint?: string;
  acceptRollback?: true;
  json?: true;
}

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('the whole register, with its keys, into a new folder; the service may run meanwhile')
    .argument('<path>', 'a new folder')
    .option('--json', 'print JSON')
    .action(async (path: string, { json }: { json?: true }) => {
      const { size, files } = await withServices(readConfig(), (_app, parts) => backUp(parts.database, parts.settings, resolve(path)));
      if (json) printJson({ path: resolve(path), size, files: Object.keys(files) });
      else
        print(`${size} events and ${Object.keys(files).length} files in ${path}. It holds the keys: keep it as closely as the register.`);
    });
  program
    .command('restore')
    .description('put a backup in the place of the register; the service must be stopped')
    .argument('<path>', 'a folder that pledgebook backup wrote')
    .option('--checkpoint <file>', 'a checkpoint that somebody kept: the backup must not fall behind it')
    .option('--accept-rollback', 'go on although what was recorded after the backup is lost')
    .option('--json', 'print JSON')
    .action(async (from: string, { checkpoint, acceptRollback, json }: RestoreOptions) => {
      const given = { checkpoint: checkpoint ?? null, acceptRollback: acceptRollback === true };
      const restored = await restore(readConfig(), resolve(from), given);
      if (json) return printJson(restored);
      print(
        `${restored.size} events restored${restored.lost > 0 ? `; ${restored.lost} that were recorded after the backup are lost` : ''}.`,
      );
      if (restored.erasedAgain.length > 0) print(`Erased again, since the backup is from before it: ${restored.erasedAgain.join(', ')}`);
      if (restored.replaced !== null)
        remark(`What was there before is ${restored.replaced} now. Delete it when you no longer need it: no later erasure reaches it.`);
    });
}

/** Puts a backup in the place of the register that the settings name. */
export async function restore(
  config: Config,
  from: string,
  given: Pick<Restoring, 'checkpoint' | 'acceptRollback'>,
): Promise<{ size: number; lost: number; erasedAgain: string[]; replaced: string | null }> {
  const url = parseDatabaseUrl(config.DATABASE_URL);
  if (url.kind === 'postgres')
    throw new Refusal(
      'not_allowed_now',
      'A register on PostgreSQL is restored with pg_restore, with log.key, link.key and erased.ndjson put back into DATA_DIR. The first pass erases again, and pledgebook verify --checkpoint FILE shows whether anything was lost.',
    );
  const [path, dataDir] = [resolve(url.path), resolve(config.DATA_DIR)];
  const wanted = { from, path, dataDir, zone: config.TIME_ZONE, clock: systemClock, ...given };
  const { staged, manifest, lost } = await stage(wanted);
  // Before it is in its place: what was erased is never there again.
  const erasedAgain = await withServices(config, (app) => app.get(ErasureService).replay(), { databaseUrl: `sqlite:${staged}` });
  return { size: manifest.size, lost, erasedAgain, replaced: await takePlace(staged, path, systemClock.now()) };
}
