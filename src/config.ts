/** The only reader of the environment. A wrong value stops the start with its name, what was found and what is accepted. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';
import { isOneAddress } from './domain/address.js';
import { locales } from './domain/people.js';
import { zoneSchema } from './domain/time.js';
import { parseDatabaseUrl } from './store/drivers.js';

const url = (schemes: RegExp, example: string) =>
  z.string().refine((text) => URL.canParse(text) && schemes.test(new URL(text).protocol), { error: `a URL, as in ${example}` });

/** `Name <address>` or an address alone. */
const mailbox = z.string().transform((text, issues) => {
  const [, name = '', address = text] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(text) ?? [];
  if (!isOneAddress(address.trim())) issues.addIssue({ code: 'custom', message: 'one address, as in Pledgebook <pledgebook@example.org>' });
  return { name: name.trim() === '' ? 'Pledgebook' : name.trim(), address: address.trim() };
});

const settingSchemas = {
  DATABASE_URL: z.string().optional(),
  SMTP_URL: url(/^smtps?:$/, 'smtp://user:password@host:587').optional(),
  MAIL_FROM: mailbox.prefault('Pledgebook <pledgebook@localhost.invalid>'),
  PUBLIC_URL: url(/^https?:$/, 'https://pledgebook.example.org').optional(),
  TIME_ZONE: zoneSchema.default('UTC'),
  LOCALE: z.enum(locales).default('en'),
  PORT: z.coerce.number({ error: 'a port from 0 to 65535' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(16, { error: 'at least 16 characters' }).optional(),
};
type Settings = { [K in keyof typeof settingSchemas]: z.infer<(typeof settingSchemas)[K]> };
export type SettingName = keyof Settings;

export interface Config extends Omit<Settings, 'DATABASE_URL' | 'PUBLIC_URL'> {
  DATABASE_URL: string;
  PUBLIC_URL: string;
  /** Where each setting came from, for `doctor`. */
  sources: Record<SettingName, 'environment' | 'default'>;
}

/** Thrown for a wrong value; the message is for whoever starts the service. */
export class ConfigError extends Error {}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Reads the environment, and for what it leaves out `.env` beside the process; options of the command line come first. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, overrides: NodeJS.ProcessEnv = {}): Config {
  if (env === process.env && existsSync('.env')) loadEnvFile('.env');
  const settings: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  for (const [name, schema] of Object.entries(settingSchemas)) {
    const found = overrides[name] ?? (env[name] === '' ? undefined : env[name]);
    const parsed = schema.safeParse(found);
    if (!parsed.success)
      throw new ConfigError(`${name} is ${JSON.stringify(masked(name, found ?? ''))}; accepted: ${accepted(parsed.error)}`);
    settings[name] = parsed.data;
    sources[name] = found === undefined ? 'default' : 'environment';
  }
  const config = settings as Settings;
  if (!loopback.has(config.HOST))
    throw new ConfigError(`HOST is ${JSON.stringify(config.HOST)}; accepted: 127.0.0.1, ::1 or localhost, until people can sign in`);
  const databaseUrl = config.DATABASE_URL ?? `sqlite:${join(resolve(config.DATA_DIR), 'pledgebook.sqlite')}`;
  try {
    parseDatabaseUrl(databaseUrl);
  } catch (error) {
    throw new ConfigError(`DATABASE_URL is ${JSON.stringify(masked('DATABASE_URL', databaseUrl))}; accepted: ${(error as Error).message}`);
  }
  return {
    ...config,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    sources: sources as Config['sources'],
  };
}

function accepted(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue?.code === 'invalid_value' ? issue.values.map(String).join(', ') : (issue?.message ?? 'another value');
}

/** A setting as it may be shown: no password, no token. */
export function masked(name: string, value: string): string {
  if (/TOKEN|SECRET|KEY/.test(name)) return value === '' ? '' : '••••';
  return value.replace(/\/\/([^:@/]*):([^@/]*)@/, '//$1:••••@');
}
