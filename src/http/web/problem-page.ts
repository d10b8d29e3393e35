/** Errors as pages: for whoever asks for HTML, anywhere but under the API. */
import type { FastifyRequest } from 'fastify';
import { htmlHeaders } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { ProblemPage } from './pages/problem.js';
import { localeOf, viewerOf } from './viewer.js';

/** Null for programs. */
export function problemPage(request: FastifyRequest, status: number): { headers: Record<string, string>; body: string } | null {
  if (request.url.startsWith('/api/') || !(request.headers.accept ?? '').includes('text/html')) return null;
  const viewer = viewerOf(request);
  const signIn = status === 401 ? `/sign-in?next=${encodeURIComponent(request.url)}` : null;
  return {
    headers: htmlHeaders,
    body: pageOf(ProblemPage({ status, locale: viewer?.locale ?? localeOf(request, 'en'), viewer, signIn })),
  };
}
