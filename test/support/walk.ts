/** Somebody who walks through the register as people do: signs in by the mailed link, reads labels, presses buttons, follows links. */
import { expect } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Locale } from '../../src/domain/people.js';
import { wordsIn, type Words } from '../../src/i18n/index.js';
import { SignInService } from '../../src/services/sign-in.service.js';
import { openApi } from './api.js';
import { openTestApp, type TestApp, type TestAppOptions } from './app.js';
import { gather, type Cast } from './cast.js';
import { openRealBrowser, refusalsIn } from './real-browser.js';

export interface Register {
  app: TestApp;
  cast: Cast;
  url: string;
  /** A tab of somebody who has not signed in. */
  walker(locale: Locale, options?: BrowserContextOptions): Promise<Walker>;
  close(): Promise<void>;
}

/** A register on plain http, as on somebody's own machine: cookies for https alone would not be kept. */
export async function openRegister(options: TestAppOptions = {}): Promise<Register> {
  const app = await openTestApp({ ...options, settings: { publicUrl: 'http://localhost', ...options.settings } });
  const [{ url }, cast] = [await openApi(app), await gather(app)];
  const browser = await openRealBrowser(url);
  return {
    app,
    cast,
    url,
    walker: async (locale, more) => {
      const context = await browser.stranger(locale, more);
      return new Walker(app, url, locale, context, await context.newPage());
    },
    close: async () => {
      await browser.close();
      await app.close();
    },
  };
}

export class Walker {
  readonly words: Words;
  private readonly refused: string[];

  constructor(
    private readonly app: TestApp,
    private readonly url: string,
    readonly locale: Locale,
    private readonly context: BrowserContext,
    readonly tab: Page,
  ) {
    this.words = wordsIn(locale);
    this.refused = refusalsIn(tab);
    tab.setDefaultTimeout(30_000);
  }

  get path(): string {
    return this.tab.url().slice(this.url.length);
  }

  /** By its path; of an address from a mail its path, since the test's server has a port that the register does not know. */
  async go(address: string): Promise<void> {
    const { pathname, search } = new URL(address, this.url);
    await this.tab.goto(this.url + pathname + search);
    await this.isWhole();
  }

  async signIn(email: string, next = '/'): Promise<void> {
    const { signIn: words } = this.words;
    await this.go(next);
    await this.fill({ [words.email]: email });
    await this.press(words.button);
    await this.app.get(SignInService).settled();
    await this.go(linkIn(await lastMailTo(this.app, email), '/sign-in/link/'));
    await this.press(words.link.button);
    expect(this.path).toBe(next);
  }

  /** What is typed into the fields with these labels; of a choice, the label itself. */
  async fill(fields: Record<string, string>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.field(label).fill(text);
  }

  async choose(...labels: string[]): Promise<void> {
    for (const label of labels) await this.field(label).check();
  }

  /** A day into the three boxes under a question. */
  async fillDay(question: string, day: string): Promise<void> {
    const { frame } = this.words;
    const boxes = this.main.getByRole('group', { name: question });
    const parts = day.split('-').map(Number);
    for (const [i, part] of [frame.year, frame.month, frame.day].entries())
      await boxes.getByLabel(part, { exact: true }).fill(String(parts[i]));
  }

  field(label: string): Locator {
    return this.main.getByLabel(label, { exact: true });
  }

  async press(button: string): Promise<void> {
    await this.leave(this.main.getByRole('button', { name: button, exact: true }));
  }

  async follow(link: string | RegExp, within: Locator = this.main): Promise<void> {
    await this.leave(within.getByRole('link', { name: link, exact: true }).first());
  }

  async leave(by: Locator): Promise<void> {
    const loaded = this.tab.waitForEvent('load').catch(() => null);
    await by.click();
    expect(await loaded).not.toBeNull();
    await this.isWhole();
  }

  get main(): Locator {
    return this.tab.locator('main');
  }

  /** That the page says so, whatever blanks and line breaks are between the words. */
  async sees(...said: string[]): Promise<void> {
    const text = plain(await this.main.innerText());
    for (const each of said) expect(text).toContain(plain(each));
  }

  async close(): Promise<void> {
    await this.context.close();
    // A page that says what was wrong has an error status, which Chromium reports.
    expect(this.refused.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  }

  /** Every page speaks the walker's language and has no more than one title. */
  private async isWhole(): Promise<void> {
    expect(await this.tab.locator('html').getAttribute('lang')).toBe(this.locale);
    expect(await this.tab.locator('h1').count()).toBe(1);
  }
}

const plain = (text: string): string => text.replace(/\s+/g, ' ');

export async function lastMailTo(app: TestApp, email: string): Promise<ParsedMail> {
  const last = app.mailer.sent.filter(({ envelope }) => envelope.to === email).at(-1);
  if (last === undefined) throw new Error(`no mail to ${email}`);
  return simpleParser(Buffer.from(last.raw));
}

/** The link under some words of a mail, or the one whose path begins so. */
export function linkIn(mail: ParsedMail, words: string): string {
  const text = mail.text ?? '';
  const at = text.indexOf(words.startsWith('/') ? `http://localhost${words}` : `\n${words}\n`);
  const link = /http:\/\/localhost\S+/.exec(text.slice(at))?.[0];
  if (at < 0 || link === undefined) throw new Error(`no link "${words}" in:\n${text}`);
  return link;
}
