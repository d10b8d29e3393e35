/** A promised time as a bar, open where it has no end. */
import type { VNode } from 'preact';
import type { Locale } from '../../domain/people.js';
import type { Target } from '../../domain/target.js';
import type { Day } from '../../domain/time.js';
import { formatDay, wordsIn } from '../../i18n/index.js';
import { Pinned, type Canvas } from './frame.js';
import type { TimeAxis } from './time-axis.js';

/** The first and the last day; null where the promise leaves it open. */
export type Bounds = Pick<Target, 'earliest' | 'latest'>;

export function spanText({ earliest, latest }: Bounds, locale: Locale): string {
  const words = wordsIn(locale).charts;
  if (earliest !== null && latest !== null) return earliest === latest ? formatDay(latest, locale) : between(earliest, latest, locale);
  if (earliest !== null) return words.from(formatDay(earliest, locale));
  return latest === null ? words.noDate : words.until(formatDay(latest, locale));
}

/** "1–2 December 2020", "1 January – 30 April 2021": what both days share is said once. */
function between(from: Day, to: Day, locale: Locale): string {
  const words = wordsIn(locale).charts;
  const [day = '', month = ''] = formatDay(from, locale).split(' ');
  const last = formatDay(to, locale);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${day}–${last}`;
  return words.span(from.slice(0, 4) === to.slice(0, 4) ? `${day} ${month}` : formatDay(from, locale), last);
}

interface SpanProps {
  canvas: Canvas;
  axis: TimeAxis;
  bounds: Bounds;
  y: number;
  height: number;
  /** Of a promise that was replaced. */
  isDashed?: boolean;
}

/** The room that an arrow takes where there is no end. */
const opening = 0.025;

/** At least 6 wide, so that a day is seen among years. */
export function Span({ canvas, axis, bounds, y, height, isDashed = false }: SpanProps): VNode | null {
  const { earliest, latest } = bounds;
  if (earliest === null && latest === null) return null;
  const [from, to] = [earliest === null ? opening : axis.at(earliest), latest === null ? 1 - opening : axis.at(latest)];
  const paint = isDashed ? canvas.both('ground', 'quiet') : canvas.both('window', 'window');
  const dash = isDashed ? { 'stroke-dasharray': '5 3' } : {};
  const arrow = isDashed ? canvas.fill('quiet') : canvas.fill('window');
  const middle = height / 2;
  return (
    <g>
      <rect x={canvas.across(from)} y={y} width={canvas.length(to - from)} height={height} stroke-width="1.5" {...dash} {...paint} />
      {to - from > 0.02 ? null : (
        <Pinned canvas={canvas} share={(from + to) / 2} y={y}>
          <rect x={-3} y={0} width={6} height={height} stroke-width="1.5" {...dash} {...paint} />
        </Pinned>
      )}
      {earliest !== null ? null : (
        <Pinned canvas={canvas} share={opening} y={y}>
          <path d={`M-9 ${middle} L1 -4 L1 ${height + 4} Z`} {...arrow} />
        </Pinned>
      )}
      {latest !== null ? null : (
        <Pinned canvas={canvas} share={1 - opening} y={y}>
          <path d={`M9 ${middle} L-1 -4 L-1 ${height + 4} Z`} {...arrow} />
        </Pinned>
      )}
    </g>
  );
}
