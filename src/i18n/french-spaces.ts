/**
 * French typography for templates: a no-break space before : ; ? ! » and %, after «. Only the literal parts are touched,
 * never what is filled in: somebody else's words stay as they are. The wide no-break space throughout, since mail
 * programs do not all draw the narrow one.
 */
export function typeset(literals: TemplateStringsArray, ...values: (string | number)[]): string {
  return literals.map((literal, index) => spaced(literal) + String(values[index] ?? '')).join('');
}

const NO_BREAK_SPACE = '\u00a0';

function spaced(literal: string): string {
  return literal.replace(/ (?=[:;?!»%])/g, NO_BREAK_SPACE).replace(/« /g, `«${NO_BREAK_SPACE}`);
}
