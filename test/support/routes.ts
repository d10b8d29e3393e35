import type { TestApp } from './app.js';

/** `METHOD /path` of everything that the server routes, from the tree it prints; the HEAD that goes with each GET is left out. */
export function servedRoutes({ app }: TestApp): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment, methods = ''] = /^([│├└─ ]*)([^\s│├└─]\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (segment === undefined) return [];
    above.splice(indent.length / 4 - 1, Infinity, segment);
    const verbs = methods.split(', ').filter((verb) => verb !== '' && verb !== 'HEAD');
    return verbs.map((verb) => `${verb} ${above.join('')}`);
  });
}
