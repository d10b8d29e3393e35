/** The audit's pages and those of planning, texts and imports in a real browser: nothing for axe to find, nothing refused, nothing sideways. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EngineService } from '../../src/services/engine.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, tokenOf, type Cast } from '../support/cast.js';
import { open, send, upload } from '../support/pages.js';
import { describeInBrowser, openRealBrowser, refusalsIn, type RealBrowser } from '../support/real-browser.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let browser: RealBrowser;
let token: string;
const paths: string[] = [
  ...['/audit?asOf=2021-04-01', '/audit?asOf=2019-01-01', '/audit?asOf=2099-01-01', '/audit/log?from=0', '/audit/verify', '/parties'],
  ...['/outbox', '/outbox?fate=failed', '/outbox?ref=C-0001', '/outbox?ref=nothing', '/upcoming', '/policies', '/policies/standard/1'],
  ...['/how-dates-are-read?phrase=early+next+year&lang=en&saidOn-day=30&saidOn-month=11&saidOn-year=2020', '/how-dates-are-read?phrase='],
  ...['/accessibility', '/texts', '/texts/new', '/imports/new', '/imports/nothing'],
];

describeInBrowser('In a real browser', () => {
  beforeAll(async () => {
    app = await openTestApp();
    api = await openApi(app);
    cast = await gather(app);
    token = await tokenOf(app, cast.admin);
    const admin = api.bearing(token);
    const long = 'Contribuer au financement durable des infrastructures de transport de la métropole et de ses communes';
    const first = await register(app, cast, { title: long });
    await register(app, cast, {
      title: 'Build <it>',
      promisor: 'Ministère de la Transition écologique et de la Cohésion des territoires',
      target: { kind: 'by', edtf: '2020-12-15' },
    });
    await app.get(RegisterService).reviseTarget({ ...cast.desk.caller, ifMatch: first.version }, first.ref, {
      ...{ target: { kind: 'by', edtf: '2021-09-30' }, change: 'extended', reason: 'Late', source: 'A letter' },
    });
    app.clock.jumpTo('2021-04-01T08:00:00.000Z');
    await app.get(EngineService).tick();
    const published = { 'publishedOn-day': '30', 'publishedOn-month': '11', 'publishedOn-year': '2020' };
    const content = 'We will publish a plan by the end of 2021. The minister called on the City to lower its fees by June 2021.';
    const text = (await send(admin, '/texts/new', { content, ...published, issuer: 'Works', lang: 'en', format: 'txt' })).headers[
      'location'
    ];
    const table = {
      name: 'plan.csv',
      text: 'Id,Commitment,Deadline,Department\n1,Plan,by the end of 2021,Works\n2,Paint,when dry,Works\n',
    };
    const file = (await upload(admin, '/imports/new', table, { 'saidOn-day': '1', 'saidOn-month': '6', 'saidOn-year': '2020' })).headers[
      'location'
    ];
    const linked = [
      ...[...(await open(admin, '/parties')).text.matchAll(/href="(\/parties\/[^"]+)"/g)].slice(0, 1),
      ...[...(await open(admin, '/outbox')).text.matchAll(/href="(\/outbox\/[^"]+)"/g)].slice(0, 1),
      ...[...(await open(admin, text ?? '')).text.matchAll(/href="(\/texts\/[^"]+\/proposals\/[^"]+)"/g)].slice(0, 1),
    ].map(([, path = '']) => path);
    expect(linked).toHaveLength(3);
    paths.push(...linked, text ?? '', `${text}/add`, file ?? '');
    browser = await openRealBrowser(api.url);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  test.each(['en', 'fr'] as const)(
    'axe finds nothing and nothing is refused, wide and narrow, light and dark, in %s',
    async (language) => expect(await browser.walk(token, paths, language)).toEqual({ faults: {}, refused: [] }),
    300_000,
  );

  test('a segment of a picture leads to its rows by keyboard', async () => {
    const context = await browser.as(token, 'en');
    const tab = await context.newPage();
    await tab.goto(`${api.url}/audit?asOf=2021-04-01`);
    await tab.locator('svg a').first().focus();
    await Promise.all([tab.waitForURL(/\/\?.*outcome=/), tab.keyboard.press('Enter')]);
    expect(new URL(tab.url()).searchParams.get('asOf')).toBe('2021-04-01');
    await context.close();
  }, 60_000);

  test('a mail that holds a script runs none', async () => {
    const context = await browser.as(token, 'en');
    const tab = await context.newPage();
    const mail = paths.find((path) => path.startsWith('/outbox/')) ?? '';
    const refused = refusalsIn(tab);
    await tab.goto(`${api.url}${mail}/html`);
    await tab.evaluate(
      `(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s); })()`,
    );
    expect(await tab.evaluate('window.ran === undefined && window.origin')).toBe('null');
    expect(refused.join()).toMatch(/sandbox|Content Security Policy|violates/i);
    await context.close();
  }, 60_000);
});
