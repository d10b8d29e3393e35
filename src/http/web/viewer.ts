/** Who looks at a page: what the frame around it shows and in which language and zone it speaks. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { locales, type Locale, type Role } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { maskedToken } from '../auth/forgery.js';
import type { IdentifiedRequest } from '../auth/guard.js';

export interface Viewer {
  id: string;
  name: string;
  role: Role;
  locale: Locale;
  zone: string;
  /** Goes with every form; null where the browser cannot be made to send what identifies the viewer. */
  csrf: string | null;
  /** The address of the page, which the language switch comes back to. */
  path: string;
}

export const Viewing = createParamDecorator((_: unknown, context: ExecutionContext): Viewer => {
  const viewer = viewerOf(context.switchToHttp().getRequest<IdentifiedRequest>());
  if (viewer === null) throw new Refusal('unauthenticated', 'This page is for those who have signed in.');
  return viewer;
});

/** Null where nobody has signed in. */
export function viewerOf(request: IdentifiedRequest): Viewer | null {
  const { identity } = request;
  if (identity === undefined) return null;
  const { person, role, csrf } = identity;
  return {
    id: person.id,
    name: person.name ?? person.email ?? '',
    role,
    locale: chosenLocale(request) ?? person.locale,
    zone: person.zone,
    csrf: csrf === null ? null : maskedToken(csrf),
    path: request.url,
  };
}

/** The cookie of the language switch. It says nothing about anybody, so it is not signed. */
export const languageCookie = 'language';

/** What the reader chose, else what the browser asks for; pages that need no sign-in have nothing else to go by. */
export function localeOf(request: FastifyRequest, fallback: Locale): Locale {
  return chosenLocale(request) ?? askedLocale(request.headers['accept-language']) ?? fallback;
}

function chosenLocale({ headers }: FastifyRequest): Locale | null {
  const [, chosen] = new RegExp(`(?:^|;\\s*)${languageCookie}=(\\w+)`).exec(headers.cookie ?? '') ?? [];
  return locales.find((locale) => locale === chosen) ?? null;
}

/** The first of ours in the order of the header; weights that contradict it are rare, and the switch is a click away. */
function askedLocale(header: string | undefined): Locale | null {
  const asked = (header ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
  return asked.flatMap((tag) => locales.find((locale) => locale === tag) ?? [])[0] ?? null;
}
