/** One commitment against time: what was promised first, what is promised now, where overdue begins, and where today stands. */
import type { VNode } from 'preact';
import type { Target } from '../../domain/target.js';
import { slipDays } from '../../domain/target.js';
import type { Day } from '../../domain/time.js';
import { formatDay, wordsIn } from '../../i18n/index.js';
import { broken, canvasOf, drawn, Pinned, Words, type Canvas, type Drawing } from './frame.js';
import { lineHeight } from './lettering.js';
import type { Paint } from './palette.js';
import { Axis, axisHeight, timeAxis, type TimeAxis } from './time-axis.js';
import { spanText, Span, type Bounds } from './span.js';

export interface CommitmentWindow {
  /** As it was first promised. */
  first: Bounds;
  /** As it stands. */
  current: Bounds & Pick<Target, 'overdueFrom' | 'endedFrom'>;
  /** The day that it is shown as of. */
  today: Day;
  /** Where it was fulfilled: the last day that is possible. */
  metOn: Day | null;
}

const barHeight = 14;

/** Null where neither the first promise nor the present one has any date to draw. */
export function commitmentWindow(data: CommitmentWindow, drawing: Drawing): string | null {
  const { first, current, today, metOn } = data;
  const words = wordsIn(drawing.locale).charts;
  const day = (d: Day): string => formatDay(d, drawing.locale);
  const dated = [first.earliest, first.latest, current.earliest, current.latest].some((d) => d !== null);
  if (!dated) return null;
  const canvas = canvasOf(drawing);
  const starts = current.overdueFrom ?? current.endedFrom;
  const axis = timeAxis(canvas, [first.earliest, first.latest, current.earliest, current.latest, starts, today, metOn]);
  if (axis === null) return null;
  const hasMoved = first.earliest !== current.earliest || first.latest !== current.latest;
  const slip = slipDays(first, current);
  const firstSpan = spanText(first, drawing.locale);
  const span = spanText(current, drawing.locale);
  const label = (hasMoved ? words.now : words.window) + (slip === null || slip === 0 ? '' : `, ${words.slip(slip)}`);
  const startsLabel = current.overdueFrom === null ? words.endedFrom : words.overdueFrom;

  const ticks: VNode[] = [];
  const marks: VNode[] = [];
  let y = lineHeight;
  const top: VNode[] = [mark(canvas, axis.at(today), y, [words.today, day(today)])];
  y += 2 * lineHeight;
  const todayFrom = y - lineHeight + 6;
  if (hasMoved) {
    const lines = broken(canvas, firstSpan);
    top.push(
      <Words canvas={canvas} y={y + 8} lines={[words.first]} paint="quiet" />,
      <Words canvas={canvas} y={y + 8 + lineHeight} lines={lines} />,
    );
    y += (1 + lines.length) * lineHeight;
    top.push(<Span canvas={canvas} axis={axis} bounds={first} y={y} height={barHeight} isDashed />);
    y += barHeight + 4;
  }
  const firstBottom = y;
  const spanLines = broken(canvas, span);
  top.push(
    <Words canvas={canvas} y={y + lineHeight} lines={[label]} paint="quiet" />,
    <Words canvas={canvas} y={y + 2 * lineHeight} lines={spanLines} />,
  );
  y += (1 + spanLines.length) * lineHeight;
  y += 7;
  const bar = y;
  top.push(<Span canvas={canvas} axis={axis} bounds={current} y={bar} height={barHeight} />);
  if (hasMoved && first.latest !== null && current.latest !== null && slip !== 0)
    top.push(<Slip canvas={canvas} axis={axis} from={first.latest} to={current.latest} y={bar + barHeight + 9} above={firstBottom - 4} />);
  y += barHeight + (hasMoved ? 18 : 6);
  for (const [at, name, paint] of [
    [starts, startsLabel, 'overdue'],
    [metOn, words.metOn, 'fulfilled_on_time'],
  ] as const) {
    if (at === null) continue;
    const text = [...broken(canvas, name), day(at)];
    ticks.push(
      <Tick canvas={canvas} paint={paint} share={axis.at(at)} from={bar - 5} to={y + (isMiddle(axis.at(at)) ? 4 : 2 * lineHeight)} />,
    );
    y += lineHeight;
    marks.push(mark(canvas, axis.at(at), y, text));
    y += (text.length - 1) * lineHeight + 4;
  }
  const scale = y + 8;
  const desc = [
    hasMoved ? words.row(words.first, firstSpan) : '',
    words.row(label, span),
    starts === null ? '' : `${startsLabel} ${day(starts)}`,
  ]
    .concat(metOn === null ? [] : [`${words.metOn} ${day(metOn)}`], words.row(words.today, day(today)))
    .filter((part) => part !== '');
  return drawn(canvas, {
    title: words.windowTitle,
    desc: `${desc.join('. ')}.`,
    height: scale + axisHeight,
    children: (
      <>
        <Axis canvas={canvas} axis={axis} from={todayFrom} top={scale} />
        <TodayLine canvas={canvas} share={axis.at(today)} from={todayFrom} to={scale} />
        {ticks}
        {top}
        {marks}
      </>
    ),
  });
}

/** Where words stand under their mark, not beside it. */
function isMiddle(share: number): boolean {
  return share >= 1 / 3 && share <= 2 / 3;
}

function mark(canvas: Canvas, share: number, y: number, lines: readonly string[]): VNode {
  return <Words canvas={canvas} share={share} y={y} lines={lines} />;
}

export function TodayLine({ canvas, share, from, to }: { canvas: Canvas; share: number; from: number; to: number }): VNode {
  const x = canvas.across(share);
  return <line x1={x} x2={x} y1={from} y2={to} stroke-width="2" stroke-dasharray="2 3" {...canvas.stroke('ink')} />;
}

interface TickProps {
  canvas: Canvas;
  paint: Paint;
  share: number;
  from: number;
  to: number;
}

export function Tick({ canvas, paint, share, from, to }: TickProps): VNode {
  const x = canvas.across(share);
  return <line x1={x} x2={x} y1={from} y2={to} stroke-width="3" {...canvas.stroke(paint)} />;
}

interface SlipProps {
  canvas: Canvas;
  axis: TimeAxis;
  from: Day;
  to: Day;
  y: number;
  /** Where the line down from the old last day begins. */
  above: number;
}

/** From the last day as it was to the last day as it is. */
export function Slip({ canvas, axis, from, to, y, above }: SlipProps): VNode {
  const [start, end] = [canvas.across(axis.at(from)), canvas.across(axis.at(to))];
  const back = to < from ? 1 : -1;
  return (
    <g>
      <line x1={start} x2={start} y1={above} y2={y} stroke-width="1" stroke-dasharray="3 3" {...canvas.stroke('quiet')} />
      <line x1={start} x2={end} y1={y} y2={y} stroke-width="2" {...canvas.stroke('ink')} />
      <Pinned canvas={canvas} share={axis.at(to)} y={y}>
        <path d={`M0 0 L${8 * back} -5 L${8 * back} 5 Z`} {...canvas.fill('ink')} />
      </Pinned>
    </g>
  );
}
