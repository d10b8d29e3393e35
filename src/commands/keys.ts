/** `pledgebook key`: the key that signs checkpoints. */
import type { Command } from 'commander';
import { withServices } from '../boot.js';
import { readConfig } from '../config.js';
import { AuditService } from '../services/audit.service.js';
import { system } from '../services/commands.js';
import { KeysService } from '../services/keys.service.js';
import { print, printJson, remark } from './output.js';

export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('the key that signs checkpoints');
  key
    .command('show')
    .description('the verifier keys, the current one first; two while readers change over')
    .action(async () => {
      const keys = await withServices(readConfig(), (app) => Promise.resolve(app.get(AuditService).verifierKeys()));
      for (const each of keys) print(each);
    });
  key
    .command('rotate')
    .description('make a new key; it and the one before both sign until that is retired')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const rotated = await withServices(readConfig(), (app) => app.get(KeysService).rotate(system));
      if (json) printJson(rotated);
      else print(rotated.to);
      remark('Both keys sign from now on. Give the new one to whoever checks the log; then end the old one with: pledgebook key retire');
    });
  key
    .command('retire')
    .description('the key before signs no more and is deleted; readers who know it are led to the new one by the log')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { retired } = await withServices(readConfig(), (app) => app.get(KeysService).retire(system));
      if (json) printJson({ retired });
      else print(`${retired} signs no more.`);
    });
}
