/**
 * Forms as browsers send them: read into what the API's schemas take, shown again with what was wrong beside each field
 * and everything typed still in it, answered with a redirect once they were recorded.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Refusal, type RefusalCode, type RefusalDetail } from '../../domain/refusal.js';
import type { Caller } from '../../services/commands.js';
import { statusOf } from '../problem.filter.js';
import { isUploaded } from '../uploads.js';
import { detailsOf } from '../validation.js';
import type { Viewer } from './viewer.js';

/** What was typed, by field; a field may come several times. */
export type Typed = Readonly<Record<string, readonly string[]>>;

export interface FormState {
  typed: Typed;
  /** What is wrong with it, by field, in the reader's words; under `''` what belongs to no field. */
  errors: Readonly<Record<string, string>>;
  /** Makes sending the same form twice have one effect. */
  once: string;
  /** The version of the commitment that the reader saw. */
  version: number | null;
}

/** A form that nobody has typed into yet; `filled` is what it starts with. */
export function newForm(filled: Record<string, string | readonly string[]> = {}, version: number | null = null): FormState {
  const typed = Object.fromEntries(Object.entries(filled).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
  return { typed, errors: {}, once: randomBytes(12).toString('base64url'), version };
}

/** A form as it was sent. Texts, and what tells a file from another; whatever else is sent is as good as nothing. */
export function sentForm(body: unknown): FormState {
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const typed = Object.fromEntries(entries.map(([name, value]) => [name, textsIn(value)]));
  const { once = [], version = [] } = typed;
  const [, number] = /^(\d{1,9})$/.exec(version[0] ?? '') ?? [];
  return { typed, errors: {}, once: once[0] ?? '', version: number === undefined ? null : Number(number) };
}

function textsIn(value: unknown): string[] {
  if (isUploaded(value)) return [createHash('sha256').update(value.bytes).digest('hex')];
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

/** One field, without the blanks around it and with the line breaks that browsers send made plain. */
export function valueOf({ typed }: Pick<FormState, 'typed'>, name: string): string {
  return (typed[name]?.[0] ?? '').replace(/\r\n?/g, '\n').trim();
}

/** As above, for members that are null where nothing was said. */
export function valueOrNull(form: Pick<FormState, 'typed'>, name: string): string | null {
  const value = valueOf(form, name);
  return value === '' ? null : value;
}

/** What stands on the lines of a field, each once. */
export function linesIn(form: Pick<FormState, 'typed'>, name: string): string[] {
  const lines = valueOf(form, name).split('\n');
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))];
}

/** What is in a body under a name, without the rest of a form. */
export function textIn(body: unknown, name: string): string {
  return valueOf(sentForm(body), name);
}

/** Three boxes as a day `YYYY-MM-DD`, null where all are empty. Half a date is passed on as it is, for the schema to refuse. */
export function dayIn(form: Pick<FormState, 'typed'>, name: string): string | null {
  const [year, month, day] = ['year', 'month', 'day'].map((part) => valueOf(form, `${name}-${part}`)) as [string, string, string];
  return year + month + day === '' ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A day as the values of three boxes. */
export function dayBoxes(name: string, day: string | null): Record<string, string> {
  const [year = '', month = '', date = ''] = (day ?? '').split('-');
  return { [`${name}-year`]: year, [`${name}-month`]: month.replace(/^0/, ''), [`${name}-day`]: date.replace(/^0/, '') };
}

/** Holds what a form says against the schema that the API holds it against. */
export function parsed<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refusal('invalid_input', 'The form does not fit.', { errors: result.error.issues.flatMap((issue) => detailsOf(issue, [])) });
}

/** Runs each, so that a reader is told all that is wrong at once and not one thing after another. */
export function together<A, B>(first: () => A, second: () => B): [A, B] {
  const errors: RefusalDetail[] = [];
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid_input') throw error;
      errors.push(...error.errors);
      return undefined;
    }
  };
  const both = [attempt(first), attempt(second)] as [A, B];
  if (errors.length > 0) throw new Refusal('invalid_input', 'The form does not fit.', { errors });
  return both;
}

/** Acts for the viewer on the version they saw; the same form sent again gets the first answer. */
export function callerOf(viewer: Viewer, { once, version, typed }: FormState): Caller {
  const caller = { actor: viewer.id, role: viewer.role, ...(version === null ? {} : { ifMatch: version }) };
  if (!/^[\w-]{1,64}$/.test(once)) return caller;
  const fingerprint = createHash('sha256').update(JSON.stringify(typed)).digest('base64url');
  return { ...caller, idempotency: { key: `form-${once}`, fingerprint } };
}

/** The same for what changes a commitment: a form that does not say which version its reader saw changes nothing. */
export function callerOn(viewer: Viewer, form: FormState): Caller {
  if (form.version === null) throw new Refusal('precondition_required', 'The form came without the version that its reader saw.');
  return callerOf(viewer, form);
}

/**
 * What to say of each field when it was refused, in the order of the fields, by the pointer into the API's input that it
 * goes into; the longest that fits counts.
 */
export type Faults = Readonly<Record<string, { field: string; text: string }>>;

/** Where to go once it is recorded, or the page of a further step. */
type Next = string | { page: string };

/**
 * Runs `work`. A refusal that the form can be corrected after shows it again; one that
 * cannot (nobody is signed in, nothing is there) is for the error page.
 */
export async function submit(
  reply: FastifyReply,
  form: FormState,
  { faults, refusals }: { faults: Faults; refusals: Readonly<Record<RefusalCode, string>> },
  work: () => Promise<Next>,
  again: (form: FormState, refusal: Refusal) => Promise<string> | string,
): Promise<string | undefined> {
  try {
    const next = await work();
    if (typeof next !== 'string') return next.page;
    seeOther(reply, next);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal) || beyondRepair.has(error.code)) throw error;
    void reply.status(error.code === 'invalid_input' ? 422 : statusOf[error.code]);
    return again({ ...form, errors: errorsOf(error, faults, refusals) }, error);
  }
}

const beyondRepair: ReadonlySet<RefusalCode> = new Set(['unauthenticated', 'forbidden', 'not_found', 'gone']);

function errorsOf({ code, errors }: Refusal, faults: Faults, refusals: Readonly<Record<RefusalCode, string>>): Record<string, string> {
  const order = Object.values(faults);
  const known = errors.flatMap((detail) => faultOf(detail, faults) ?? []).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return known.length === 0 ? { '': refusals[code] } : Object.fromEntries(known.map(({ field, text }) => [field, text]));
}

function faultOf({ pointer }: RefusalDetail, faults: Faults): Faults[string] | undefined {
  const fitting = Object.keys(faults).filter((prefix) => pointer === prefix || (prefix !== '' && pointer.startsWith(`${prefix}/`)));
  return faults[fitting.sort((a, b) => b.length - a.length)[0] ?? ''];
}

/** After a form was recorded: loading the page again records nothing again. */
export function seeOther(reply: FastifyReply, path: string): void {
  void reply.status(303).header('location', path).header('cache-control', 'no-store').send();
}
