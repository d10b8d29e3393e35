/** How much was due and how much was fulfilled, day by day. What is due is a band, since imprecise dates leave it one. */
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { ComponentChildren, VNode } from 'preact';
import type { Day } from '../../domain/time.js';
import { formatDay, wordsIn } from '../../i18n/index.js';
import { broken, canvasOf, drawn, round, Words, type Canvas, type Drawing } from './frame.js';
import { lineHeight } from './lettering.js';
import { Axis, axisHeight, timeAxis } from './time-axis.js';

/** Counts up to and with a day. */
export interface DuePoint {
  day: Day;
  /** Whose window has opened. */
  earliestDue: number;
  /** Whose window is over. */
  certainlyDue: number;
  fulfilled: number;
}

const plotHeight = 180;
/** Paths know no per cent: they are drawn on a sheet of this width that is stretched. */
const sheet = 1000;

/** In the order of the days, each until the next. Null where there is none. */
export function fulfilmentOverTime(points: readonly DuePoint[], drawing: Drawing): string | null {
  const canvas = canvasOf(drawing);
  const words = wordsIn(drawing.locale).charts;
  const last = points.at(-1);
  const axis = timeAxis(
    canvas,
    points.map(({ day }) => day),
  );
  if (axis === null || last === undefined) return null;
  const most = Math.max(1, ...points.flatMap((p) => [p.earliestDue, p.certainlyDue, p.fulfilled]));
  const legend = [
    ['band', words.earliestDue, last.earliestDue],
    ['window', words.certainlyDue, last.certainlyDue],
    ['fulfilled_on_time', words.fulfilled, last.fulfilled],
  ] as const;
  const keys: VNode[] = [];
  let top = 0;
  for (const [paint, label, n] of legend) {
    const lines = broken(canvas, words.row(label, String(n)), 2);
    const y = top + 9;
    keys.push(
      <g>
        {paint === 'band' ? (
          <rect x={canvas.across(0)} y={y - 6} width={24} height={14} {...canvas.fill('band')} />
        ) : (
          <line x1={canvas.across(0)} x2={24} y1={y} y2={y} {...strokeOf(canvas, paint)} />
        )}
        <svg x={32} y={0} overflow="visible">
          <Words canvas={canvas} y={top + 14} lines={lines} />
        </svg>
      </g>,
    );
    top += lines.length * lineHeight + 4;
  }
  top += 12;
  const bottom = top + plotHeight;
  const up = scaleLinear([0, most], [plotHeight, 2]).nice(4);
  const x = ({ day }: DuePoint): number => round(axis.at(day) * (canvas.isFluid ? sheet : canvas.width * 0.976));
  const y = (n: number): number => round(up(n));
  const steps = line<DuePoint>().curve(curveStepAfter).x(x);
  const band = area<DuePoint>()
    .curve(curveStepAfter)
    .x(x)
    .y0((p) => y(p.certainlyDue))
    .y1((p) => y(p.earliestDue));
  const heights = up.ticks(4).filter(Number.isInteger);
  return drawn(canvas, {
    title: words.overTimeTitle,
    desc: words.overTimeDesc(last.earliestDue, last.certainlyDue, last.fulfilled, formatDay(last.day, drawing.locale)),
    height: bottom + axisHeight,
    children: (
      <>
        {keys}
        <Axis canvas={canvas} axis={axis} from={top} top={bottom} />
        <Sheet canvas={canvas} top={top}>
          <path d={band([...points]) ?? ''} {...canvas.fill('band')} />
          <path d={steps.y((p) => y(p.certainlyDue))([...points]) ?? ''} fill="none" {...strokeOf(canvas, 'window')} />
          <path d={steps.y((p) => y(p.fulfilled))([...points]) ?? ''} fill="none" {...strokeOf(canvas, 'fulfilled_on_time')} />
        </Sheet>
        {heights.map((n) => (
          <Words canvas={canvas} y={round(top + up(n) - 3)} lines={[String(n)]} paint="quiet" />
        ))}
        {heights.map((n) => (
          <line
            x1={canvas.across(0)}
            x2={canvas.across(1)}
            y1={round(top + up(n))}
            y2={round(top + up(n))}
            stroke-width="1"
            stroke-dasharray="1 4"
            {...canvas.stroke('quiet')}
          />
        ))}
      </>
    ),
  });
}

/** Dashes tell the two lines apart without their colours. */
function strokeOf(canvas: Canvas, paint: 'window' | 'fulfilled_on_time'): Record<string, string> {
  return {
    'stroke-width': paint === 'window' ? '2' : '3',
    'vector-effect': 'non-scaling-stroke',
    ...(paint === 'window' ? { 'stroke-dasharray': '6 3' } : {}),
    ...canvas.stroke(paint),
  };
}

function Sheet({ canvas, top, children }: { canvas: Canvas; top: number; children: ComponentChildren }): VNode {
  return canvas.isFluid ? (
    <svg
      x={canvas.across(0)}
      y={top}
      width={canvas.length(1)}
      height={plotHeight}
      viewBox={`0 0 ${sheet} ${plotHeight}`}
      preserveAspectRatio="none"
    >
      {children}
    </svg>
  ) : (
    <g transform={`translate(${canvas.across(0)} ${top})`}>{children}</g>
  );
}
