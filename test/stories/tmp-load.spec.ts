import { expect, test } from '@jest/globals';
import { openTestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { liveUntil } from '../../src/commands/virtual-life.js';
import { NoticesService } from '../../src/services/notices.service.js';
test('x', async () => {
  const app = await openTestApp();
  const cast = await gather(app);
  const c = await register(app, cast);
  await liveUntil(app.app, app.clock, '2021-05-10T00:00:00.000Z');
  const n = await app.get(NoticesService).notices(c.ref);
  console.log(n.map((x) => `${x.at} ${x.dueAt} ${x.person} ${x.step} ${x.state} ${x.reason} ${x.subject}`).join('\n'));
  expect(n.length).toBeGreaterThan(3);
  await app.close();
});
