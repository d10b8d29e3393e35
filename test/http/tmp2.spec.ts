import { test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openTestApp } from '../support/app.js';
import { openApi } from '../support/api.js';
test('x', async () => {
  const app = await openTestApp();
  const api = await openApi(app);
  const r = await promisify(execFile)('/usr/bin/chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--v=0', '--window-size=1280,1400', '--virtual-time-budget=8000', '--screenshot=/tmp/http-helper/api.png', api.url + '/api'], { timeout: 25000 }).catch((e) => e);
  console.log(String(r.stderr).split('\n').filter((l: string) => /CONSOLE/.test(l)).join('\n'));
  await app.close();
});
