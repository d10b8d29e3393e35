/** Headers on every answer, errors and unknown routes included. A page that needs more of the browser names it in its own policy. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Set before routing, so that no way out lacks them; a handler's own header of the same name wins. */
export function sendSecurityHeaders(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      void reply.headers(always);
      done();
    });
}
