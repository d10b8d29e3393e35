/** A policy that somebody typed as JSON. */
import { newPolicySchema, type NewPolicy, type Policy } from '../../domain/reminder-policy.js';
import { Refusal } from '../../domain/refusal.js';
import { wordsIn } from '../../i18n/index.js';
import { parsed, valueOf, type FormState } from './forms.js';
import type { Viewer } from './viewer.js';

/** Refuses what is no JSON with the pointer `/policy`, and what is no policy with pointers into it. */
export function policyIn(form: FormState): NewPolicy {
  let input: unknown;
  try {
    input = JSON.parse(valueOf(form, 'policy'));
  } catch {
    throw new Refusal('invalid_input', 'Not JSON.', { pointer: '/policy' });
  }
  return parsed(newPolicySchema, input);
}

/** The form again, with where the policy is wrong. */
export function withPolicyFaults(form: FormState, { code, errors }: Refusal, viewer: Viewer): FormState {
  const { planning, frame } = wordsIn(viewer.locale);
  const pointers = [...new Set(errors.map(({ pointer }) => pointer))].slice(0, 8);
  const text =
    code !== 'invalid_input'
      ? frame.refusals[code]
      : pointers[0] === '/policy'
        ? planning.policies.notJson
        : planning.policies.wrongAt(pointers.map((pointer) => pointer || '/').join(', '));
  return { ...form, errors: { policy: text } };
}

/** As somebody would edit it: the number of the version follows by itself. */
export function policyJson({ name, calendar, steps }: Policy): string {
  return JSON.stringify({ name, calendar, steps }, null, 2);
}
