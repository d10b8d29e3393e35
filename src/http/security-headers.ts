/** Headers on every answer, errors and unknown routes included. A page that needs more of the browser names it in its own policy. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Two years, as browsers' preload lists ask; of this host alone, since what else lies below its name is not ours to say. */
const httpsOnly = { 'strict-transport-security': 'max-age=63072000' } as const;

export function securityHeaders(publicUrl: string): Record<string, string> {
  return { ...always, ...(publicUrl.startsWith('https:') ? httpsOnly : {}) };
}

/** Set before routing, so that no way out lacks them; a handler's own header of the same name wins. */
export function sendSecurityHeaders(app: NestFastifyApplication, publicUrl: string): void {
  const headers = securityHeaders(publicUrl);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      void reply.headers(headers);
      done();
    });
}
