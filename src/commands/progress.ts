/** How far a long command is: on a terminal only, on stderr, in one line that is written over and gone at the end. */

export interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  step(): void;
  end(): void;
}

const width = 30;
/** Without a total, and however many there are, so seldom that showing costs nothing. */
const everySteps = 100;
const clearLine = '\r\u001b[K';

/** `total` is how many steps there will be, as near as can be told; null where it cannot. */
export function progressOn(terminal: Terminal, total: number | null, what: string): Progress {
  if (terminal.isTTY !== true) return { step: () => undefined, end: () => undefined };
  let done = 0;
  let shown = '';
  const show = (): void => {
    const line = total === null ? `${done} ${what}` : `${barOf(done / Math.max(total, 1))} ${done} ${what}`;
    if (line !== shown) terminal.write(`${clearLine}${line}`);
    shown = line;
  };
  return {
    step: () => {
      if (++done % everySteps === 0) show();
    },
    end: () => {
      if (shown !== '') terminal.write(clearLine);
    },
  };
}

/** `[##########                    ]  33 %`; an estimate that was too low stays at the end. */
function barOf(share: number): string {
  const within = Math.min(share, 1);
  const full = Math.floor(within * width);
  return `[${'#'.repeat(full)}${' '.repeat(width - full)}] ${String(Math.floor(within * 100)).padStart(3)} %`;
}
