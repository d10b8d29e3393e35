/** The only reader of the environment. A wrong value stops the start with its name, what was found and what is accepted. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isOneAddress } from './domain/address.js';
import { locales } from './domain/people.js';
import { zoneSchema } from './domain/time.js';
import { assertDkimKey, isAligned, type DkimKey } from './mail/dkim.js';
import { parseSmtpUrl } from './mail/smtp-url.js';
import { parseModelUrl } from './outgoing/model-url.js';
import type { ModelSettings } from './outgoing/proposal-model.js';
import { parseDatabaseUrl } from './store/drivers.js';

/** Held against the module that will use it, whose complaint says what it accepts. */
const readBy = (read: (text: string) => unknown) =>
  z.string().superRefine((text, issues) => {
    try {
      read(text);
    } catch (error) {
      issues.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

const publicUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'a URL, as in https://pledgebook.example.org',
});

/** `Name <address>` or an address alone. */
const mailbox = z.string().transform((text, issues) => {
  const [, name = '', address = text] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(text) ?? [];
  if (!isOneAddress(address.trim())) issues.addIssue({ code: 'custom', message: 'one address, as in Pledgebook <pledgebook@example.org>' });
  return { name: name.trim() === '' ? 'Pledgebook' : name.trim(), address: address.trim() };
});

/** What listens beyond this machine must know who asks; there is no signing in yet. */
const loopback = z.enum(['127.0.0.1', '::1', 'localhost'], { error: '127.0.0.1, ::1 or localhost, until people can sign in' });

function isMaildir(dir: string): boolean {
  return statSync(join(dir, 'new'), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A name in the DNS, as DKIM's d= and s= are (RFC 6376, 3.1). */
const dnsName = (example: string) =>
  z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/, {
    error: `a name in the DNS, as in ${example}`,
  });

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, { error: 'a port from 0 to 65535' })
  .transform(Number);

const settingSchemas = {
  DATABASE_URL: readBy(parseDatabaseUrl).optional(),
  SMTP_URL: readBy(parseSmtpUrl).optional(),
  MAIL_FROM: mailbox.prefault('Pledgebook <pledgebook@localhost.invalid>'),
  PUBLIC_URL: publicUrl.optional(),
  TIME_ZONE: zoneSchema.default('UTC'),
  LOCALE: z.enum(locales).default('en'),
  PORT: port.default(3000),
  HOST: loopback.default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DKIM_KEY_FILE: z.string().optional(),
  DKIM_DOMAIN: dnsName('example.org').optional(),
  DKIM_SELECTOR: dnsName('pledgebook').optional(),
  BOUNCE_MAILDIR: z.string().refine(isMaildir, { error: 'a maildir: a folder with new/ in it' }).optional(),
  PROPOSALS_LLM_URL: readBy(parseModelUrl).optional(),
  PROPOSALS_LLM_MODEL: z.string().max(200).optional(),
  PROPOSALS_LLM_KEY: z
    .string()
    .regex(/^[!-~]+$/, { error: 'a key without spaces' })
    .optional(),
  METRICS_TOKEN: z.string().min(16, { error: 'at least 16 characters' }).optional(),
};
type Settings = { [K in keyof typeof settingSchemas]: z.infer<(typeof settingSchemas)[K]> };
export type SettingName = keyof Settings;
export type SettingSource = 'command line' | 'environment' | '.env' | 'default';

export interface Config extends Omit<Settings, 'DATABASE_URL' | 'PUBLIC_URL'> {
  DATABASE_URL: string;
  PUBLIC_URL: string;
  /** What mail is signed with, from the DKIM settings; null where none is set. */
  dkim: DkimKey | null;
  /** The language model that texts are sent to for proposals; null where none is set: then no text leaves this machine. */
  proposalModel: ModelSettings | null;
  /** Where each setting came from, for `doctor`. */
  sources: Record<SettingName, SettingSource>;
}

/** Thrown for a wrong value; the message is for whoever starts the service. */
export class ConfigError extends Error {}

/**
 * Each setting from the command line, else the environment, else the `.env` beside the process, else its default. An
 * empty one counts as left out. An environment that is handed over is all there is: no `.env` unless named.
 */
export function readConfig(
  env: NodeJS.ProcessEnv = process.env,
  commandLine: NodeJS.ProcessEnv = {},
  envFile: string | null = env === process.env ? '.env' : null,
): Config {
  const places: [SettingSource, NodeJS.Dict<string>][] = [
    ['command line', commandLine],
    ['environment', env],
    ['.env', envFile !== null && existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {}],
  ];
  const nowhere: (typeof places)[number] = ['default', {}];
  const settings: Record<string, unknown> = {};
  const sources: Record<string, SettingSource> = {};
  for (const [name, schema] of Object.entries(settingSchemas)) {
    const [source, place] = places.find(([, found]) => (found[name] ?? '') !== '') ?? nowhere;
    settings[name] = checked(name, schema, place[name]);
    sources[name] = source;
  }
  const config = settings as Settings;
  return {
    ...config,
    DATABASE_URL: config.DATABASE_URL ?? `sqlite:${join(resolve(config.DATA_DIR), 'pledgebook.sqlite')}`,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    dkim: dkimOf(config),
    proposalModel: modelOf(config),
    sources: sources as Config['sources'],
  };
}

/** All three settings or none; the key is read now, so that a start without it is no start. */
function dkimOf({ DKIM_KEY_FILE: file, DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector, MAIL_FROM: from }: Settings): DkimKey | null {
  const given = { DKIM_KEY_FILE: file, DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector };
  if (file === undefined || domainName === undefined || keySelector === undefined) {
    const missing = Object.entries(given).filter(([, value]) => value === undefined);
    if (missing.length === 3) return null;
    throw new ConfigError(
      `${missing.map(([name]) => name).join(' and ')} missing: DKIM_KEY_FILE, DKIM_DOMAIN and DKIM_SELECTOR go together`,
    );
  }
  const fromDomain = from.address.slice(from.address.indexOf('@') + 1);
  if (!isAligned(domainName, fromDomain))
    throw new ConfigError(`DKIM_DOMAIN is "${domainName}"; accepted: ${fromDomain}, which MAIL_FROM writes from, or a domain above it`);
  try {
    const privateKey = existsSync(file) ? readFileSync(file, 'utf8') : '';
    assertDkimKey(privateKey);
    return { domainName, keySelector, privateKey };
  } catch (error) {
    throw new ConfigError(`DKIM_KEY_FILE is "${file}"; accepted: ${(error as Error).message}`);
  }
}

/** The URL and the model go together; a key alone is a mistake. */
function modelOf({ PROPOSALS_LLM_URL: url, PROPOSALS_LLM_MODEL: model, PROPOSALS_LLM_KEY: key }: Settings): ModelSettings | null {
  if (url === undefined && model === undefined && key === undefined) return null;
  if (url === undefined || model === undefined)
    throw new ConfigError(
      `${url === undefined ? 'PROPOSALS_LLM_URL' : 'PROPOSALS_LLM_MODEL'} is missing: PROPOSALS_LLM_URL and PROPOSALS_LLM_MODEL go together`,
    );
  return { url, model, key: key ?? null };
}

function checked(name: string, schema: z.ZodType, found: string | undefined): unknown {
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const choices =
    issue?.code === 'invalid_value' && issue.message.startsWith('Invalid option') ? issue.values.map(String).join(', ') : null;
  throw new ConfigError(
    `${name} is ${JSON.stringify(masked(name, found ?? ''))}; accepted: ${choices ?? issue?.message.replace(/^Expected /, '') ?? 'another value'}`,
  );
}

/** A setting as it may be shown: no password, no token. What only looks like a URL is masked all the same. */
export function masked(name: string, value: string): string {
  if (/TOKEN|SECRET|KEY$/.test(name)) return value === '' ? '' : '••••';
  if (!name.endsWith('_URL') || value.startsWith('sqlite:')) return value;
  const from = value.indexOf('://') + 1 ? value.indexOf('://') + 3 : 0;
  const colon = value.indexOf(':', from);
  const at = value.lastIndexOf('@');
  const shown = colon === -1 || at < colon ? value : `${value.slice(0, colon + 1)}••••${value.slice(at)}`;
  return shown.replace(/([?&](?:password|pass|sslpassword)=)[^&#]*/gi, '$1••••');
}
