/** What is sent to change one thing about a commitment; the API and the forms of the pages hold it against the same schemas. */
import { z } from 'zod';
import { progressValues, publications, standings } from '../../domain/axes.js';
import { conditionSchema } from '../../domain/commitment.js';

const reason = z.string().trim().min(1).max(2000);

export const publicationBody = z.strictObject({ publication: z.enum(publications), reason: reason.nullable().default(null) });
export const progressBody = z.strictObject({ progress: z.enum(progressValues), note: reason.nullable().default(null) });
export const standingBody = z.strictObject({ standing: z.enum(standings), reason });
export const conditionBody = z.strictObject({ condition: conditionSchema.nullable(), reason: reason.nullable().default(null) });
export const noteBody = z.strictObject({ text: z.string().trim().min(1).max(10_000) });
