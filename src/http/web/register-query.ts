/** The address of the list: what it is narrowed by, kept in every link that leads on from it. */
import { z } from 'zod';
import { refSchema } from '../../domain/commitment.js';
import { commitmentFilterSchema } from '../../domain/commitment-filter.js';
import { daySchema } from '../../domain/time.js';

/** The filters of the API, but that a promisor may be asked for by name; and the day. Fields that were left empty count as not there. */
const asFilters = commitmentFilterSchema.strip().extend({ promisor: z.string().max(300).optional(), asOf: daySchema.optional() });

export type Asked = z.infer<typeof asFilters>;
export type Filter = keyof Asked;
const filterNames = Object.keys(asFilters.shape) as Filter[];

export interface RegisterQuery {
  asked: Asked;
  /** What was typed, whether it could be taken or not. */
  typed: Partial<Record<Filter, string>>;
  /** The filters that cannot be taken as they are. */
  wrong: ReadonlySet<Filter>;
  /** The last reference of the page before. */
  after: string | null;
}

export function registerQuery(query: unknown): RegisterQuery {
  const given = query as Record<string, unknown>;
  const typed = Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
    }),
  ) as RegisterQuery['typed'];
  const result = asFilters.safeParse(typed);
  const after = refSchema.max(11).safeParse(given['after']);
  return {
    asked: result.success ? result.data : {},
    typed,
    wrong: new Set(result.success ? [] : result.error.issues.map(({ path }) => path[0] as Filter)),
    after: after.success ? after.data : null,
  };
}

/** The query of the list with these filters, without the question mark; empty without any. */
export function queryOf(typed: RegisterQuery['typed'], after: string | null = null): string {
  const query = new URLSearchParams(typed);
  if (after !== null) query.set('after', after);
  return query.toString();
}

/** The address of the list. */
export function listPath(typed: RegisterQuery['typed'], after: string | null = null): string {
  const query = queryOf(typed, after);
  return query === '' ? '/' : `/?${query}`;
}
