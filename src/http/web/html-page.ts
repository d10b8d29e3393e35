import { applyDecorators, Header } from '@nestjs/common';

/** A page for one reader: kept by nobody, told to nobody by the browser, styled by our one style sheet and nothing else. */
export const HtmlPage = (): MethodDecorator =>
  applyDecorators(
    Header('content-type', 'text/html; charset=utf-8'),
    Header('cache-control', 'no-store'),
    Header('referrer-policy', 'no-referrer'),
    Header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'",
    ),
  );
