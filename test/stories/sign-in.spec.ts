/** How people get in, stay in and get out again, and who does not. */
import { expect, it } from '@jest/globals';
import { system } from '../../src/services/commands.js';
import { Allowances } from '../../src/services/allowances.js';
import { PeopleService } from '../../src/services/people.service.js';
import { SignInService } from '../../src/services/sign-in.service.js';
import { PasswordsService } from '../../src/services/passwords.service.js';
import { openServices } from '../../src/boot.js';
import { openTestApp } from '../support/app.js';
import { hashOf } from '../../src/services/secrets.js';
import { findRows } from '../../src/store/rows.js';
import { allowanceTable, passwordTable, sessionTable, signInLinkTable } from '../../src/store/tables.js';
import { openApi, type Api } from '../support/api.js';
import { openBrowser, type Browser } from '../support/browser.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { memoryMailer } from '../support/mailbox.js';
import { openStory, received, type Story } from './story.js';

const passphrase = 'violet harbour nineteen spoons';

async function open(kind: 'sqlite' | 'postgres'): Promise<{ story: Story & { api: Api }; api: Api; browser: Browser }> {
  const story = await openStory({ kind });
  const api = await openApi(story.app);
  return { story: { ...story, api }, api, browser: openBrowser(api) };
}

const links = ({ app }: Story): Promise<string[]> =>
  received(app.mailer.sent).then((mails) => mails.flatMap(({ text }) => /https:\/\/\S+\/sign-in\/link\/\S+/.exec(text ?? '')?.[0] ?? []));

async function askForLink({ app }: Story, browser: Browser, email: string, next = '/'): Promise<number> {
  await browser.get(`/sign-in?next=${encodeURIComponent(next)}`);
  const { status } = await browser.post('/sign-in', { email });
  await app.get(SignInService).settled();
  return status;
}

async function signIn(story: Story, browser: Browser, email: string): Promise<void> {
  await askForLink(story, browser, email);
  const link = (await links(story)).at(-1)!;
  await browser.get(link);
  expect((await browser.post(link)).status).toBe(303);
}

async function setPassword(story: Story, browser: Browser): Promise<void> {
  await signIn(story, browser, 'desk@example.org');
  await browser.get('/password');
  expect((await browser.post('/password', { password: passphrase })).status).toBe(303);
}

const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/password')).status === 200;

describeOnEachDatabase('Somebody who works here', (kind) => {
  it('gets in by a mailed link once, and goes on to where they wanted to', async () => {
    const { story, api, browser } = await open(kind);
    expect(await askForLink(story, browser, 'Desk@example.org', '/commitments/C-0001?asOf=2020-11-30')).toBe(303);
    const [link] = await links(story);
    // Whatever looks at links on the way changes nothing.
    for (let i = 0; i < 3; i++) expect((await openBrowser(api).get(link!)).text).toContain('Sign in as desk');
    await browser.get(link!);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (i === 0 ? browser : openBrowser(api)).post(link!, i === 0 ? {} : { next: '/' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(19).fill(410)]);
    const inside = answers.find(({ status }) => status === 303);
    expect(inside?.headers['set-cookie']).toMatch(/^__Host-pledgebook=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/);
    expect((await openBrowser(api).get(link!)).status).toBe(410);
  });

  it('goes on to no other site', async () => {
    const { story, browser } = await open(kind);
    for (const next of [
      '//elsewhere.example/today',
      '/\\elsewhere.example',
      'https://elsewhere.example',
      '/\t/elsewhere.example',
      '/.//elsewhere.example',
    ]) {
      await askForLink(story, browser, 'desk@example.org', next);
      const link = (await links(story)).at(-1)!;
      await browser.get(link);
      expect((await browser.post(link, { next })).headers['location']).toBe('/');
      await browser.get('/password');
      await browser.post('/sign-out');
    }
  });

  it('does not get in by a link of ten minutes ago', async () => {
    const { story, browser } = await open(kind);
    await askForLink(story, browser, 'desk@example.org');
    const [link] = await links(story);
    story.app.clock.advanceBy(10 * 60_000);
    expect((await browser.get(link!)).status).toBe(410);
    expect((await browser.post(link!)).status).toBe(410);
    expect(browser.cookies.size).toBe(0);
  });

  it('is out at once when they sign out, when they are disabled, and after a night without a word', async () => {
    const { story, api, browser } = await open(kind);
    await signIn(story, browser, 'desk@example.org');
    const kept = new Map(browser.cookies);
    expect(await isIn(browser)).toBe(true);
    expect((await browser.post('/sign-out')).headers['location']).toBe('/signed-out');
    expect(browser.cookies.size).toBe(0);
    const thief = openBrowser(api);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect(await isIn(thief)).toBe(false);

    await signIn(story, browser, 'desk@example.org');
    const people = story.app.get(PeopleService);
    await people.changePerson(system, story.cast.desk.id, { disabled: true });
    expect(await isIn(browser)).toBe(false);
    await people.changePerson(system, story.cast.desk.id, { disabled: false });
    expect(await isIn(browser)).toBe(false);

    await signIn(story, browser, 'desk@example.org');
    story.app.clock.advanceBy(9 * 3_600_000);
    expect(await isIn(browser)).toBe(true);
    story.app.clock.advanceBy(9 * 3_600_000);
    expect(await isIn(browser)).toBe(true);
    story.app.clock.advanceBy(10 * 3_600_000);
    expect(await isIn(browser)).toBe(false);
  });

  it('is out after a week however much they work', async () => {
    const { story, browser } = await open(kind);
    await signIn(story, browser, 'desk@example.org');
    for (let hours = 6; hours < 7 * 24; hours += 6) {
      story.app.clock.advanceBy(6 * 3_600_000);
      expect(await isIn(browser)).toBe(true);
    }
    story.app.clock.advanceBy(6 * 3_600_000);
    expect(await isIn(browser)).toBe(false);
  });

  it('gets a new session each time, and the one before is over', async () => {
    const { story, api, browser } = await open(kind);
    await signIn(story, browser, 'desk@example.org');
    const before = openBrowser(api);
    for (const [name, value] of browser.cookies) before.cookies.set(name, value);
    await askForLink(story, before, 'desk@example.org');
    // Signing in again by the same browser, as when a session of somebody else's was slipped into it.
    await story.app.get(SignInService).ask('desk@example.org', '/', '192.0.2.1');
    await story.app.get(SignInService).settled();
    const link = (await links(story)).at(-1)!;
    expect((await browser.post(link)).status).toBe(303);
    expect(browser.cookies).not.toEqual(before.cookies);
    expect([await isIn(browser), await isIn(before)]).toEqual([true, false]);
  });

  it('leaves no session behind in the browser by which they sign in again, by password neither', async () => {
    const { story, api, browser } = await open(kind);
    await setPassword(story, browser);
    const before = openBrowser(api);
    for (const [name, value] of browser.cookies) before.cookies.set(name, value);
    expect((await browser.post('/sign-in', { email: 'desk@example.org', password: passphrase })).status).toBe(303);
    expect([await isIn(browser), await isIn(before)]).toEqual([true, false]);
  });

  it('gets in by no other link once one was followed, or a password was set', async () => {
    const { story, api, browser } = await open(kind);
    for (let i = 0; i < 2; i++) await askForLink(story, openBrowser(api), 'desk@example.org');
    const [first, other] = await links(story);
    await browser.get(first!);
    expect((await browser.post(first!)).status).toBe(303);
    expect((await openBrowser(api).get(other!)).status).toBe(410);
    await askForLink(story, openBrowser(api), 'desk@example.org');
    const third = (await links(story)).at(-1)!;
    expect((await openBrowser(api).get(third)).status).toBe(200);
    await browser.get('/password');
    expect((await browser.post('/password', { password: passphrase })).status).toBe(303);
    expect((await openBrowser(api).get(third)).status).toBe(410);
  });

  it('sets a password, and gets in by it and not by another', async () => {
    const { story, api, browser } = await open(kind);
    await signIn(story, browser, 'desk@example.org');
    const elsewhere = openBrowser(api);
    await signIn(story, elsewhere, 'desk@example.org');
    await browser.get('/password');
    for (const [bad, said] of [
      ['too short', 'at least 12 characters'],
      ['desk-desk-desk-1', 'easy to guess'],
      ['pledgebook2020!', 'easy to guess'],
      ['aaaaaaaaaaaaaaaa', 'easy to guess'],
    ] as const) {
      const { status, text } = await browser.post('/password', { password: bad });
      expect([status, text.includes(said), text.includes(bad)]).toEqual([422, true, false]);
    }
    expect((await browser.post('/password', { password: passphrase })).status).toBe(303);
    expect([await isIn(browser), await isIn(elsewhere)]).toEqual([true, false]);

    const other = openBrowser(api);
    await other.get('/sign-in');
    const wrong = await other.post('/sign-in', { email: 'desk@example.org', password: `${passphrase}!` });
    const unknown = await other.post('/sign-in', { email: 'nobody@example.org', password: passphrase });
    expect([wrong.status, unknown.status, other.cookies.size]).toEqual([422, 422, 0]);
    expect((await other.post('/sign-in', { email: 'desk@example.org', password: passphrase })).status).toBe(303);
    expect(await isIn(other)).toBe(true);

    // By the password, a new one needs the old.
    expect((await other.post('/password', { password: 'another few words of mine', current: 'a guess of twelve' })).text).toContain(
      'This is not your password',
    );
    expect((await other.post('/password', { password: 'another few words of mine', current: passphrase })).status).toBe(303);
  });
});

describeOnEachDatabase('Whoever steals the database', (kind) => {
  it('has no link, no session and no password in it', async () => {
    const { story, browser } = await open(kind);
    await signIn(story, browser, 'desk@example.org');
    await browser.get('/password');
    await browser.post('/password', { password: passphrase });
    await askForLink(story, openBrowser(story.api), 'desk@example.org');
    const token = /link\/([\w-]+)/.exec((await links(story)).at(-1)!)![1]!;
    const { read } = story.app.database;
    const kept = JSON.stringify([
      await findRows(read, sessionTable),
      await findRows(read, signInLinkTable),
      await findRows(read, passwordTable),
      await findRows(read, allowanceTable),
    ]);
    expect(kept).toContain(hashOf(token));
    expect(kept).toContain(hashOf(browser.cookies.get('__Host-pledgebook')!));
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const secret of [token, browser.cookies.get('__Host-pledgebook')!, passphrase, 'desk@example.org'])
      expect(kept).not.toContain(secret);
  });
});

describeOnEachDatabase('Nobody learns who works here:', (kind) => {
  it('a password takes as long to refuse for an address that nobody has', async () => {
    const { story, browser } = await open(kind);
    await signIn(story, browser, 'desk@example.org');
    await browser.get('/password');
    await browser.post('/password', { password: passphrase });
    const passwords = story.app.get(PasswordsService);
    const median = async (email: string): Promise<number> => {
      const times = [];
      for (let i = 0; i < 9; i++) {
        const start = performance.now();
        expect(await passwords.enter(email, 'wrong wrong wrong', `192.0.2.${i}`, null)).toBeNull();
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4]!;
    };
    await median('warm@example.org');
    const [known, unknown, without] = [
      await median('desk@example.org'),
      await median('nobody@example.org'),
      await median('lead@example.org'),
    ];
    // Hashing is nine tenths of it, so leaving it out would show even on a busy machine.
    expect([unknown / known > 0.4, without / known > 0.4, unknown / known < 2.5]).toEqual([true, true, true]);
  });

  it('the answer does not wait for a mail, which few addresses get', async () => {
    const mailer = memoryMailer();
    let send = (): void => undefined;
    const slow = new Promise<void>((done) => (send = done));
    const story = await openStory({ kind, mailer: { ...mailer, send: (mail) => slow.then(() => mailer.send(mail)) } });
    const browser = openBrowser(await openApi(story.app));
    const patience = setTimeout(send, 5_000);
    const { status } = await browser.post('/sign-in', { email: 'desk@example.org' });
    expect([status, mailer.sent.length]).toEqual([303, 0]);
    clearTimeout(patience);
    send();
    await story.app.get(SignInService).settled();
    expect(mailer.sent).toHaveLength(1);
  });

  it('the answer to any address is the same, and mail goes only to who may come in', async () => {
    const { story, api } = await open(kind);
    await story.app.get(PeopleService).changePerson(system, story.cast.colleague.id, { disabled: true });
    const answers = [];
    for (const email of ['desk@example.org', 'nobody@example.org', 'follower@example.org', 'colleague@example.org']) {
      const browser = openBrowser(api);
      await browser.get('/sign-in');
      const { status, headers, text } = await browser.post('/sign-in', { email });
      answers.push({ status, text, location: headers['location'], cookie: headers['set-cookie'] });
    }
    await story.app.get(SignInService).settled();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(story.app.mailer.sent.map(({ envelope }) => envelope.to)).toEqual(['desk@example.org']);
  });
});

describeOnEachDatabase('Trying', (kind) => {
  it('is limited per address, for those who are here as for those who are not, across restarts', async () => {
    const { story, api } = await open(kind);
    for (const email of ['desk@example.org', 'nobody@example.org']) {
      const browser = openBrowser(api);
      await browser.get('/sign-in');
      const statuses = [];
      for (let i = 0; i < 12; i++) statuses.push((await browser.post('/sign-in', { email, password: 'wrong wrong wrong' })).status);
      expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429]);
      // Nor do the tries come back by starting again.
      const again = await openServices(story.app);
      await expect(again.get(PasswordsService).enter(email, passphrase, '192.0.2.1', null)).rejects.toMatchObject({
        code: 'too_many_tries',
      });
      await again.close();
      // The right one does not help either, in upper case as little.
      const { status, headers } = await browser.post('/sign-in', { email: email.toUpperCase(), password: passphrase });
      expect([status, Number(headers['retry-after'])]).toEqual([429, 90]);
    }
    // A mailed link is limited apart, so that nobody can be shut out by others' guesses.
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push(await askForLink(story, openBrowser(api), 'desk@example.org'));
    expect(statuses).toEqual([...Array<number>(5).fill(303), 429, 429]);
    story.app.clock.advanceBy(12 * 60_000);
    expect(await askForLink(story, openBrowser(api), 'desk@example.org')).toBe(303);
  });

  it('is limited where whoever has taken over a session guesses at the password', async () => {
    const { story, browser } = await open(kind);
    await setPassword(story, browser);
    story.app.clock.advanceBy(15 * 60_000);
    await browser.get('/password');
    const guess = { current: 'a guess of twelve', password: 'another few words of mine' };
    const statuses = [];
    for (let i = 0; i < 11; i++) statuses.push((await browser.post('/password', guess)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429]);
  });

  it('passwords of ever other addresses is limited per network', async () => {
    const { story } = await open(kind);
    const allowances = story.app.get(Allowances);
    const take = (i: number, network: string): Promise<void> => allowances.take('password', { network, address: `nobody${i}@example.org` });
    for (let i = 0; i < 60; i++) await take(i, '192.0.2.1');
    await expect(take(60, '192.0.2.1')).rejects.toMatchObject({ code: 'too_many_tries' });
    await expect(take(60, '192.0.2.2')).resolves.toBeUndefined();
  });

  it.each([
    ['whoever they say they are', null, 429],
    ['as a trusted proxy tells them apart', '127.0.0.1', 303],
  ])('is limited per network, %s', async (_, trustProxy, status) => {
    const { app } = await openStory({ kind, settings: { trustProxy } });
    const { nobody } = await openApi(app);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const statuses = [];
    for (let i = 0; i < 41; i++)
      statuses.push(
        (await nobody.post('/sign-in', `email=nobody${i}%40example.org`, { ...form, 'x-forwarded-for': `192.0.2.${i}` })).status,
      );
    expect(statuses.at(-1)).toBe(status);
  });

  it('is limited for a network as a whole', async () => {
    const { api } = await open(kind);
    const browser = openBrowser(api);
    await browser.get('/sign-in');
    const statuses = [];
    for (let i = 0; i < 41; i++) statuses.push((await browser.post('/sign-in', { email: `nobody${i}@example.org` })).status);
    expect(statuses).toEqual([...Array<number>(40).fill(303), 429]);
  });
});

describeOnEachDatabase('The first administrator', (kind) => {
  it('says who they are, once, and goes on to set a password', async () => {
    const app = await openTestApp({ kind });
    try {
      const api = await openApi(app);
      const signIn = app.get(SignInService);
      const [former, link] = [await signIn.printedForFirst(), await signIn.printedForFirst()];
      const browser = openBrowser(api);
      expect((await browser.get(former)).status).toBe(410);
      expect((await browser.get(link)).text).toContain('Begin this register');
      const { status, text } = await browser.post(link, { name: ' ', email: 'ada' });
      expect([status, text.includes('Enter your name'), text.includes('Enter a mail address')]).toEqual([422, true, true]);
      const begin = { name: 'Ada', email: 'ada@example.org' };
      const answers = await Promise.all([browser.post(link, begin), openBrowser(api).post(link, { ...begin, email: 'eve@example.org' })]);
      expect(answers.map((each) => each.status).sort()).toEqual([303, 410]);
      expect(answers.find((each) => each.status === 303)?.headers['location']).toBe('/password');
      expect((await app.get(PeopleService).list()).map(({ role }) => role)).toEqual(['admin']);
      expect((await openBrowser(api).post(await signIn.printedForFirst(), begin)).status).toBe(410);
    } finally {
      await app.close();
    }
  });
});
