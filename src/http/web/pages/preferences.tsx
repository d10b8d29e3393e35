/** How somebody hears from us: a form that works without a script, with what was wrong said beside each field. */
import type { ComponentChildren, VNode } from 'preact';
import type { Locale, Person } from '../../../domain/people.js';
import { followedIn, type Followed } from '../../../i18n/followed.js';
import { wordsIn, type Words } from '../../../i18n/index.js';
import type { FeedAddresses } from '../../../services/feeds.service.js';
import { Page } from './layout.js';

export interface Typed {
  mode: string;
  weekday: string;
  locale: string;
  zone: string;
  sendAt: string;
  pausedUntil: string;
}

interface PreferencesProps {
  /** Of this page, without what was done last. */
  path: string;
  person: Person;
  following: readonly Followed[];
  /** Stops all that is followed. */
  stopUrl: string;
  choices: { locales: readonly Locale[]; weekdays: readonly Person['weekday'][] };
  typed?: Typed;
  wrong?: ReadonlySet<string>;
  saved?: boolean;
  /** Of the calendar and the feed, where they were just made. */
  addresses?: FeedAddresses;
}

const modes = ['immediate', 'daily', 'weekly'] as const;
const languages: Record<Locale, string> = { en: 'English', fr: 'Français' };

export function PreferencesPage({
  path,
  person,
  following,
  stopUrl,
  choices,
  typed,
  wrong = new Set(),
  saved = false,
  addresses,
}: PreferencesProps): VNode {
  const all = wordsIn(person.locale);
  const { preferences: words } = all.pages;
  const shown = typed ?? { ...person, pausedUntil: person.paused?.until ?? '' };
  const faults: Record<string, string> = {
    zone: words.wrongZone,
    sendAt: words.wrongTime,
    pausedUntil: words.wrongDay,
    mode: words.wrongChoice,
    weekday: words.wrongChoice,
    locale: words.wrongChoice,
  };
  const faultOf = (name: string): string | undefined => (wrong.has(name) ? faults[name] : undefined);
  return (
    <Page locale={person.locale} title={words.title}>
      {saved ? (
        <p class="notice" role="status">
          {words.saved}
        </p>
      ) : null}
      {wrong.size === 0 ? null : (
        <div class="error" role="alert">
          <h2>{words.wrong}</h2>
          {[...wrong].map((name) => (
            <p>
              <a href={`#${name}`}>{faults[name]}</a>
            </p>
          ))}
        </div>
      )}
      <form method="post" action={path}>
        <fieldset id="mode">
          <legend>
            {words.mode}
            <span class="hint">{words.modeHint}</span>
          </legend>
          {modes.map((mode) => (
            <label class="choice">
              <input type="radio" name="mode" value={mode} checked={shown.mode === mode} /> {words.modes[mode]}
            </label>
          ))}
        </fieldset>
        <Choice name="weekday" label={words.weekday} value={shown.weekday} options={choices.weekdays.map((d) => [d, words.weekdays[d]])} />
        <Choice name="locale" label={words.locale} value={shown.locale} options={choices.locales.map((l) => [l, languages[l]])} />
        <Line name="zone" label={words.zone} hint={words.zoneHint} value={shown.zone} fault={faultOf('zone')} />
        <Line name="sendAt" label={words.sendAt} hint={words.sendAtHint} value={shown.sendAt} fault={faultOf('sendAt')} short />
        <Line
          name="pausedUntil"
          label={words.pause}
          hint={words.pauseHint}
          value={shown.pausedUntil}
          fault={faultOf('pausedUntil')}
          short
        />
        <p>
          <button type="submit">{words.button}</button>
        </p>
      </form>
      <h2>{words.following}</h2>
      {following.length === 0 ? (
        <p>{words.followsNothing}</p>
      ) : (
        <>
          <ul>
            {following.map((each) => (
              <li>{followedIn(each, all.letters)}</li>
            ))}
          </ul>
          <p>
            <a href={stopUrl}>{words.stopAll}</a>
          </p>
        </>
      )}
      <Feeds words={words} action={`${path}/feeds`} addresses={addresses} />
      <p class="quiet">{all.pages.actingAs(person.name ?? person.email ?? '')}</p>
    </Page>
  );
}

interface FeedsProps {
  words: Words['pages']['preferences'];
  action: string;
  addresses: FeedAddresses | undefined;
}

function Feeds({ words, action, addresses }: FeedsProps): VNode {
  return (
    <>
      <h2 id="feeds">{words.feeds}</h2>
      {addresses === undefined ? (
        <p>{words.feedsHint}</p>
      ) : (
        <div class="notice" role="status">
          <p>{words.feedsMade}</p>
          <p>
            {words.calendar}
            <br />
            <code>{addresses.calendar}</code>
          </p>
          <p>
            {words.changes}
            <br />
            <code>{addresses.changes}</code>
          </p>
        </div>
      )}
      <form method="post" action={action}>
        <button type="submit" class="second">
          {words.feedsButton}
        </button>
      </form>
    </>
  );
}

function Choice({ name, label, value, options }: { name: string; label: string; value: string; options: [string, string][] }): VNode {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface LineProps {
  name: string;
  label: ComponentChildren;
  hint: string;
  value: string;
  fault: string | undefined;
  short?: boolean;
}

function Line({ name, label, hint, value, fault, short = false }: LineProps): VNode {
  return (
    <div class="field">
      <label for={name}>
        {label}
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      </label>
      {fault === undefined ? null : (
        <span class="field-error" id={`${name}-error`}>
          {fault}
        </span>
      )}
      <input
        type="text"
        id={name}
        name={name}
        value={value}
        class={short ? 'short' : undefined}
        aria-describedby={fault === undefined ? `${name}-hint` : `${name}-hint ${name}-error`}
        aria-invalid={fault === undefined ? undefined : true}
        spellcheck={false}
        autocomplete="off"
      />
    </div>
  );
}
