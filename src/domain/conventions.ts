/**
 * Conventions: what is meant by words that leave a date open. They are data that an instance can change; whatever is
 * read with their help names the ones that were used, and a page explains each.
 */
import { z } from 'zod';
import type { Precision } from './edtf/index.js';

const wordsSchema = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });

/** A period to reach ahead by. */
const aheadSchema = z.string().regex(/^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, { error: 'a period of whole days or more, as in P6M' });
const monthSchema = z.int().min(1).max(12);
/** ISO 8601-2: 33–36 the quarters of a year, 37–39 its thirds, 40–41 its halves. */
const partOfYearSchema = z.int().min(33).max(41);
const daysOfMonthSchema = z.tuple([z.int().min(1).max(31), z.int().min(1).max(31)]);
const yearsOfDecadeSchema = z.tuple([z.int().min(0).max(9), z.int().min(0).max(9)]);
const graceDays = z.int().min(0).max(3650);

/** One convention. `text` may quote the value: `{value}`, or `{value.day}` for a member of it. */
const rule = <T extends z.ZodType>(value: T) => z.strictObject({ value, text: wordsSchema });
const ruleInWords = z.strictObject({ text: wordsSchema });

export const conventionRulesSchema = z.strictObject({
  'limit-included': ruleInWords,
  'end-of-unit': ruleInWords,
  horizon: ruleInWords,
  'coming-days': rule(aheadSchema),
  'coming-weeks': rule(aheadSchema),
  'coming-months': rule(aheadSchema),
  'coming-years': rule(aheadSchema),
  'coming-decade': rule(aheadSchema),
  'coming-year': rule(z.enum(['calendar_year', 'twelve_months'])),
  'parts-of-year': rule(z.strictObject({ early: partOfYearSchema, mid: partOfYearSchema, late: partOfYearSchema })),
  'parts-of-quarter': rule(z.int().min(1).max(2)),
  'parts-of-month': rule(z.strictObject({ early: daysOfMonthSchema, mid: daysOfMonthSchema, late: daysOfMonthSchema })),
  'parts-of-decade': rule(z.strictObject({ early: yearsOfDecadeSchema, mid: yearsOfDecadeSchema, late: yearsOfDecadeSchema })),
  'mid-century': rule(z.int().min(0).max(99)),
  turn: rule(z.int().min(1).max(6)),
  seasons: rule(z.enum(['northern', 'southern'])),
  decade: ruleInWords,
  'missing-year': ruleInWords,
  weekday: ruleInWords,
  'week-start': rule(z.enum(['monday', 'sunday'])),
  'numeric-date': rule(z.enum(['day_first', 'month_first'])),
  'two-digit-year': rule(z.int().min(0).max(99)),
  'fiscal-year': rule(
    z.record(z.string().regex(/^[A-Z]{2,10}$/), z.strictObject({ firstMonth: monthSchema, named: z.enum(['by_its_start', 'by_its_end']) })),
  ),
  'school-year': rule(monthSchema),
  rentree: rule(monthSchema),
  'in-a-while': ruleInWords,
  'days-on-end': rule(z.int().min(1).max(366)),
  'first-period': ruleInWords,
  'working-days': ruleInWords,
  hours: ruleInWords,
  grace: rule(
    z.strictObject({
      day: graceDays,
      month: graceDays,
      season: graceDays,
      quarter: graceDays,
      third: graceDays,
      half: graceDays,
      year: graceDays,
    }),
  ),
  'undated-review': rule(aheadSchema),
});

/** What `data/conventions/*.json` and the API hold. */
export const conventionsSchema = z.strictObject({
  name: z.string().min(1),
  version: z.int().positive(),
  rules: conventionRulesSchema,
});
export type Conventions = z.infer<typeof conventionsSchema>;
/** Stable: it stands in every target that was read by the convention. */
export type ConventionId = keyof Conventions['rules'];

/** How many days after the day that follows its last one a soft target counts as overdue; by decision, coarser means longer. */
export function graceDaysOf(conventions: Conventions, precision: Precision): number {
  const { value } = conventions.rules.grace;
  return precision === 'decade' || precision === 'century' || precision === 'coarser' ? value.year : value[precision];
}
