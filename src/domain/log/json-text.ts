/** Finding places in a JSON text that is known to parse, for messages that name them as JSON pointers (RFC 6901). */

/** The pointer to a member, from the names and indexes on the way to it. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The first member that repeats a name of its object, which JSON.parse passes over in silence. */
export function repeatedMember(json: string): string | undefined {
  for (const { repeats, path } of tokensOf(json)) if (repeats) return pointerTo(path);
  return undefined;
}

/** The value that the character at `offset` belongs to; for names and punctuation, the object or array around them. */
export function pointerAt(json: string, offset: number): string {
  for (const { end, path, isName } of tokensOf(json)) if (end > offset) return pointerTo(isName ? path.slice(0, -1) : path);
  return '';
}

interface Token {
  end: number;
  /** Only good until the next token is asked for. */
  path: (string | number)[];
  isName: boolean;
  repeats: boolean;
}

const tokenPattern = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+)/y;

function* tokensOf(json: string): Generator<Token> {
  const path: (string | number)[] = [];
  /** For each object or array around the current place: the names seen in it, or null for an array. */
  const around: (Set<string> | null)[] = [];
  let nameNext = false;
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(json); match !== null; match = tokenPattern.exec(json)) {
    const token = match[1]!;
    const end = tokenPattern.lastIndex;
    const names = around.at(-1);
    if (token === '{' || token === '[') {
      yield { end, path, isName: false, repeats: false };
      around.push(token === '{' ? new Set() : null);
      path.push(token === '{' ? '' : 0);
      nameNext = token === '{';
    } else if (token === '}' || token === ']') {
      around.pop();
      path.pop();
      nameNext = false;
      yield { end, path, isName: false, repeats: false };
    } else if (names && nameNext) {
      const name = JSON.parse(token) as string;
      path[path.length - 1] = name;
      yield { end, path, isName: true, repeats: names.has(name) };
      names.add(name);
      nameNext = false;
    } else if (token === ',') {
      yield { end, path: path.slice(0, -1), isName: false, repeats: false };
      if (names) nameNext = true;
      else path[path.length - 1] = (path.at(-1) as number) + 1;
    } else {
      yield { end, path: token === ':' ? path.slice(0, -1) : path, isName: false, repeats: false };
    }
    tokenPattern.lastIndex = end;
  }
}
