import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { ConfigError, masked, readConfig } from '../src/config.js';
import { createLog } from '../src/log.js';
import { serve } from '../src/main.js';
import { openTestApp } from './support/app.js';

describe('Settings', () => {
  it('have defaults for everything, on an embedded database that listens to this machine alone', () => {
    const { sources, ...config } = readConfig({});
    expect(config).toEqual({
      DATABASE_URL: `sqlite:${resolve('data/pledgebook.sqlite')}`,
      SMTP_URL: undefined,
      MAIL_FROM: { name: 'Pledgebook', address: 'pledgebook@localhost.invalid' },
      PUBLIC_URL: 'http://localhost:3000',
      TIME_ZONE: 'UTC',
      LOCALE: 'en',
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: 'data',
      LOG_LEVEL: 'info',
      DKIM_KEY_FILE: undefined,
      DKIM_DOMAIN: undefined,
      DKIM_SELECTOR: undefined,
      dkim: null,
      BOUNCE_MAILDIR: undefined,
      OIDC_ISSUER: undefined,
      OIDC_CLIENT_ID: undefined,
      OIDC_CLIENT_SECRET: undefined,
      oidc: null,
      METRICS_TOKEN: undefined,
      TRUST_PROXY: undefined,
      PROPOSALS_LLM_URL: undefined,
      PROPOSALS_LLM_MODEL: undefined,
      PROPOSALS_LLM_KEY: undefined,
      proposalModel: null,
    });
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
  });

  it('are taken as written where they fit', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://pledgebook:secret@db.example.org:5432/pledgebook',
      SMTP_URL: 'smtp://user:secret@mail.example.org:587',
      MAIL_FROM: '"The Desk" <desk@example.org>',
      PUBLIC_URL: 'https://pledges.example.org',
      TIME_ZONE: 'Europe/Brussels',
      LOCALE: 'fr',
      PORT: '8080',
      HOST: '::1',
      DATA_DIR: '/srv/pledgebook',
      LOG_LEVEL: 'warn',
      METRICS_TOKEN: 'sixteen letters.',
      OIDC_ISSUER: 'https://login.example.org/realms/one',
      OIDC_CLIENT_ID: 'pledgebook',
      OIDC_CLIENT_SECRET: 'secret',
      TRUST_PROXY: '10.0.0.0/8, loopback',
      PROPOSALS_LLM_URL: 'http://127.0.0.1:11434/v1',
      PROPOSALS_LLM_MODEL: 'small',
      PROPOSALS_LLM_KEY: 'secret',
    });
    expect(config).toMatchObject({
      DATABASE_URL: 'postgres://pledgebook:secret@db.example.org:5432/pledgebook',
      MAIL_FROM: { name: 'The Desk', address: 'desk@example.org' },
      PUBLIC_URL: 'https://pledges.example.org',
      PORT: 8080,
      HOST: '::1',
      oidc: { issuer: 'https://login.example.org/realms/one', clientId: 'pledgebook', clientSecret: 'secret' },
      TRUST_PROXY: '10.0.0.0/8,loopback',
      proposalModel: { url: 'http://127.0.0.1:11434/v1', model: 'small', key: 'secret' },
    });
    // Those that name files are read below.
    const sources = Object.entries(config.sources).flatMap(([name, source]) => (/^(DKIM|BOUNCE)_/.test(name) ? [] : [source]));
    expect(new Set(sources)).toEqual(new Set(['environment']));
  });

  test('an empty one counts as left out', () => {
    expect(readConfig({ PORT: '', SMTP_URL: '' })).toMatchObject({ PORT: 3000, SMTP_URL: undefined, sources: { PORT: 'default' } });
  });

  test.each([
    ['DATABASE_URL', 'mysql://db.example.org', 'sqlite:<path> or postgres://user:password@host:port/database'],
    ['DATABASE_URL', 'sqlite:', 'sqlite:<path> or postgres://user:password@host:port/database'],
    ['SMTP_URL', 'http://mail.example.org', 'smtp://user:password@host:587'],
    ['SMTP_URL', 'smtp://mail.example.org?requiretls=true', 'requireTLS'],
    ['MAIL_FROM', 'a@example.org, b@example.org', 'Pledgebook <pledgebook@example.org>'],
    ['MAIL_FROM', 'The Desk', 'Pledgebook <pledgebook@example.org>'],
    ['PUBLIC_URL', 'pledges.example.org', 'https://pledgebook.example.org'],
    ['PUBLIC_URL', 'javascript:alert(1)', 'https://pledgebook.example.org'],
    ['TIME_ZONE', 'Brussels', 'an IANA time zone, as in Europe/Brussels'],
    ['TIME_ZONE', '+02:00', 'an IANA time zone, as in Europe/Brussels'],
    ['LOCALE', 'de', 'en, fr'],
    ['PORT', '65536', 'a port from 0 to 65535'],
    ['PORT', '-1', 'a port from 0 to 65535'],
    ['PORT', '0x50', 'a port from 0 to 65535'],
    ['PORT', 'http', 'a port from 0 to 65535'],
    ['HOST', '127.0.0.1.example.org', 'an address of this machine'],
    ['OIDC_ISSUER', 'http://login.example.org', 'the https URL of a provider'],
    ['OIDC_ISSUER', 'login.example.org', 'the https URL of a provider'],
    ['TRUST_PROXY', 'true', 'the addresses of the proxies before the server'],
    ['TRUST_PROXY', '10.0.0.0/8, proxy.example.org', 'the addresses of the proxies before the server'],
    ['TRUST_PROXY', '1', 'the addresses of the proxies before the server'],
    ['TRUST_PROXY', '10.0.0.0/33', 'the addresses of the proxies before the server'],
    ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace, silent'],
    ['METRICS_TOKEN', 'too short', 'at least 16 characters'],
    ['DKIM_DOMAIN', 'example org', 'a name in the DNS, as in example.org'],
    ['DKIM_SELECTOR', 's1;', 'a name in the DNS, as in pledgebook'],
    ['BOUNCE_MAILDIR', '/nowhere', 'a maildir: a folder with new/ in it'],
  ])('stop the start where %s is %s, saying what is accepted', (name, value, accepted) => {
    const start = (): unknown => readConfig({ [name]: value });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(new RegExp(`^${name} is "`));
    expect(start).toThrow(accepted);
  });

  test.each([
    ['SMTP_URL', 'ftp://user:hunter2@mail.example.org'],
    ['SMTP_URL', 'user:hunter2@mail.example.org'],
    ['DATABASE_URL', 'mysql://user:hunter2@db.example.org/x'],
    ['DATABASE_URL', 'user:hun@ter2@db.example.org'],
    ['METRICS_TOKEN', 'hunter2'],
    ['PROPOSALS_LLM_URL', 'https://user:hunter2@models.example.org'],
    ['PROPOSALS_LLM_KEY', 'hunter2 hunter2'],
  ])('name a wrong %s without the secret in it', (name, value) => {
    const start = (): unknown => readConfig({ [name]: value });
    expect(start).toThrow('••••');
    expect(start).not.toThrow(/hun/);
  });

  test.each([
    [{ PROPOSALS_LLM_URL: 'https://models.example.org/v1' }, /^PROPOSALS_LLM_MODEL is missing/],
    [{ PROPOSALS_LLM_MODEL: 'small' }, /^PROPOSALS_LLM_URL is missing/],
    [{ PROPOSALS_LLM_KEY: 'secret' }, /^PROPOSALS_LLM_URL is missing/],
    [{ PROPOSALS_LLM_URL: 'http://models.example.org/v1', PROPOSALS_LLM_MODEL: 'small' }, /^PROPOSALS_LLM_URL is .*http only within your own network/],
  ])('for a model go together, and over https beyond this network: %p', (env, complaint) => expect(() => readConfig(env)).toThrow(complaint)); // prettier-ignore

  describe('for DKIM', () => {
    let dir: string;
    const keyFile = (name: string, pem: string): string => {
      writeFileSync(join(dir, name), pem);
      return join(dir, name);
    };
    const rsa = (bits: number): string => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(); // prettier-ignore
    const read = (file: string, change: NodeJS.ProcessEnv = {}) =>
      readConfig({
        MAIL_FROM: 'a@mail.example.org',
        DKIM_KEY_FILE: file,
        DKIM_DOMAIN: 'example.org',
        DKIM_SELECTOR: 's1',
        ...change,
      });
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'pledgebook-dkim-'));
    });
    afterAll(() => rmSync(dir, { recursive: true, force: true }));

    it('give the key to sign with', () => {
      const pem = rsa(1024);
      expect(read(keyFile('good', pem)).dkim).toEqual({ domainName: 'example.org', keySelector: 's1', privateKey: pem });
    });

    test.each<[what: string, change: NodeJS.ProcessEnv, complaint: RegExp]>([
      [
        'the selector is missing',
        { DKIM_SELECTOR: '' },
        /^DKIM_SELECTOR missing: DKIM_KEY_FILE, DKIM_DOMAIN and DKIM_SELECTOR go together$/,
      ],
      ['only the selector is there', { DKIM_KEY_FILE: '', DKIM_DOMAIN: '' }, /^DKIM_KEY_FILE and DKIM_DOMAIN missing/],
      ['the domain is not that of the sender', { DKIM_DOMAIN: 'example.com' }, /^DKIM_DOMAIN is "example.com"; accepted: mail.example.org/],
      ['the domain only ends alike', { DKIM_DOMAIN: 'ple.org' }, /^DKIM_DOMAIN is "ple.org"/],
      [
        'the file is not there',
        { DKIM_KEY_FILE: '/nowhere.pem' },
        /^DKIM_KEY_FILE is "\/nowhere.pem"; accepted: a file with a private RSA key/,
      ],
    ])('stop the start where %s', (_what, change, complaint) => {
      expect(() => read(keyFile('good', rsa(1024)), change)).toThrow(complaint);
    });

    test.each<[what: string, pem: () => string, complaint: string]>([
      ['text', () => 'no key', 'a file with a private RSA key in PEM form'],
      ['a key too short to be believed', () => rsa(512), 'an RSA key of at least 1024 bits (this one has 512)'],
      [
        'another kind of key',
        () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        'an RSA key (this one is ed25519)',
      ],
      [
        'a public key',
        () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        'a file with a private RSA key',
      ],
    ])('stop the start where the file holds %s', (_what, pem, complaint) => {
      expect(() => read(keyFile('bad', pem()))).toThrow(complaint);
    });
  });

  describe('of a .env file', () => {
    let dir: string;
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'pledgebook-env-'));
      writeFileSync(join(dir, '.env'), 'PORT=4000\nLOCALE=fr\nTIME_ZONE="Europe/Brussels"\n');
    });
    afterAll(() => rmSync(dir, { recursive: true, force: true }));

    it('count where the environment is silent, and the command line counts before both', () => {
      const config = readConfig({ LOCALE: 'en' }, { PORT: '5000' }, join(dir, '.env'));
      expect(config).toMatchObject({ PORT: 5000, LOCALE: 'en', TIME_ZONE: 'Europe/Brussels' });
      expect(config.sources).toMatchObject({ PORT: 'command line', LOCALE: 'environment', TIME_ZONE: '.env', HOST: 'default' });
    });

    it('may be missing', () => {
      expect(readConfig({}, {}, join(dir, 'nothing')).sources.PORT).toBe('default');
    });
  });
});

describe('A setting that is shown', () => {
  test.each([
    ['SMTP_URL', 'smtp://user:secret@host:587', 'smtp://user:••••@host:587'],
    ['SMTP_URL', 'smtp://user:se:cr@et@host:587', 'smtp://user:••••@host:587'],
    ['SMTP_URL', 'smtp://host:587', 'smtp://host:587'],
    ['DATABASE_URL', 'postgres://host/db?user=me&password=secret&ssl=true', 'postgres://host/db?user=me&password=••••&ssl=true'],
    ['DATABASE_URL', 'sqlite:/srv/a@b/pledgebook.sqlite', 'sqlite:/srv/a@b/pledgebook.sqlite'],
    ['PUBLIC_URL', 'https://pledges.example.org', 'https://pledges.example.org'],
    ['MAIL_FROM', 'Desk: us <desk@example.org>', 'Desk: us <desk@example.org>'],
    ['METRICS_TOKEN', 'secret', '••••'],
    ['METRICS_TOKEN', '', ''],
    ['DKIM_KEY_FILE', '/etc/dkim.pem', '/etc/dkim.pem'],
  ])('hides what is secret in %s=%s', (name, value, shown) => {
    expect(masked(name, value)).toBe(shown);
  });
});

describe('Another host than this machine', () => {
  test.each([
    ['0.0.0.0', 'https://pledges.example.org'],
    ['::', 'https://pledges.example.org'],
    ['192.0.2.7', 'https://pledges.example.org'],
    // A container whose port is published to this machine alone.
    ['0.0.0.0', 'http://localhost:3000'],
  ])('%s is listened on where people come by %s', (HOST, PUBLIC_URL) => {
    expect(readConfig({ HOST, PUBLIC_URL })).toMatchObject({ HOST, PUBLIC_URL });
  });

  test.each([
    ['0.0.0.0', undefined],
    ['::', undefined],
    ['192.0.2.7', 'http://pledges.example.org'],
    ['0.0.0.0', 'http://localhost.example.org'],
  ])('%s is refused where people would come by %s, in the clear', (HOST, PUBLIC_URL) => {
    expect(() => readConfig({ HOST, ...(PUBLIC_URL === undefined ? {} : { PUBLIC_URL }) })).toThrow(
      /HOST is .* PUBLIC_URL is .*accepted: the https address/,
    );
  });
});

test('A provider of identities is named whole or not at all', () => {
  expect(() => readConfig({ OIDC_ISSUER: 'https://login.example.org', OIDC_CLIENT_ID: 'pledgebook' })).toThrow(
    'OIDC_CLIENT_SECRET missing',
  );
});

test('The server listens on this machine and nowhere else, unless another loopback address is asked for', async () => {
  const app = await openTestApp();
  const running = await serve(app, createLog('silent'), { host: readConfig({}).HOST, port: 0 }, { ticking: false });
  const { port } = new URL(running.url);
  expect(running.url).toBe(`http://127.0.0.1:${port}`);
  expect(await connecting('127.0.0.1', Number(port))).toBe('connected');
  expect(await connecting('127.0.0.2', Number(port))).toBe('refused');
  await running.close();
  await app.close();
});

function connecting(host: string, port: number): Promise<'connected' | 'refused'> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve('connected')).once('error', () => resolve('refused'));
    socket.once('connect', () => socket.destroy());
  });
}
