/** The register's own pages in a real browser: nothing for axe to find, nothing refused, nothing sideways; and all by keyboard. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EngineService } from '../../src/services/engine.service.js';
import { evidenceInputSchema } from '../../src/domain/evidence.js';
import { verdictProposalSchema } from '../../src/domain/verdict.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { openApi, type Api } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, tokenOf, type Cast } from '../support/cast.js';
import { describeInBrowser, faultsOf, looks, openRealBrowser, type RealBrowser } from '../support/real-browser.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let browser: RealBrowser;
let desk: string;
let auditor: string;

const long = 'Contribuer au financement durable des infrastructures de transport de la métropole et de ses communes';
const ministry = 'Ministère de la Transition écologique, de la Biodiversité et de la Cohésion des territoires';
const unbroken = `https://example.org/${'a-long-path-without-a-break'.repeat(6)}`;

/** Those of staff, and of the auditor who has something to decide. */
const staffPaths = [
  ...['/', '/?q=nothing+like+it', '/?verdict=perhaps&dueTo=soon', `/?promisor=${encodeURIComponent(ministry)}&asOf=2021-01-01`, '/today'],
  ...['/commitments/C-0001', '/commitments/C-0001?asOf=2020-12-01', '/commitments/C-0002', '/commitments/C-0003', '/nowhere'],
  ...['revise', 'evidence/new', 'progress', 'condition', 'standing', 'publication', 'amend', 'verdict'].map(
    (form) => `/commitments/C-0001/${form}`,
  ),
  ...['/commitments/C-0003/publication', '/commitments/C-0002/verdict', '/commitments/C-0004/verdict', '/commitments/new'],
];
const auditorPaths = ['/today', '/commitments/C-0002', '/commitments/C-0002/verdict', '/commitments/C-0001/revise'];

describeInBrowser('In a real browser', () => {
  beforeAll(async () => {
    app = await openTestApp();
    api = await openApi(app);
    cast = await gather(app);
    [desk, auditor] = [await tokenOf(app, cast.desk), await tokenOf(app, cast.auditor)];
    browser = await openRealBrowser(api.url);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  test('axe finds nothing on an empty register', async () => {
    expect(await browser.walk(desk, ['/', '/today'], 'en')).toEqual({ faults: {}, refused: [] });
    expect(await browser.walk(auditor, ['/'], 'fr')).toEqual({ faults: {}, refused: [] });
  }, 120_000);

  test('axe finds nothing and nothing is refused, wide and narrow, light and dark, in English and in French', async () => {
    await fillRegister();
    for (const language of ['en', 'fr'] as const) {
      expect(await browser.walk(desk, staffPaths, language)).toEqual({ faults: {}, refused: [] });
      expect(await browser.walk(auditor, auditorPaths, language)).toEqual({ faults: {}, refused: [] });
    }
  }, 400_000);

  test('a commitment is registered by keyboard alone, its date read and confirmed, and every step is without fault', async () => {
    const context = await browser.as(desk, 'en');
    const tab = await context.newPage();
    await tab.goto(`${api.url}/`);
    await tab.keyboard.press('Tab');
    await isFocused(tab, '.skip');
    await tab.goto(`${api.url}/commitments/new`);
    await press(tab, '#quote', 'We will publish the plan in spring 2021');
    await press(tab, '#saidOn', '99');
    await press(tab, '[name=saidOn-month]', '11');
    await press(tab, '[name=saidOn-year]', '2020');
    await press(tab, '#phrase', 'in spring 2021');
    await submitBy(tab, 'button[value=check]');
    await isFocused(tab, '[role=alert]');
    expect(await faultsInAllLooks(tab)).toEqual([]);
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await isFocused(tab, '[name=saidOn-day]');
    await press(tab, '#saidOn', '30');
    await submitBy(tab, 'button[value=check]');
    expect(await tab.textContent('main')).toContain('Yes: in spring 2021 (March–May)');
    expect(await tab.isVisible('#dateKind')).toBe(false);
    expect(await faultsInAllLooks(tab)).toEqual([]);
    await tab.focus('#reading');
    await tab.keyboard.press('ArrowDown');
    expect(await tab.isVisible('#dateKind')).toBe(true);
    expect(await faultsInAllLooks(tab)).toEqual([]);
    await tab.keyboard.press('ArrowUp');
    await press(tab, '#title', 'Publish the plan');
    await press(tab, '#promisor', 'The Ministry');
    await submitBy(tab, 'button[value=publish]');
    expect(new URL(tab.url()).pathname).toMatch(/^\/commitments\/C-\d+$/);
    expect(await tab.textContent('mark')).toBe('in spring 2021');
    await context.close();
  }, 120_000);

  test('a revision is seen beside the old date before it is recorded, and each step is without fault', async () => {
    const context = await browser.as(desk, 'fr');
    const tab = await context.newPage();
    await tab.goto(`${api.url}/commitments/C-0004/revise`);
    await tab.fill('#phrase', '03/04/2022');
    await submitBy(tab, 'button[value=check]');
    expect(await tab.locator('svg').count()).toBeGreaterThan(0);
    expect(await faultsInAllLooks(tab)).toEqual([]);
    await tab.check('#reading');
    await tab.check('input[value=extended]');
    await tab.fill('#reason', 'Les locaux ne sont pas prêts');
    await tab.fill('#source', unbroken);
    await submitBy(tab, 'button[value=go]');
    expect(await tab.textContent('main')).toContain('de 368 jours plus tard');
    expect(await faultsInAllLooks(tab)).toEqual([]);
    await submitBy(tab, 'button[value=record]');
    expect(await tab.textContent('main')).toContain('a révisé la date');
    expect(await faultsInAllLooks(tab)).toEqual([]);
    await context.close();
  }, 120_000);
});

async function faultsInAllLooks(tab: Page): Promise<string[]> {
  const found: string[] = [];
  for (const look of [...looks.en, ...looks.fr]) found.push(...(await faultsOf(tab, look)));
  return found;
}

async function press(tab: Page, field: string, text: string): Promise<void> {
  await tab.focus(field);
  await tab.keyboard.press('Control+A');
  await tab.keyboard.type(text);
}

/** Focus moves as a page is drawn, which may be a moment after it has loaded; if it never does, this throws. */
async function isFocused(tab: Page, element: string): Promise<void> {
  await tab.locator(`${element}:focus`).waitFor({ state: 'attached', timeout: 10_000 });
}

async function submitBy(tab: Page, button: string): Promise<void> {
  await tab.focus(button);
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
}

/** One of each state that a page shows: moved, waiting for a verdict, a draft, settled in words that are long and do not break. */
async function fillRegister(): Promise<void> {
  const quote = `Nous nous engageons à ${long.toLowerCase()} jusqu’en 2024`;
  const source = { title: 'Le communiqué', publisher: ministry, url: unbroken };
  const statement = { quote, lang: 'fr', speaker: 'La ministre', speakerRole: 'porte-parole', saidOn: '2020-11-30', source };
  const { version } = await register(app, cast, {
    ...{ title: long, promisor: ministry, statement, target: { phrase: 'jusqu’en 2024', lang: 'fr' } },
    ...{
      topics: ['transport', 'financement des infrastructures de transport en commun'],
      condition: 'si le budget est voté',
      measure: long,
    },
  });
  await register(app, cast, { title: 'Waiting for its verdict' });
  await register(app, cast, { title: 'A draft', publish: false, target: { kind: 'undated' } });
  for (let i = 4; i <= 54; i++) await register(app, cast, { title: `Commitment number ${i}` });
  app.clock.jumpTo('2021-04-02T08:00:00.000Z');
  await app.get(EngineService).tick();
  await app.get(RegisterService).reviseTarget({ ...cast.desk.caller, ifMatch: version }, 'C-0001', {
    ...{ target: { kind: 'until', edtf: '2026' }, change: 'extended', reason: 'Le budget a été voté plus tard', source: unbroken },
  });
  const evidence = evidenceInputSchema.parse({ url: unbroken, date: '2021-03-31', shows: long, quote: 'Le plan est publié' });
  await app.get(VerdictsService).addEvidence(cast.lead.caller, 'C-0001', evidence);
  const proposal = { verdict: 'not_fulfilled', rationale: long, reasonCode: 'no_action', evidence: [evidence] };
  await app.get(VerdictsService).propose(cast.lead.caller, 'C-0002', verdictProposalSchema.parse(proposal));
}
