import { applyDecorators, Header } from '@nestjs/common';

/** A page for one reader: kept by nobody, told to nobody by the browser, styled and helped by our own files and nothing else. */
export const htmlHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
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
