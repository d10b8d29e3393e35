/** A list's filters under a name, for the person who saved them; no part of the register's history. */
import { z } from 'zod';
import { instantSchema } from './time.js';

export const mostSavedViews = 30;

export const savedViewSchema = z.strictObject({
  id: z.string(),
  person: z.string(),
  name: z.string().trim().min(1).max(60),
  /** The query of the list's address, without the question mark. */
  query: z.string().max(2000),
  savedAt: instantSchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;
