/** The fields of forms: each with its label, its hint, what is wrong with it, and what was typed into it. */
import type { ComponentChildren, VNode } from 'preact';
import { wordsIn } from '../../../../i18n/index.js';
import type { Locale } from '../../../../domain/people.js';
import type { FormState } from '../../forms.js';

interface FieldProps {
  form: FormState;
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
}

const typedIn = ({ typed }: FormState, name: string): string => typed[name]?.[0] ?? '';

/** Label, hint and error above whatever is typed into; `children` gets what a control needs to be described by them. */
function Field({ form, name, label, hint, children }: FieldProps & { children: (described: Described) => VNode }): VNode {
  const error = form.errors[name];
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={name}>{label}</label>
      <Said name={name} hint={hint} error={error} />
      {children(describedBy(name, hint, error))}
    </div>
  );
}

interface Described {
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

function describedBy(name: string, hint: ComponentChildren, error: string | undefined): Described {
  const ids = [...(hint == null ? [] : [`${name}-hint`]), ...(error === undefined ? [] : [`${name}-error`])];
  return { 'aria-describedby': ids.length === 0 ? undefined : ids.join(' '), 'aria-invalid': error === undefined ? undefined : true };
}

function Said({ name, hint, error }: { name: string; hint: ComponentChildren; error: string | undefined }): VNode {
  return (
    <>
      {hint == null ? null : (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {error === undefined ? null : (
        <span class="field-error" id={`${name}-error`}>
          {error}
        </span>
      )}
    </>
  );
}

export interface TextFieldProps extends FieldProps {
  short?: boolean;
  /** Of what is typed, where it is not the page's language. */
  lang?: string;
  autocomplete?: string;
  /** A password is never sent back to be shown again. */
  type?: 'text' | 'email' | 'password';
  /** What the register has already, suggested while typing: a name misspelt would make another of it. */
  known?: readonly string[];
}

export function TextField({ short = false, lang, autocomplete = 'off', type = 'text', known, ...field }: TextFieldProps): VNode {
  return (
    <Field {...field}>
      {(described) => (
        <>
          <input
            // Its types tell every kind apart, so that none of them fits a choice of kinds.
            type={type as 'text'}
            id={field.name}
            name={field.name}
            value={type === 'password' ? undefined : typedIn(field.form, field.name)}
            class={short ? 'short' : undefined}
            lang={lang}
            autocomplete={autocomplete}
            list={known === undefined ? undefined : `${field.name}-known`}
            {...described}
          />
          {known === undefined ? null : (
            <datalist id={`${field.name}-known`}>
              {known.map((value) => (
                <option value={value} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

export function TextArea({ rows = 4, lang, ...field }: FieldProps & { rows?: number; lang?: string }): VNode {
  return (
    <Field {...field}>
      {(described) => (
        <textarea id={field.name} name={field.name} rows={rows} lang={lang} {...described}>
          {/* A parser drops the first line break of a textarea. */}
          {`\n${typedIn(field.form, field.name)}`}
        </textarea>
      )}
    </Field>
  );
}

/** A file is never sent back: after an error it has to be chosen again. */
export function FileField({ accept, ...field }: FieldProps & { accept?: string }): VNode {
  return <Field {...field}>{(described) => <input type="file" id={field.name} name={field.name} accept={accept} {...described} />}</Field>;
}

export type Option = readonly [value: string, text: string];

export function Select({ options, ...field }: FieldProps & { options: readonly Option[] }): VNode {
  return (
    <Field {...field}>
      {(described) => (
        <select id={field.name} name={field.name} {...described}>
          {options.map(([value, text]) => (
            <option value={value} selected={value === typedIn(field.form, field.name)}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface Choice {
  value: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** What belongs to this choice alone. */
  children?: ComponentChildren;
  /** Whether that shows only once it is chosen. */
  isFolded?: boolean;
}

export const RadioGroup = (props: FieldProps & { choices: readonly Choice[] }): VNode => <Choices type="radio" {...props} />;
export const CheckBoxes = (props: FieldProps & { choices: readonly Choice[] }): VNode => <Choices type="checkbox" {...props} />;

/** The first box has the id of the group, so that the error summary leads to it. */
function Choices({
  type,
  form,
  name,
  label,
  hint,
  choices,
}: FieldProps & { type: 'radio' | 'checkbox'; choices: readonly Choice[] }): VNode {
  const chosen = new Set(form.typed[name]);
  return (
    <Group form={form} name={name} label={label} hint={hint}>
      {choices.map(({ value, label: text, hint: more, children, isFolded = false }, i) => {
        const id = i === 0 ? name : `${name}-${i}`;
        return (
          <>
            <div class="choice">
              <input
                // Its types tell every kind apart, so that none of them fits a choice of kinds.
                type={type as 'text'}
                id={id}
                name={name}
                value={value}
                checked={chosen.has(value)}
                aria-describedby={more === undefined ? undefined : `${id}-more`}
              />
              <label for={id}>{text}</label>
            </div>
            {more === undefined ? null : (
              <span class="hint under-choice" id={`${id}-more`}>
                {more}
              </span>
            )}
            {children === undefined ? null : <div class={isFolded ? 'under-choice only-chosen' : 'under-choice'}>{children}</div>}
          </>
        );
      })}
    </Group>
  );
}

/** Fields that answer one question. */
export function Group({ form, name, label, hint, children }: FieldProps & { children: ComponentChildren }): VNode {
  const error = form.errors[name];
  const { 'aria-describedby': by } = describedBy(name, hint, error);
  return (
    <fieldset class={error === undefined ? undefined : 'wrong'} aria-describedby={by}>
      <legend>{label}</legend>
      <Said name={name} hint={hint} error={error} />
      {children}
    </fieldset>
  );
}

const parts = ['day', 'month', 'year'] as const;

/** Three boxes for a day that somebody knows: no calendar to click through, no guess at which number is the month. */
export function DateBoxes({ locale, ...field }: FieldProps & { locale: Locale }): VNode {
  const { frame } = wordsIn(locale);
  const { form, name } = field;
  return (
    <Group {...field}>
      <div class="boxes">
        {parts.map((part, i) => (
          <div>
            <label for={i === 0 ? name : `${name}-${part}`}>{frame[part]}</label>
            <input
              type="text"
              id={i === 0 ? name : `${name}-${part}`}
              name={`${name}-${part}`}
              value={typedIn(form, `${name}-${part}`)}
              inputMode="numeric"
              maxLength={4}
              autocomplete="off"
              class={part === 'year' ? 'box-4' : 'box-2'}
              aria-invalid={form.errors[name] === undefined ? undefined : true}
            />
          </div>
        ))}
      </div>
    </Group>
  );
}
