/**
 * What a picture is painted with. Every shape carries its colour as an attribute, which files need, and a class, by which
 * the style sheet of the pages gives it another in the dark.
 */
export interface Palette {
  ink: string;
  quiet: string;
  /** Words that can be followed. */
  link: string;
  ground: string;
  rule: string;
  window: string;
  band: string;
  overdue: string;
  fulfilled_on_time: string;
  fulfilled_late: string;
  partly_fulfilled: string;
  not_fulfilled: string;
  pending: string;
  left_out: string;
}
export type Paint = keyof Palette;

/** On white, and in print. */
export const onPaper: Palette = {
  ink: '#1c2126',
  quiet: '#505a5f',
  link: '#1d4f8f',
  ground: '#ffffff',
  rule: '#b9c0c6',
  window: '#1d5b97',
  band: '#c3d7ea',
  overdue: '#b3261e',
  fulfilled_on_time: '#0b6b3a',
  fulfilled_late: '#4c7a1f',
  partly_fulfilled: '#8a5a00',
  not_fulfilled: '#7a1f3d',
  pending: '#d9dee3',
  left_out: '#ffffff',
};

export interface Painted {
  fill: (paint: Paint) => { fill: string; class: string };
  stroke: (paint: Paint) => { stroke: string; class: string };
  both: (fill: Paint, stroke: Paint) => { fill: string; stroke: string; class: string };
}

/** For pages in light and dark the classes decide, for files the palette does. */
export function paintedWith(palette: Palette): Painted {
  return {
    fill: (paint) => ({ fill: palette[paint], class: `fill-${paint}` }),
    stroke: (paint) => ({ stroke: palette[paint], class: `stroke-${paint}` }),
    both: (fill, stroke) => ({ fill: palette[fill], stroke: palette[stroke], class: `fill-${fill} stroke-${stroke}` }),
  };
}
