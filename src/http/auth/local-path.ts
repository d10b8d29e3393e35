/** Where to go on after signing in: a path of ours, whatever was asked for. */
import type { FastifyRequest } from 'fastify';

const here = 'http://here.invalid';

/** As a browser would read it: `//elsewhere`, `/\elsewhere` and line breaks in between lead elsewhere, and so to the first page. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || text.length > 1000 || !URL.canParse(text, here)) return '/';
  const { origin, pathname, search } = new URL(text, here);
  // What a path such as /.//elsewhere is resolved to must not lead away when it is read again.
  return origin === here && !pathname.startsWith('//') ? pathname + search : '/';
}

/** Where a reader who must sign in first finds the door; null for programs, which want to be told that it is shut. */
export function doorFor({ method, url, headers }: FastifyRequest): string | null {
  const isPage = (method === 'GET' || method === 'HEAD') && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');
  if (!isPage) return null;
  return url === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(localPath(url))}`;
}
