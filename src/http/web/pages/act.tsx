/** The page behind a link in a mail: says what the button will do and that nothing is recorded yet; then that it was done. */
import type { VNode } from 'preact';
import { progressValues } from '../../../domain/axes.js';
import { formatDay, wordsIn, type Words } from '../../../i18n/index.js';
import { followedIn } from '../../../i18n/followed.js';
import type { Opened } from '../../../services/capabilities.service.js';
import { Page } from './layout.js';

interface ActProps {
  opened: Opened;
  done: boolean;
  /** What was wrong with the form, by field, and what was typed into it. */
  errors?: { progress?: string; note?: string };
  typed?: { progress: string; note: string };
}

export function ActPage({ opened, done, errors = {}, typed = { progress: '', note: '' } }: ActProps): VNode {
  const { person, commitment } = opened;
  const { pages: words } = wordsIn(person.locale);
  const said = sayings(opened, wordsIn(person.locale));
  const wrong = Object.values(errors).length > 0;
  return (
    <Page locale={person.locale} title={done ? words.recorded : said.title}>
      {commitment === null ? null : (
        <p>
          <strong>{commitment.ref}</strong> <span lang={commitment.lang}>{commitment.title}</span>
        </p>
      )}
      {done ? (
        <p class="notice" role="status">
          {said.done}
        </p>
      ) : (
        <>
          <p>{said.explain}</p>
          {wrong ? <ErrorSummary title={words.preferences.wrong} errors={errors} /> : null}
          <form method="post">
            {opened.capability.action === 'progress' ? <ProgressFields words={words.progress} errors={errors} typed={typed} /> : null}
            <p>
              <button type="submit">{said.button}</button>
            </p>
          </form>
        </>
      )}
      <p class="quiet">
        {words.actingAs(person.name ?? person.email ?? '')} {done ? null : words.nothingYet}
      </p>
    </Page>
  );
}

function ErrorSummary({ title, errors }: { title: string; errors: Record<string, string> }): VNode {
  return (
    <div class="error" role="alert">
      <h2>{title}</h2>
      {Object.entries(errors).map(([field, text]) => (
        <p>
          <a href={`#${field}`}>{text}</a>
        </p>
      ))}
    </div>
  );
}

function ProgressFields({
  words,
  errors,
  typed,
}: {
  words: Words['pages']['progress'];
  errors: { progress?: string; note?: string };
  typed: { progress: string; note: string };
}): VNode {
  return (
    <>
      <fieldset id="progress">
        <legend>{words.how}</legend>
        {errors.progress === undefined ? null : <span class="field-error">{errors.progress}</span>}
        {progressValues.map((value) => (
          <label class="choice">
            <input type="radio" name="progress" value={value} checked={typed.progress === value} /> {words.values[value]}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="note">
          {words.note}
          <span class="hint">{words.noteHint}</span>
        </label>
        {errors.note === undefined ? null : <span class="field-error">{errors.note}</span>}
        <textarea id="note" name="note" rows={4}>
          {typed.note}
        </textarea>
      </div>
    </>
  );
}

interface Sayings {
  title: string;
  explain: string;
  button: string;
  done: string;
}

function sayings({ capability, followed, person, until }: Opened, { pages: words, letters }: Words): Sayings {
  const what = followed.map((each) => followedIn(each, letters)).join('; ');
  const day = until === null ? '' : formatDay(until, person.locale);
  switch (capability.action) {
    case 'unsubscribe':
      return { ...words.unsubscribe, explain: words.unsubscribe.explain(what) };
    case 'confirm':
      return { ...words.confirm, explain: words.confirm.explain(what) };
    case 'snooze7':
    case 'snooze30':
      return {
        title: words.snooze.title(capability.action === 'snooze7' ? 7 : 30),
        explain: words.snooze.explain(day),
        button: words.snooze.button,
        done: words.snooze.done(day),
      };
    case 'resubscribe':
      return words.resubscribe;
    case 'acknowledge':
      return words.acknowledge;
    case 'progress':
      return words.progress;
    case 'preferences':
      return { ...words.preferences, explain: '', done: words.preferences.saved };
  }
}
