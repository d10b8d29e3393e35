/** From a moment to EDTF: its years found, its ends joined, lists taken apart where they are several deadlines. */
import type { ConventionId } from '../conventions.js';
import type { Certainty } from '../target-kinds.js';
import { daysBetween } from '../time.js';
import type { Moment } from './moments.js';
import type { Scan } from './scan.js';
import { boundsOfEdtf, type Grain, type Limit, softer, type Stretch, withYear, write } from './stretch.js';

export interface Settled {
  edtf: string;
  grain: Grain;
  /** Several days or units in one. */
  ranged: boolean;
  certainty: Certainty;
  used: readonly ConventionId[];
}

/** The time expressions that a moment comes to; none where its dates do not exist. `apart`: listed dates are deadlines of their own. */
export function settle(scan: Scan, moment: Moment, limit: Limit, apart: boolean): Settled[] {
  const [only] = moment.stretches;
  if (only !== undefined && moment.stretches.length === 1) {
    const dated = withYear(only, scan.saidOn, limit, scan.rules);
    const settled = dated && single(scan, dated, limit);
    return settled ? [settled] : [];
  }
  const dated = withYears(scan, moment, limit);
  if (dated === null) return [];
  if (moment.joined === 'range') return join(scan, dated, 'exact');
  if (moment.joined === 'or') return join(scan, dated, 'uncertain');
  const singles = dated.map((stretch) => single(scan, stretch, limit)).filter((settled) => settled !== null);
  if (singles.length < dated.length) return [];
  if (!apart && singles.length > 1 && follow(singles)) return join(scan, dated, 'exact');
  return singles;
}

function single(scan: Scan, stretch: Stretch, limit: Limit): Settled | null {
  const written = write(stretch, limit, scan.rules);
  return written && { edtf: written.edtf, grain: stretch.grain, ranged: false, certainty: written.certainty, used: written.used };
}

/** One expression from the first day of the first date to the last day of the last. */
function join(scan: Scan, dated: Stretch[], least: Certainty): Settled[] {
  const first = dated[0];
  const last = dated.at(-1);
  // From the end of 2020 is from its last part; to the end of it is to its last day.
  const from = first && single(scan, first, first.part === 'end' ? 'none' : 'start');
  const to = last && single(scan, last, 'end');
  if (!from || !to) return [];
  const edtf = `${from.edtf.split('/')[0]}/${to.edtf.split('/').at(-1)}`;
  if (boundsOfEdtf(edtf) === null) return [];
  const certainty = softer(least, softer(from.certainty, to.certainty));
  return [{ edtf, grain: from.grain === to.grain ? from.grain : 'span', ranged: true, certainty, used: [...from.used, ...to.used] }];
}

/** Whether each begins on the day after the one before ends. */
function follow(singles: Settled[]): boolean {
  return singles.every((settled, i) => {
    const before = i === 0 ? null : boundsOfEdtf(singles[i - 1]?.edtf ?? '');
    const bounds = boundsOfEdtf(settled.edtf);
    return i === 0 || (before !== null && bounds !== null && daysBetween(before.latest, bounds.earliest) === 1);
  });
}

/** A year that was said last holds for all of them; otherwise each follows on the one before. */
function withYears(scan: Scan, { stretches }: Moment, limit: Limit): Stretch[] | null {
  const { saidOn, rules } = scan;
  const last = stretches.at(-1);
  if (last === undefined) return null;
  if (
    stretches.length > 1 &&
    last.year !== null &&
    stretches.every((s, i) => s.edtf === null && (s.year === null || i === stretches.length - 1))
  ) {
    const { year } = last;
    const end = boundsOfEdtf(write(last, limit, rules)?.edtf ?? '')?.latest ?? '';
    return stretches.map((stretch): Stretch => {
      const same = { ...stretch, year: stretch.year ?? year };
      const start = boundsOfEdtf(write(same, limit, rules)?.edtf ?? '')?.earliest ?? '';
      // November to March 2022 begins in the year before.
      return start > end ? { ...same, year: year - 1 } : same;
    });
  }
  const dated: Stretch[] = [];
  let on = saidOn;
  for (const stretch of stretches) {
    const found = withYear(stretch, on, limit, rules);
    const bounds = found && boundsOfEdtf(write(found, limit, rules)?.edtf ?? '');
    if (!found || !bounds) return null;
    dated.push(found);
    on = bounds.earliest;
  }
  return dated;
}
