/** Units counted from the day it was said: this week, next year, the current fiscal year, lundi prochain. */
import type { ConventionId } from '../conventions.js';
import { addDays, type Day } from '../time.js';
import type { Relation, UnitName } from './lexicon.js';
import { saidMonth, saidYear, type Scan } from './scan.js';
import { NOTHING_SAID, type Stretch, weekdayOf, yearText } from './stretch.js';
import { fiscalYearNow, schoolYear } from './years.js';

export function pickOf(relation: Relation): Stretch['pick'] {
  return relation === 'last' ? 'last' : relation === 'this' ? null : 'next';
}

const STEPS: Record<Relation, number> = { this: 0, next: 1, coming: 1, last: -1 };

/** Null for what has no such meaning: next hour. Without a relation it is the present one, or any year. */
export function relativeUnit(scan: Scan, unit: UnitName, relation: Relation | null): Stretch | null {
  const step = STEPS[relation ?? 'this'];
  const year = saidYear(scan);
  const month = saidMonth(scan) - 1;
  switch (unit) {
    case 'day':
      return relation === null ? dayStretch(scan.saidOn, []) : null;
    case 'week':
      return weekOf(scan, addDays(scan.saidOn, step * 7));
    case 'month': {
      const months = year * 12 + month + step;
      return { ...NOTHING_SAID, grain: 'month', year: Math.floor(months / 12), n: (months % 12) + 1 };
    }
    case 'quarter': {
      const quarters = year * 4 + Math.floor(month / 3) + step;
      return { ...NOTHING_SAID, grain: 'quarter', year: Math.floor(quarters / 4), n: (quarters % 4) + 1 };
    }
    case 'half': {
      const halves = year * 2 + Math.floor(month / 6) + step;
      return { ...NOTHING_SAID, grain: 'half', year: Math.floor(halves / 2), n: (halves % 2) + 1 };
    }
    case 'year':
      if (relation === 'coming') return comingYear(scan);
      return { ...NOTHING_SAID, grain: 'year', year: relation === null ? null : year + step };
    case 'decade':
      if (relation === 'coming') return null;
      return { ...NOTHING_SAID, grain: 'decade', year: year - (year % 10) + step * 10 };
    case 'century':
      return { ...NOTHING_SAID, grain: 'century', year: year - (year % 100) + step * 100 };
    case 'fiscal':
      return fiscalYearNow(scan, step);
    case 'school': {
      const begun = month + 1 >= scan.rules['school-year'].value ? year : year - 1;
      return schoolYear(scan, begun + step);
    }
    case 'hour':
    case 'fortnight':
      return null;
  }
}

/** "The coming year" by its convention. */
function comingYear(scan: Scan): Stretch {
  const used: ConventionId[] = ['coming-year'];
  if (scan.rules['coming-year'].value === 'calendar_year')
    return { ...NOTHING_SAID, grain: 'year', year: saidYear(scan) + 1, certainty: 'approximate', used };
  const last = addDays(`${yearText(saidYear(scan) + 1)}${scan.saidOn.slice(4) === '-02-29' ? '-03-01' : scan.saidOn.slice(4)}`, -1);
  return { ...NOTHING_SAID, grain: 'span', edtf: `${scan.saidOn}/${last}`, certainty: 'approximate', used };
}

export function weekOf(scan: Scan, day: Day): Stretch {
  const first = addDays(day, scan.rules['week-start'].value === 'monday' ? 1 - weekdayOf(day) : -(weekdayOf(day) % 7));
  return { ...NOTHING_SAID, grain: 'week', edtf: `${first}/${addDays(first, 6)}`, used: ['week-start'] };
}

export function dayStretch(day: Day, used: readonly ConventionId[]): Stretch {
  return { ...NOTHING_SAID, grain: 'day', year: Number(day.slice(0, 4)), n: Number(day.slice(5, 7)), day: Number(day.slice(8)), used };
}

/** The next such day, the day it was said included unless it is called the next one. */
export function weekdayStretch(scan: Scan, weekday: number, relation: Relation | null): Stretch {
  const ahead = (weekday - weekdayOf(scan.saidOn) + 7) % 7;
  const days = relation === 'last' ? (ahead || 7) - 7 || -7 : relation === 'next' || relation === 'coming' ? ahead || 7 : ahead;
  return dayStretch(addDays(scan.saidOn, days), ['weekday']);
}
