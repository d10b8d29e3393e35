/** Days across a picture, and the scale under it. */
import { scaleUtc } from 'd3-scale';
import type { VNode } from 'preact';
import { addDays, daysBetween, maxDay, minDay, type Day } from '../../domain/time.js';
import { formatDay, wordsIn } from '../../i18n/index.js';
import { Lettered, Pinned, type Canvas } from './frame.js';
import { widthOf } from './lettering.js';

export interface TimeAxis {
  /** Where a day stands, from 0 to 1; what lies outside is held at the edge. */
  at: (day: Day) => number;
  ticks: { share: number; label: string }[];
}

/** From the first to the last of the days that are to be seen, with a little air at either end. Null where there is none. */
export function timeAxis(canvas: Canvas, days: readonly (Day | null)[]): TimeAxis | null {
  const known = days.filter((day) => day !== null);
  const [one] = known;
  if (one === undefined) return null;
  const [first, last] = [known.reduce(minDay, one), known.reduce(maxDay, one)];
  const air = Math.max(Math.ceil(daysBetween(first, last) * 0.03), 2);
  const scale = scaleUtc([Date.parse(addDays(first, -air)), Date.parse(addDays(last, air))], [0, 1]).clamp(true);
  const dates = scale.ticks(Math.max(2, Math.floor(canvas.width / 80))).map((date) => date.toISOString().slice(0, 10));
  const whole = [...new Set(dates)];
  const label = labelOf(canvas, whole);
  const ticks = whole.map((day) => ({ share: scale(Date.parse(day)), label: label(day) }));
  return { at: (day) => scale(Date.parse(day)), ticks: apart(canvas, ticks) };
}

/** Years where all are the first of one, months where all are, else days. */
function labelOf({ locale }: Canvas, days: readonly Day[]): (day: Day) => string {
  const { months } = wordsIn(locale).charts;
  if (days.every((day) => day.endsWith('-01-01'))) return (day) => day.slice(0, 4);
  if (days.every((day) => day.endsWith('-01'))) return (day) => `${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
  return (day) => {
    const month = months[Number(day.slice(5, 7)) - 1] ?? '';
    const [number = ''] = formatDay(day, locale).split(' ');
    return `${number} ${month}`;
  };
}

/** Those whose labels do not touch the one before. */
function apart(canvas: Canvas, ticks: TimeAxis['ticks']): TimeAxis['ticks'] {
  let end = -Infinity;
  return ticks.filter(({ share, label }) => {
    const [at, width] = [share * canvas.width, widthOf(label)];
    const left = { start: at, middle: at - width / 2, end: at - width }[anchorAt(share)];
    if (left < end + 10) return false;
    end = left + width;
    return true;
  });
}

function anchorAt(share: number): 'start' | 'middle' | 'end' {
  return share < 0.08 ? 'start' : share > 0.92 ? 'end' : 'middle';
}

export const axisHeight = 26;

/** The scale, its upper end at `top`, with a line up through the picture for each of its marks. */
export function Axis({ canvas, axis, from, top }: { canvas: Canvas; axis: TimeAxis; from: number; top: number }): VNode {
  return (
    <g>
      {axis.ticks.map(({ share }) => (
        <line x1={canvas.across(share)} x2={canvas.across(share)} y1={from} y2={top} stroke-width="1" {...canvas.stroke('rule')} />
      ))}
      <line x1={canvas.across(0)} x2={canvas.across(1)} y1={top} y2={top} stroke-width="1" {...canvas.stroke('quiet')} />
      {axis.ticks.map(({ share, label }) => (
        <Pinned canvas={canvas} share={share} y={top + 17}>
          <Lettered canvas={canvas} x={0} paint="quiet" text={label} placed={{ 'text-anchor': anchorAt(share) }} />
        </Pinned>
      ))}
    </g>
  );
}
