/** Addresses that nothing is sent to, whoever they belong to, and why. */
import { z } from 'zod';
import { emailSchema } from './address.js';
import { instantSchema } from './time.js';

/** `refused`: the mail server said that nobody is there; `bounced`: a report did; `bounced_often`: refused for good too often; `by_hand`. */
export const suppressionCauses = ['refused', 'bounced', 'bounced_often', 'by_hand'] as const;
export type SuppressionCause = (typeof suppressionCauses)[number];

/** Causes that say that the address is dead, not only unwelcome or unwilling. */
export const deadCauses: readonly SuppressionCause[] = ['refused', 'bounced'];

export const suppressionSchema = z.strictObject({
  /** In lower case, as people's addresses are kept. */
  address: z.string(),
  cause: z.enum(suppressionCauses),
  /** The server's words, or a person's. */
  reason: z.string(),
  since: instantSchema,
  /** A person's id, or `system`. */
  by: z.string(),
});
export type Suppression = z.infer<typeof suppressionSchema>;

/** Putting an address on the list, or taking it off: never without saying why. */
export const suppressionChangeSchema = z.strictObject({
  address: emailSchema.transform((address) => address.toLowerCase()),
  reason: z.string().trim().min(1).max(1000),
});
export type SuppressionChange = z.infer<typeof suppressionChangeSchema>;
