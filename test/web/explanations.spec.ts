/** How dates are read, tried and shown; and the accessibility statement. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApi, type Api, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather } from '../support/cast.js';
import { open } from '../support/pages.js';

let app: TestApp;
let api: Api;
let desk: Client;

beforeAll(async () => {
  app = await openTestApp();
  api = await openApi(app);
  desk = await api.as((await gather(app)).desk);
});
afterAll(() => app.close());

const said = 'saidOn-day=30&saidOn-month=11&saidOn-year=2020';

test.each([
  ['by the end of Q3', 'en', 'Read as by 30 September 2021', 'Overdue from 1 October 2021'],
  ["jusqu'en 2024", 'fr', 'until the end of 2024', 'Overdue from never'],
  ['03/04/2021', 'en', 'These words can be read in several ways', '4 March 2021'],
  ['Resolution 2087', 'en', 'No date can be read in these words', 'so none is made up'],
  ['in due course', 'en', 'Read as no date given', 'Window no date'],
])('“%s” in %s is read as the register would read it', async (phrase, lang, first, second) => {
  const { words, status } = await open(desk, `/how-dates-are-read?phrase=${encodeURIComponent(phrase)}&lang=${lang}&${said}`);
  expect(status).toBe(200);
  expect(words).toContain(first);
  expect(words).toContain(second);
});

test('Half a date and no words are said to be missing, and what was typed stays', async () => {
  const page = await open(desk, '/how-dates-are-read?phrase=&lang=en&saidOn-day=31&saidOn-month=2&saidOn-year=2021');
  expect(page.status).toBe(422);
  expect(page.faults).toHaveLength(2);
  expect(page.text).toMatch(/name="saidOn-day" value="31"/);
});

test('Every convention is there, by its id, with the values in force', async () => {
  const { text, words } = await open(desk, '/how-dates-are-read');
  for (const id of Object.keys(app.settings.conventions.rules)) expect(text).toContain(`<li id="${id}">`);
  expect(words).toContain('“In the coming months” means 6 months');
  expect(words).toContain('1–2 December 2020');
});

test('The accessibility statement is open to all, in the language that the browser asks for', async () => {
  expect((await open(api.nobody, '/accessibility', { 'accept-language': 'fr-CA,fr;q=0.9' })).words).toContain(
    'Déclaration d’accessibilité',
  );
  expect((await open(api.nobody, '/accessibility')).words).toContain('Accessibility statement');
});
