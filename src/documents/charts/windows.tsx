/** Many commitments against time, each with the window first promised and the present one, and how far its last day slipped. */
import type { VNode } from 'preact';
import { slipDays } from '../../domain/target.js';
import type { Day } from '../../domain/time.js';
import { formatDay, wordsIn } from '../../i18n/index.js';
import { Slip, Tick, TodayLine } from './commitment-window.js';
import { broken, canvasOf, drawn, Words, type Drawing } from './frame.js';
import { lineHeight } from './lettering.js';
import { Span, type Bounds } from './span.js';
import { Axis, axisHeight, timeAxis } from './time-axis.js';

export interface WindowRow {
  ref: string;
  title: string;
  /** Of the title. */
  lang: string;
  first: Bounds;
  current: Bounds & { overdueFrom?: Day | null };
  /** Where the commitment can be read; null in files. */
  href: string | null;
}

const barHeight = 12;

/** One under the other on a common scale; those without any date are left out. Null where none is left. */
export function windows(rows: readonly WindowRow[], asOf: Day, drawing: Drawing): string | null {
  const canvas = canvasOf(drawing);
  const words = wordsIn(drawing.locale).charts;
  const shown = rows.filter(({ first, current }) =>
    [first.earliest, first.latest, current.earliest, current.latest].some((d) => d !== null),
  );
  const days = shown.flatMap(({ first, current }) => [
    first.earliest,
    first.latest,
    current.earliest,
    current.latest,
    current.overdueFrom ?? null,
  ]);
  const axis = timeAxis(canvas, [...days, asOf]);
  if (axis === null || shown.length === 0) return null;
  const drawnRows: VNode[] = [];
  const top = 2 * lineHeight + 4;
  let y = top;
  for (const { ref, title, lang, first, current, href } of shown) {
    const slip = slipDays(first, current);
    const lines = broken(canvas, `${ref} ${title}`, 2);
    const label = <Words canvas={canvas} y={y + lineHeight} lines={lines} lang={lang} paint={href === null ? 'ink' : 'link'} />;
    y += lines.length * lineHeight + 6;
    const hasMoved = first.earliest !== current.earliest || first.latest !== current.latest;
    const bar = y + (hasMoved ? barHeight + 2 : 0);
    drawnRows.push(
      <g>
        {href === null ? (
          label
        ) : (
          <a href={href} aria-label={`${ref} ${title}`} lang={lang}>
            {label}
          </a>
        )}
        {hasMoved ? <Span canvas={canvas} axis={axis} bounds={first} y={y} height={barHeight - 4} isDashed /> : null}
        <Span canvas={canvas} axis={axis} bounds={current} y={bar} height={barHeight} />
        {hasMoved && slip !== 0 && first.latest !== null && current.latest !== null ? (
          <Slip canvas={canvas} axis={axis} from={first.latest} to={current.latest} y={bar + barHeight + 6} above={y} />
        ) : null}
        {current.overdueFrom == null ? null : (
          <Tick canvas={canvas} paint="overdue" share={axis.at(current.overdueFrom)} from={bar - 3} to={bar + barHeight + 3} />
        )}
      </g>,
    );
    y = bar + barHeight + (hasMoved ? 18 : 10);
  }
  const scale = y + 4;
  const moved = shown.filter(({ first, current }) => (slipDays(first, current) ?? 0) !== 0).length;
  return drawn(canvas, {
    title: words.windowsTitle,
    desc: words.windowsDesc(shown.length, moved),
    height: scale + axisHeight,
    hasLinks: shown.some(({ href }) => href !== null),
    children: (
      <>
        <Axis canvas={canvas} axis={axis} from={top} top={scale} />
        <Words canvas={canvas} share={axis.at(asOf)} y={lineHeight} lines={[words.asOf, formatDay(asOf, drawing.locale)]} />
        <TodayLine canvas={canvas} share={axis.at(asOf)} from={top} to={scale} />
        {drawnRows}
      </>
    ),
  });
}
