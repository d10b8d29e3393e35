/**
 * Debian's Chromium on the pages of a test register, reaching nothing but this machine. Where there is none the tests say
 * so and are left out; with CI=true that is an error.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Locale } from '../../src/domain/people.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** Describes what needs a browser. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (executablePath === undefined && process.env['CI'] === 'true') throw new Error('Chromium is missing: apt-get install chromium');
  if (executablePath === undefined) describe.skip(`${title} (left out: Chromium is missing)`, tests);
  else describe(title, tests);
}

export interface Look {
  scheme: 'light' | 'dark';
  width: number;
}

/** For each language two looks, so that every two of language, scheme and width meet. */
export const looks: Record<Locale, readonly Look[]> = {
  en: [
    { scheme: 'light', width: 1280 },
    { scheme: 'dark', width: 320 },
  ],
  fr: [
    { scheme: 'dark', width: 1280 },
    { scheme: 'light', width: 320 },
  ],
};

export interface RealBrowser {
  /** Opens tabs as whoever bears the token sees the pages. */
  as(token: string, language: Locale): Promise<BrowserContext>;
  /** Opens tabs as somebody who has not signed in sees the pages. */
  stranger(language: Locale, options?: BrowserContextOptions): Promise<BrowserContext>;
  /** What is wrong with pages under the looks of a language, as whoever bears the token sees them, and what was refused meanwhile. */
  walk(token: string, paths: readonly string[], language: Locale): Promise<{ faults: Record<string, string[]>; refused: string[] }>;
  close(): Promise<void>;
}

export async function openRealBrowser(url: string): Promise<RealBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'pledgebook-chromium-'));
  const quiet = ['disable-quic', 'no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: ['no-sandbox', 'disable-gpu', ...quiet].map((flag) => `--${flag}`),
    env: { ...process.env, HOME: profile } as Record<string, string>,
  });
  const stranger: RealBrowser['stranger'] = async (language, options = {}) => {
    const context = await browser.newContext({ locale: language, ...options });
    await context.addCookies([{ name: 'language', value: language, url }]);
    await context.route(
      (asked) => asked.hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    return context;
  };
  const as: RealBrowser['as'] = (token, language) => stranger(language, { extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  return {
    as,
    stranger,
    walk: async (token, paths, language) => {
      const context = await as(token, language);
      const tab = await context.newPage();
      const refused = refusalsIn(tab);
      const faults: Record<string, string[]> = {};
      for (const path of paths) {
        await tab.goto(url + path);
        for (const look of looks[language]) {
          const found = await faultsOf(tab, look);
          if (found.length > 0) faults[`${path} ${look.scheme} ${look.width}`] = found;
        }
      }
      await context.close();
      // A page that says what was wrong is a page with an error status, which Chromium reports.
      return { faults, refused: refused.filter((text) => !/status of 4\d\d/.test(text)) };
    },
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What is wrong with a page under a look: for whoever cannot see it, and for whoever looks at it on a phone. */
export async function faultsOf(tab: Page, { scheme, width: wide }: Look): Promise<string[]> {
  await tab.setViewportSize({ width: wide, height: 900 });
  await tab.emulateMedia({ colorScheme: scheme });
  if (!(await tab.evaluate<boolean>('"axe" in window'))) await tab.evaluate(axe);
  const found = (await tab.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  const [scrolled, width] = (await tab.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [number, number];
  return [
    ...found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
    ...(scrolled > width ? [`scrolls sideways: ${scrolled} of ${width}`] : []),
  ];
}

/** What the browser refused to load or run, gathered from now on. */
export function refusalsIn(tab: Page): string[] {
  const refused: string[] = [];
  tab.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  tab.on('pageerror', (error) => refused.push(error.message));
  return refused;
}
