/** A form and what is wrong with it. Every form of the pages is one of these, so none lacks its hidden fields. */
import type { ComponentChildren, VNode } from 'preact';
import { wordsIn } from '../../../../i18n/index.js';
import type { FormState } from '../../forms.js';
import type { Viewer } from '../../viewer.js';

interface FormProps {
  /** Of a form to sign in by, nobody's. */
  viewer: Pick<Viewer, 'csrf'>;
  form: FormState;
  /** Where it goes; the page's own address unless said otherwise. */
  action?: string | undefined;
  /** Values that go with it unseen. */
  hidden?: Record<string, string> | undefined;
  /** Of a form with files. */
  encoding?: 'multipart/form-data' | undefined;
  children: ComponentChildren;
}

export function Form({ viewer, form, action, hidden = {}, encoding, children }: FormProps): VNode {
  const unseen = {
    ...hidden,
    once: form.once,
    ...(form.version === null ? {} : { version: String(form.version) }),
    ...(viewer.csrf === null ? {} : { csrf: viewer.csrf }),
  };
  return (
    <form method="post" action={action} enctype={encoding} novalidate>
      {Object.entries(unseen).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

/** Above the form: every fault as a link to its field. The browser puts the focus here, without a script. */
export function ErrorSummary({
  viewer,
  form: { errors },
}: {
  viewer: Pick<Viewer, 'locale'>;
  form: Pick<FormState, 'errors'>;
}): VNode | null {
  const all = Object.entries(errors);
  if (all.length === 0) return null;
  return (
    <div class="error" role="alert" tabIndex={-1} autofocus>
      <h2>{wordsIn(viewer.locale).frame.problem}</h2>
      <ul>
        {all.map(([field, text]) => (
          <li>{field === '' ? text : <a href={`#${field}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

const own: ReadonlySet<string> = new Set(['once', 'version', 'csrf', 'do']);

/** What was typed on another step, so that it is not lost. */
export function Carried({ form: { typed }, but }: { form: FormState; but: ReadonlySet<string> }): VNode {
  const carried = Object.entries(typed).filter(([name]) => !but.has(name) && !own.has(name));
  return <>{carried.flatMap(([name, values]) => values.map((value) => <input type="hidden" name={name} value={value} />))}</>;
}

export function isWrong({ errors }: Pick<FormState, 'errors'>): boolean {
  return Object.keys(errors).length > 0;
}
