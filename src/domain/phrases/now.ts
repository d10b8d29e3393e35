/** Units counted from the day it was said: this week, next year, the current fiscal year, lundi prochain. */
import type { ConventionId } from '../conventions.js';
import { shiftDays } from '../shift.js';
import { type Day, weekdayOf } from '../time.js';
import type { Relation, UnitName } from './lexicon.js';
import { saidMonth, saidYear, type Scan } from './scan.js';
import { stretchOf, writtenStretch, type Stretch, yearText } from './stretch.js';
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
      return weekOf(scan, shiftDays(scan.saidOn, step * 7));
    case 'month': {
      const months = year * 12 + month + step;
      return stretchOf('month', Math.floor(months / 12), (months % 12) + 1);
    }
    case 'quarter': {
      const quarters = year * 4 + Math.floor(month / 3) + step;
      return stretchOf('quarter', Math.floor(quarters / 4), (quarters % 4) + 1);
    }
    case 'half': {
      const halves = year * 2 + Math.floor(month / 6) + step;
      return stretchOf('half', Math.floor(halves / 2), (halves % 2) + 1);
    }
    case 'year':
      if (relation === 'coming') return comingYear(scan);
      return stretchOf('year', relation === null ? null : year + step);
    case 'decade':
      if (relation === 'coming') return null;
      return stretchOf('decade', year - (year % 10) + step * 10);
    case 'century':
      return stretchOf('century', year - (year % 100) + step * 100);
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
    return { ...stretchOf('year', saidYear(scan) + 1), certainty: 'approximate', used };
  const last = shiftDays(`${yearText(saidYear(scan) + 1)}${scan.saidOn.slice(4) === '-02-29' ? '-03-01' : scan.saidOn.slice(4)}`, -1);
  return writtenStretch('span', `${scan.saidOn}/${last}`, 'approximate', used);
}

export function weekOf(scan: Scan, day: Day): Stretch {
  const first = shiftDays(day, scan.rules['week-start'].value === 'monday' ? 1 - weekdayOf(day) : -(weekdayOf(day) % 7));
  return writtenStretch('week', `${first}/${shiftDays(first, 6)}`, 'exact', ['week-start']);
}

export function dayStretch(day: Day, used: readonly ConventionId[]): Stretch {
  return { ...stretchOf('day', Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))), used };
}

/** The next such day, the day it was said included unless it is called the next one. */
export function weekdayStretch(scan: Scan, weekday: number, relation: Relation | null): Stretch {
  const ahead = (weekday - weekdayOf(scan.saidOn) + 7) % 7;
  const days = relation === 'last' ? (ahead || 7) - 7 || -7 : relation === 'next' || relation === 'coming' ? ahead || 7 : ahead;
  return dayStretch(shiftDays(scan.saidOn, days), ['weekday']);
}
