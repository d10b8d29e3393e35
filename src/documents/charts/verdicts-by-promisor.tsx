/** What became of each promisor's commitments: a bar of stacked counts, each part of it a link to exactly those. */
import { scaleLinear } from 'd3-scale';
import type { VNode } from 'preact';
import { wordsIn } from '../../i18n/index.js';
import { broken, canvasOf, drawn, Hatch, hatched, Pinned, Words, type Canvas, type Drawing } from './frame.js';
import { lineHeight, widthOf } from './lettering.js';
import type { Paint } from './palette.js';

/** In the order in which they are stacked. Every commitment of a promisor is in exactly one. */
export const promisorOutcomes = [
  'fulfilled_on_time',
  'fulfilled_late',
  'partly_fulfilled',
  'not_fulfilled',
  'overdue',
  'pending',
  'left_out',
] as const;
export type PromisorOutcome = (typeof promisorOutcomes)[number];

export interface PromisorBar {
  name: string;
  counts: Record<PromisorOutcome, number>;
  /** Where the commitments that were counted can be read; null in files. */
  hrefOf: ((outcome: PromisorOutcome) => string) | null;
}

const barHeight = 28;
/** What a count is written with on each. */
const countPaint: Record<PromisorOutcome, Paint> = {
  fulfilled_on_time: 'ground',
  fulfilled_late: 'ground',
  partly_fulfilled: 'ground',
  not_fulfilled: 'ground',
  overdue: 'ink',
  pending: 'ink',
  left_out: 'ink',
};

/** On a common scale, so that many promises look like many. Null where there is nothing to count. */
export function verdictsByPromisor(bars: readonly PromisorBar[], drawing: Drawing): string | null {
  const canvas = canvasOf(drawing);
  const words = wordsIn(drawing.locale).charts;
  const totals = bars.map(({ counts }) => promisorOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0));
  const most = Math.max(0, ...totals);
  if (most === 0) return null;
  const share = scaleLinear([0, most], [0, 1]);
  const used = promisorOutcomes.filter((outcome) => bars.some(({ counts }) => counts[outcome] > 0));
  const { node: legend, height } = legendOf(canvas, used);
  const rows: VNode[] = [];
  let y = height + 8;
  for (const [i, bar] of bars.entries()) {
    const lines = broken(canvas, words.row(bar.name, String(totals[i])), 2);
    rows.push(<Words canvas={canvas} y={y + lineHeight - 4} lines={lines} />);
    y += lines.length * lineHeight + 2;
    let before = 0;
    for (const outcome of promisorOutcomes) {
      const n = bar.counts[outcome];
      if (n === 0) continue;
      rows.push(<Segment canvas={canvas} bar={bar} outcome={outcome} from={share(before)} to={share(before + n)} y={y} />);
      before += n;
    }
    y += barHeight + 12;
  }
  return drawn(canvas, {
    title: words.verdictsTitle,
    desc: words.verdictsDesc(
      bars.length,
      totals.reduce((a, b) => a + b, 0),
    ),
    height: y,
    hasLinks: bars.some(({ hrefOf }) => hrefOf !== null),
    children: (
      <>
        <defs>
          <Hatch canvas={canvas} name="overdue" paint="overdue" />
        </defs>
        {legend}
        {rows}
      </>
    ),
  });
}

interface SegmentProps {
  canvas: Canvas;
  bar: PromisorBar;
  outcome: PromisorOutcome;
  from: number;
  to: number;
  y: number;
}

function Segment({ canvas, bar, outcome, from, to, y }: SegmentProps): VNode {
  const n = String(bar.counts[outcome]);
  const fits = (to - from) * canvas.width > widthOf(n) + 10;
  const text = wordsIn(canvas.locale).charts;
  const name = text.segment(bar.name, text.outcomes[outcome], bar.counts[outcome]);
  const shape = (
    <>
      <rect x={canvas.across(from)} y={y} width={canvas.length(to - from)} height={barHeight} {...paintOf(canvas, outcome)} />
      {!fits ? null : (
        <Pinned canvas={canvas} share={(from + to) / 2} y={y + barHeight / 2 + 5}>
          {outcome === 'overdue' ? (
            <rect x={-widthOf(n) / 2 - 3} y={-14} width={widthOf(n) + 6} height={18} {...canvas.fill('ground')} />
          ) : null}
          <text text-anchor="middle" {...canvas.fill(countPaint[outcome])} aria-hidden="true">
            {n}
          </text>
        </Pinned>
      )}
    </>
  );
  return bar.hrefOf === null ? (
    shape
  ) : (
    <a href={bar.hrefOf(outcome)} aria-label={name}>
      {shape}
    </a>
  );
}

/** The edge in the colour of the ground keeps neighbours apart. */
function paintOf(canvas: Canvas, outcome: PromisorOutcome): Record<string, string> {
  if (outcome === 'overdue') return { fill: hatched(canvas, 'overdue'), 'stroke-width': '1.5', ...canvas.stroke('overdue') };
  if (outcome === 'left_out') return { 'stroke-width': '1.5', 'stroke-dasharray': '3 2', ...canvas.both('left_out', 'quiet') };
  if (outcome === 'pending') return { 'stroke-width': '1.5', ...canvas.both('pending', 'quiet') };
  return { 'stroke-width': '1.5', ...canvas.both(outcome, 'ground') };
}

function legendOf(canvas: Canvas, used: readonly PromisorOutcome[]): { node: VNode; height: number } {
  const { outcomes } = wordsIn(canvas.locale).charts;
  const columns = canvas.isFluid ? 1 : Math.max(1, Math.floor(canvas.width / 200));
  const node = (
    <g>
      {used.map((outcome, i) => {
        const [share, top] = [(i % columns) / columns, Math.floor(i / columns) * (lineHeight + 3) + 2];
        return (
          <Pinned canvas={canvas} share={share} y={top}>
            <rect width={22} height={14} {...paintOf(canvas, outcome)} />
            <text x={30} y={12} {...canvas.fill('ink')}>
              {outcomes[outcome]}
            </text>
          </Pinned>
        );
      })}
    </g>
  );
  return { node, height: Math.ceil(used.length / columns) * (lineHeight + 3) };
}
