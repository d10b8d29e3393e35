/** `pledgebook serve` and `pledgebook tick`. */
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { closeParts, openParts, withServices } from '../boot.js';
import type { Parts } from '../app.module.js';
import { readConfig, type Config } from '../config.js';
import { createLog } from '../log.js';
import { serve } from '../main.js';
import { CheckpointMails } from '../services/checkpoint-mails.js';
import { DeliveryService } from '../services/delivery.service.js';
import { EngineService } from '../services/engine.service.js';
import { PeopleService } from '../services/people.service.js';
import { SignInService } from '../services/sign-in.service.js';
import { WebhookDeliveryService } from '../services/webhook-delivery.service.js';
import { print, printJson, remark } from './output.js';

export function addServeCommands(program: Command): void {
  program
    .command('serve')
    .description('serve the API and send reminders')
    .option('--port <port>', 'default 3000')
    .option('--host <host>', 'default 127.0.0.1')
    .action(async ({ port, host }: { port?: string; host?: string }) => {
      const config = readConfig(undefined, { PORT: port, HOST: host });
      await runServer(config, await openParts(config), greet);
    });
  program
    .command('tick')
    .description('one scheduler pass, its sends finished before it ends; for cron')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const result = await withServices(readConfig(), async (app) => {
        // Every run is a start, and a server that refuses us each minute may well lock the account.
        await app.get(DeliveryService).resumeSender(3_600_000);
        await app.get(CheckpointMails).oweDue();
        const passed = await app.get(EngineService).tick();
        await app.get(WebhookDeliveryService).deliverDue();
        return passed;
      });
      if (json) printJson(result);
      else print(`${result.queued} mails queued, ${result.attempts} attempts to send, ${result.replanned} commitments planned anew.`);
    });
}

/** An empty register has nobody who could do anything: whoever opens the link becomes its first administrator. */
async function greet(app: INestApplicationContext): Promise<void> {
  await app.get(DeliveryService).resumeSender();
  if ((await app.get(PeopleService).list()).length > 0) return;
  const link = await app.get(SignInService).printedForFirst();
  remark(
    `The register is empty. Open this link in a browser to become its first administrator; it works once, within a day:\n\n  ${link}\n\nFor the API alone: npx pledgebook user add you@example.org --role admin, then npx pledgebook token create --user you@example.org`,
  );
}

/** Serves until told to stop; then finishes what is under way. `first` is done before anything is answered or sent. */
export async function runServer(config: Config, parts: Parts, first?: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  const log = createLog(config.LOG_LEVEL);
  if (config.SMTP_URL !== undefined && !config.PUBLIC_URL.startsWith('https:'))
    log.warn('PUBLIC_URL is not https: mail programs will not offer one-click unsubscribing (RFC 8058)');
  const running = await serve(parts, log, { host: config.HOST, port: config.PORT }, { first });
  remark(`Pledgebook answers at ${running.url} (API at ${running.url}/api); mail: ${parts.mailer.describe()}`);
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  await running.close();
  await closeParts(parts);
}
