/**
 * What every picture shares. A page's picture has no width of its own: what lies across it is placed in per cent, so that
 * it fills any column while its letters keep their size, at 320 pixels as at 1280. A file's picture is as wide as it is told.
 */
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Locale } from '../../domain/people.js';
import { linesOf, lineHeight, textSize } from './lettering.js';
import { onPaper, paintedWith, type Paint, type Painted, type Palette } from './palette.js';

export interface Drawing {
  locale: Locale;
  /** In CSS pixels or points; left out, the picture fits whatever it stands in, down to 288 pixels. */
  width?: number;
  palette?: Palette;
  /** Two pictures on one page need different ones. */
  id?: string;
}

/** The narrowest that a page's picture gets: a screen of 320 pixels less its margins. */
const narrowest = 288;
/** What stands at the very edge keeps clear of it by this share. */
const margin = 0.012;

/** A place across the picture, from 0 to 1, as SVG wants it. */
type Place = string | number;

export interface Canvas extends Painted {
  locale: Locale;
  id: string;
  /** What words may count on. */
  width: number;
  isFluid: boolean;
  across: (share: number) => Place;
  length: (share: number) => Place;
}

export function canvasOf({ locale, width, palette = onPaper, id = 'picture' }: Drawing): Canvas {
  const place = (share: number): Place => (width === undefined ? `${round(share * 100)}%` : round(share * width));
  return {
    ...paintedWith(palette),
    ...{ locale, id, width: width ?? narrowest, isFluid: width === undefined },
    across: (share) => place(margin + share * (1 - 2 * margin)),
    length: (share) => place(Math.max(share, 0) * (1 - 2 * margin)),
  };
}

export function round(n: number): number {
  return Math.round(n * 100) / 100;
}

interface Told {
  title: string;
  desc: string;
  height: number;
  /** Whether there is something in it to follow. */
  hasLinks?: boolean;
  children: ComponentChildren;
}

/** The picture as text, with what it says in words for whoever does not see it. */
export function drawn(canvas: Canvas, { title, desc, height, hasLinks = false, children }: Told): string {
  const { id, isFluid, width } = canvas;
  const named = { title: `${id}-title`, desc: `${id}-desc` };
  const size = isFluid ? { width: '100%', height } : { width, height, viewBox: `0 0 ${width} ${height}` };
  return render(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      {...size}
      role={hasLinks ? 'group' : 'img'}
      aria-labelledby={named.title}
      aria-describedby={named.desc}
      font-size={textSize}
      class="drawing"
    >
      <title id={named.title}>{title}</title>
      <desc id={named.desc}>{desc}</desc>
      {children}
    </svg>,
  );
}

/** A shape of fixed size at a place that moves with the width. */
export function Pinned({ canvas, share, y, children }: { canvas: Canvas; share: number; y: number; children: ComponentChildren }): VNode {
  return canvas.isFluid ? (
    <svg x={canvas.across(share)} y={y} overflow="visible">
      {children}
    </svg>
  ) : (
    <g transform={`translate(${canvas.across(share)} ${y})`}>{children}</g>
  );
}

interface Words {
  canvas: Canvas;
  /** The baseline of the first line. */
  y: number;
  lines: readonly string[];
  share?: number;
  paint?: Paint;
  lang?: string | undefined;
}

/** How far a label keeps from the mark that it belongs to. */
const besideMark = 5;

/** Lines at a place: they grow to the right from the left third, to the left from the right one, else both ways. */
export function Words({ canvas, y, lines, share, paint = 'ink', lang }: Words): VNode {
  const anchor = share === undefined || share < 1 / 3 ? 'start' : share > 2 / 3 ? 'end' : 'middle';
  const dx = share === undefined || anchor === 'middle' ? 0 : anchor === 'start' ? besideMark : -besideMark;
  const placed = { 'text-anchor': anchor, lang } as const;
  return (
    <>
      {lines.map((line, i) => (
        <Pinned canvas={canvas} share={share ?? 0} y={y + i * lineHeight}>
          <Lettered canvas={canvas} x={dx} paint={paint} text={i === lines.length - 1 ? line : `${line} `} placed={placed} />
        </Pinned>
      ))}
    </>
  );
}

interface LetteredProps {
  canvas: Canvas;
  x: number;
  paint: Paint;
  text: string;
  placed: { 'text-anchor': 'start' | 'middle' | 'end'; lang?: string | undefined };
}

/** On a halo in the colour of the ground, which keeps lines out of the letters; files are read by programs that know no paint order. */
export function Lettered({ canvas, x, paint, text, placed }: LetteredProps): VNode {
  const halo = { 'stroke-width': 5, 'stroke-linejoin': 'round' } as const;
  if (canvas.isFluid)
    return (
      <text x={x} {...placed} {...halo} paint-order="stroke" {...canvas.both(paint, 'ground')}>
        {text}
      </text>
    );
  return (
    <>
      <text x={x} {...placed} {...halo} {...canvas.both('ground', 'ground')} aria-hidden="true">
        {text}
      </text>
      <text x={x} {...placed} {...canvas.fill(paint)}>
        {text}
      </text>
    </>
  );
}

/** Text broken to the picture's whole width. */
export function broken(canvas: Canvas, text: string, most = 3): string[] {
  return linesOf(text, canvas.width - 2 * margin * canvas.width, most);
}

/** The pattern that marks overdue, so that it is told from the rest without its colour. */
export function Hatch({ canvas, name, paint }: { canvas: Canvas; name: string; paint: Paint }): VNode {
  return (
    <pattern id={`${canvas.id}-${name}`} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" {...canvas.fill('ground')} />
      <path d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5" stroke-width="2" fill="none" {...canvas.stroke(paint)} />
    </pattern>
  );
}

export function hatched(canvas: Canvas, name: string): string {
  return `url(#${canvas.id}-${name})`;
}
