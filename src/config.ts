/** The only reader of the environment. A wrong value stops the start with its name, what was found and what is accepted. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isOneAddress } from './domain/address.js';
import { locales } from './domain/people.js';
import { zoneSchema } from './domain/time.js';
import { assertDkimKey, isAligned, type DkimKey } from './mail/dkim.js';
import { parseSmtpUrl } from './mail/smtp-url.js';
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

const host = z.string().refine((text) => text === 'localhost' || isIP(text) !== 0, {
  error: 'an address of this machine, as in 127.0.0.1, or 0.0.0.0 for all of them',
});

/** Who a proxy says is asking counts where it comes from one of these; the names are ranges that never leave a site. */
const trustedProxies = z
  .string()
  .refine((text) => text.split(',').every((each) => isRange(each.trim())), {
    error: 'the addresses of the proxies before the server, as in 10.0.0.0/8, loopback',
  })
  .transform((text) => text.replaceAll(' ', ''));

function isRange(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/');
  const named = ['loopback', 'linklocal', 'uniquelocal'].includes(text);
  return named || (rest.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128));
}

/** A provider of identities is asked over https, but for one on this machine. */
const issuer = z.string().refine((text) => URL.canParse(text) && isSafeToSignInAt(new URL(text)), {
  error: 'the https URL of a provider, as in https://login.example.org',
});

/** What is sent to this address can be read by nobody on the way. */
function isSafeToSignInAt({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || /^127\./.test(name) || name === '::1' || name === '[::1]';
}

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
  HOST: host.default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DKIM_KEY_FILE: z.string().optional(),
  DKIM_DOMAIN: dnsName('example.org').optional(),
  DKIM_SELECTOR: dnsName('pledgebook').optional(),
  BOUNCE_MAILDIR: z.string().refine(isMaildir, { error: 'a maildir: a folder with new/ in it' }).optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  METRICS_TOKEN: z.string().min(16, { error: 'at least 16 characters' }).optional(),
  TRUST_PROXY: trustedProxies.optional(),
};
type Settings = { [K in keyof typeof settingSchemas]: z.infer<(typeof settingSchemas)[K]> };
export type SettingName = keyof Settings;
export type SettingSource = 'command line' | 'environment' | '.env' | 'default';

export interface Config extends Omit<Settings, 'DATABASE_URL' | 'PUBLIC_URL'> {
  DATABASE_URL: string;
  PUBLIC_URL: string;
  /** What mail is signed with, from the DKIM settings; null where none is set. */
  dkim: DkimKey | null;
  /** Where people may sign in by an account elsewhere, from the OIDC settings; null where none is set. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | null;
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
  assertReachedSafely(config);
  return {
    ...config,
    DATABASE_URL: config.DATABASE_URL ?? `sqlite:${join(resolve(config.DATA_DIR), 'pledgebook.sqlite')}`,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    dkim: dkimOf(config),
    oidc: oidcOf(config),
    sources: sources as Config['sources'],
  };
}

/** Passwords and sessions cross no network in the clear, and links lead to where the service is reached. */
function assertReachedSafely({ HOST, PUBLIC_URL }: Settings): void {
  if (isLoopback(HOST) || (PUBLIC_URL !== undefined && isSafeToSignInAt(new URL(PUBLIC_URL)))) return;
  throw new ConfigError(
    `HOST is "${HOST}", which others can reach, and PUBLIC_URL is ${PUBLIC_URL === undefined ? 'unset' : JSON.stringify(PUBLIC_URL)}; accepted: the https address under which they do, as in PUBLIC_URL=https://pledgebook.example.org`,
  );
}

function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Settings): Config['oidc'] {
  const given = allOrNone({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET });
  return given && { issuer: given.OIDC_ISSUER, clientId: given.OIDC_CLIENT_ID, clientSecret: given.OIDC_CLIENT_SECRET };
}

/** Null where none is set; some without the others is a mistake. */
function allOrNone<T extends string>(given: Record<T, string | undefined>): Record<T, string> | null {
  const names = Object.keys(given) as T[];
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === 0) return given as Record<T, string>;
  if (missing.length === names.length) return null;
  const last = names.at(-1);
  throw new ConfigError(`${missing.join(' and ')} missing: ${names.slice(0, -1).join(', ')} and ${last} go together`);
}

/** All three settings or none; the key is read now, so that a start without it is no start. */
function dkimOf({ DKIM_KEY_FILE, DKIM_DOMAIN, DKIM_SELECTOR, MAIL_FROM: from }: Settings): DkimKey | null {
  const given = allOrNone({ DKIM_KEY_FILE, DKIM_DOMAIN, DKIM_SELECTOR });
  if (given === null) return null;
  const { DKIM_KEY_FILE: file, DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector } = given;
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

export interface ShownSetting {
  name: string;
  value: string | null;
  source: SettingSource;
}

/** Every setting as it may be shown to whoever runs the service; null where it is not set. */
export function shownSettings(config: Config): ShownSetting[] {
  return Object.entries(config.sources).map(([name, source]) => {
    const value = config[name as SettingName];
    if (value === undefined) return { name, value: null, source };
    return { name, value: masked(name, typeof value === 'object' ? `${value.name} <${value.address}>` : String(value)), source };
  });
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
