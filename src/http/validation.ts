/** Input is held against the domain's own zod schemas; what does not fit is refused with a pointer to each member. */
import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { Refusal, type RefusalDetail } from '../domain/refusal.js';
import { pointerTo } from './pointer.js';

type Issue = z.core.$ZodIssue;

export const validation = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const errors = (issues as Issue[]).flatMap((issue) => detailsOf(issue, []));
    const first = errors[0];
    return new Refusal(
      'invalid_input',
      first === undefined ? 'The request does not fit.' : `${first.pointer || 'The request'}: ${first.detail}`,
      { errors },
    );
  },
});

/** What is wrong, member by member: a union says it of the alternative that fits best, a stranger of each strange member. */
export function detailsOf(issue: Issue, above: readonly PropertyKey[]): RefusalDetail[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return issue.errors.reduce((best, other) => (other.length < best.length ? other : best)).flatMap((inner) => detailsOf(inner, path));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), detail: 'there is no such field' }));
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ pointer: pointerTo(path), detail: missing ? `missing: ${issue.expected} expected` : issue.message }];
}
