/** What the pages remember of each reader: views of the list, and up to where they have looked. */
import type { SavedView } from '../domain/saved-view.js';
import type { Instant } from '../domain/time.js';
import { integer, key, table, text } from './columns.js';

/** Of the log, a person has looked at what comes before `index`. */
export interface Looked {
  person: string;
  index: number;
  at: Instant;
}

export const savedViewTable = table<SavedView>('saved_view', { id: key(text), person: text, name: text, query: text, savedAt: text });
export const lookedTable = table<Looked>('looked', { person: key(text), index: integer, at: text });
