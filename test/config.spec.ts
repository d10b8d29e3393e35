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
      METRICS_TOKEN: undefined,
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
    });
    expect(config).toMatchObject({
      DATABASE_URL: 'postgres://pledgebook:secret@db.example.org:5432/pledgebook',
      MAIL_FROM: { name: 'The Desk', address: 'desk@example.org' },
      PUBLIC_URL: 'https://pledges.example.org',
      PORT: 8080,
      HOST: '::1',
    });
    expect(new Set(Object.values(config.sources))).toEqual(new Set(['environment']));
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
    ['HOST', '0.0.0.0', '127.0.0.1, ::1 or localhost'],
    ['HOST', '::', '127.0.0.1, ::1 or localhost'],
    ['HOST', '127.0.0.1.example.org', '127.0.0.1, ::1 or localhost'],
    ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace, silent'],
    ['METRICS_TOKEN', 'too short', 'at least 16 characters'],
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
  ])('name a wrong %s without the secret in it', (name, value) => {
    const start = (): unknown => readConfig({ [name]: value });
    expect(start).toThrow('••••');
    expect(start).not.toThrow(/hun/);
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
  ])('hides what is secret in %s=%s', (name, value, shown) => {
    expect(masked(name, value)).toBe(shown);
  });
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
