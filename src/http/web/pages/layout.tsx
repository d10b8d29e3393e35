/** What every page has: its head, the name and the ways to other pages above it, one column. */
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { locales, type Locale } from '../../../domain/people.js';
import { wordsIn, type Words } from '../../../i18n/index.js';
import { actions, type Action } from '../../auth/actions.js';
import type { Viewer } from '../viewer.js';

export type Place = keyof Words['frame']['places'];

/** Where the navigation leads, and what somebody must be allowed for it to lead there. */
const places: { place: Place; href: string; action: Action }[] = [
  { place: 'register', href: '/', action: 'register.read' },
  { place: 'today', href: '/today', action: 'register.read' },
  { place: 'upcoming', href: '/upcoming', action: 'sending.read' },
  { place: 'texts', href: '/texts', action: 'register.write' },
  { place: 'parties', href: '/parties', action: 'register.read' },
  { place: 'outbox', href: '/outbox', action: 'sending.read' },
  { place: 'audit', href: '/audit', action: 'audit.read' },
  { place: 'policies', href: '/policies', action: 'policies.write' },
  { place: 'people', href: '/people', action: 'people.write' },
  { place: 'settings', href: '/settings', action: 'settings.read' },
];

export const languages: Record<Locale, string> = { en: 'English', fr: 'Français' };

type PageProps = {
  title: string;
  /** Where the title is somebody's own words. */
  titleLang?: string;
  /** The place of the navigation that this page belongs to. */
  here?: Place;
  /** For tables and lists that need more than a column of text. */
  wide?: boolean;
  /** Something typed was refused: the title says so first, as it is what a screen reader reads first. */
  wrong?: boolean;
  /** Stands above the title: a way back, a reference. */
  above?: ComponentChildren;
  children: ComponentChildren;
} & ({ viewer: Viewer } | { locale: Locale; path?: string });

/** The page as the browser gets it. */
export function pageOf(page: VNode): string {
  return `<!doctype html>\n${render(page)}`;
}

/** With a viewer, a page of the register; with a locale, one for whoever has not signed in, and the path to come back to in another. */
export function Page({ title, titleLang, here, wide = false, wrong = false, above, children, ...reader }: PageProps): VNode {
  const viewer = 'viewer' in reader ? reader.viewer : null;
  const locale = 'viewer' in reader ? reader.viewer.locale : reader.locale;
  const { pages: words, frame } = wordsIn(locale);
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${wrong ? frame.errorTitle(title) : title} – ${words.name}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body class={wide ? 'wide' : undefined}>
        <a class="skip" href="#main">
          {frame.skip}
        </a>
        <header>
          <div class="bar">
            {viewer === null ? <span class="name">{words.name}</span> : <Bar viewer={viewer} frame={frame} />}
            {'path' in reader && reader.path !== undefined ? (
              <LanguageSwitch locale={locale} path={reader.path} label={frame.language} />
            ) : null}
          </div>
          {viewer === null ? null : <Navigation viewer={viewer} here={here} frame={frame} />}
        </header>
        <main id="main" tabIndex={-1}>
          {above}
          <h1 lang={titleLang}>{title}</h1>
          {children}
        </main>
        <footer>
          {viewer === null ? null : <a href="/how-dates-are-read">{frame.places.dates}</a>}{' '}
          <a href="/accessibility">{frame.accessibility}</a>
        </footer>
      </body>
    </html>
  );
}

function Bar({ viewer, frame }: { viewer: Viewer; frame: Words['frame'] }): VNode {
  return (
    <>
      <a class="name" href="/">
        Pledgebook
      </a>
      <span class="who">
        {viewer.csrf === null ? (
          frame.signedIn(viewer.name, frame.roles[viewer.role])
        ) : (
          <a href="/password">{frame.signedIn(viewer.name, frame.roles[viewer.role])}</a>
        )}
      </span>
      <LanguageSwitch locale={viewer.locale} path={viewer.path} label={frame.language} />
      {viewer.csrf === null ? null : (
        <form method="post" action="/sign-out">
          <input type="hidden" name="csrf" value={viewer.csrf} />
          <button type="submit" class="link">
            {frame.signOut}
          </button>
        </form>
      )}
    </>
  );
}

/** A form and no links: what a language is kept by is changed, and a GET changes nothing. */
export function LanguageSwitch({ locale, path, label }: { locale: Locale; path: string; label: string }): VNode {
  return (
    <form method="post" action="/language" aria-label={label}>
      <input type="hidden" name="back" value={path} />
      {locales
        .filter((each) => each !== locale)
        .map((each) => (
          <button type="submit" class="link" name="language" value={each} lang={each}>
            {languages[each]}
          </button>
        ))}
    </form>
  );
}

function Navigation({ viewer, here, frame }: { viewer: Viewer; here: Place | undefined; frame: Words['frame'] }): VNode {
  const open = places.filter(({ action }) => (actions[action].roles as readonly string[]).includes(viewer.role));
  return (
    <nav aria-label={frame.navigation}>
      <ul>
        {open.map(({ place, href }) => (
          <li>
            <a href={href} aria-current={place === here ? 'page' : undefined}>
              {frame.places[place]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
