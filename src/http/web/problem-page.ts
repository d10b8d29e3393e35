/** Errors as pages: for whoever asks for HTML, anywhere but under the API. */
import type { FastifyRequest } from 'fastify';
import { htmlHeaders, secretHeaders } from './html-page.js';
import { pageOf } from './pages/layout.js';
import { ProblemPage } from './pages/problem.js';
import { localeOf, viewerOf } from './viewer.js';

/** Routes by whose address somebody acts or reads; what goes wrong there is told to nobody either. */
const secretRoute = /:(token|file)\b/;

/** Null for programs. */
export function problemPage(request: FastifyRequest, status: number): { headers: Record<string, string>; body: string } | null {
  if (request.url.startsWith('/api/') || !(request.headers.accept ?? '').includes('text/html')) return null;
  const viewer = viewerOf(request);
  const signIn = status === 401 ? `/sign-in?next=${encodeURIComponent(request.url)}` : null;
  return {
    headers: secretRoute.test(request.routeOptions.url ?? '') ? secretHeaders : htmlHeaders,
    body: pageOf(ProblemPage({ status, locale: viewer?.locale ?? localeOf(request, 'en'), viewer, signIn })),
  };
}
