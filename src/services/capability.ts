/** Signed links: one person, one subject, one action, no account. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { daySchema } from '../domain/time.js';

const capabilitySchema = z.strictObject({
  action: z.enum(['unsubscribe', 'resubscribe', 'confirm', 'acknowledge', 'snooze7', 'snooze30', 'progress', 'preferences']),
  /** What it is done to: a commitment or subscriptions, in the words of the action. */
  subject: z.string(),
  person: z.string(),
  madeOn: daySchema,
});
export type Capability = z.infer<typeof capabilitySchema>;

export function capabilityToken(secret: Uint8Array, { action, subject, person, madeOn }: Capability): string {
  const body = Buffer.from(JSON.stringify([action, subject, person, madeOn])).toString('base64url');
  return `${body}.${signature(secret, body)}`;
}

/** What a token allows; null where it was not made here. */
export function openCapability(secret: Uint8Array, token: string): Capability | null {
  const [body = '', signed = '', ...rest] = token.split('.');
  const expected = Buffer.from(signature(secret, body));
  const given = Buffer.from(signed);
  if (rest.length > 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const [action, subject, person, madeOn] = JSON.parse(Buffer.from(body, 'base64url').toString()) as unknown[];
  const capability = capabilitySchema.safeParse({ action, subject, person, madeOn });
  return capability.success ? capability.data : null;
}

function signature(secret: Uint8Array, body: string): string {
  return createHmac('sha256', secret).update(body).digest('base64url').slice(0, 32);
}
