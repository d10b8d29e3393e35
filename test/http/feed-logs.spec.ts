/** The addresses of calendars are secrets: whatever goes wrong with them, no log has one. */
import { expect, test } from '@jest/globals';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { createApp } from '../../src/main.js';
import { FeedsService } from '../../src/services/feeds.service.js';
import { openTestApp } from '../support/app.js';
import { gather } from '../support/cast.js';

test.each(['calendar', 'changes'] as const)('An address of %s that stumbles is logged by its route alone', async (kind) => {
  const { app: first, ...opened } = await openTestApp();
  const cast = await gather({ ...opened, app: first });
  const lines: string[] = [];
  const app = await createApp(opened, pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }), { ticking: false });
  try {
    await app.listen(0, '127.0.0.1');
    const feeds = app.get(FeedsService);
    const path = new URL((await feeds.rotateCalendar(cast.admin.caller, cast.desk.id))[kind]).pathname;
    const token = /[\w-]{43}/.exec(path)![0];
    const get = (of: string): Promise<number> =>
      new Promise((done, fail) => {
        const { port } = app.getHttpServer().address() as AddressInfo;
        request({ host: '127.0.0.1', port, path: of, agent: false }, (response) => {
          text(response).then(() => done(response.statusCode ?? 0), fail);
        })
          .on('error', fail)
          .end();
      });
    expect(await get(path)).toBe(200);
    expect(await get(`${path}x`)).toBe(404);
    expect(await get(`${path}?todo=maybe&lang=xx`)).toBe(400);
    const stumble = (): Promise<never> => Promise.reject(new Error('stumbled'));
    Object.assign(feeds, { calendarOf: stumble, changesFor: stumble });
    expect(await get(path)).toBe(500);
    expect(lines.filter((line) => line.includes(`GET /${kind}/:file: Error: stumbled`))).toHaveLength(1);
    expect(lines.join()).not.toContain(token);
  } finally {
    await app.close();
    await opened.close();
  }
});
