import { applyDecorators, Header } from '@nestjs/common';

/** A page for one reader: kept by nobody, told to no other site by the browser, styled and helped by our own files and nothing else. */
export const htmlHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // With no-referrer, a browser would not even say that a form comes from us.
  'referrer-policy': 'same-origin',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
} as const;

export const HtmlPage = (): MethodDecorator => applyDecorators(...Object.entries(htmlHeaders).map(([name, value]) => Header(name, value)));

/** A page whose address is itself a secret: told to nobody. */
export const secretHeaders = { ...htmlHeaders, 'referrer-policy': 'no-referrer' } as const;

export const SecretPage = (): MethodDecorator => applyDecorators(HtmlPage(), Header('referrer-policy', secretHeaders['referrer-policy']));
