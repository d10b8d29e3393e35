/** The changes that one form makes, by the last part of its address. */
import { amendChange } from './amend.js';
import type { Change } from './change.js';
import { conditionChange } from './condition.js';
import { evidenceChange } from './evidence.js';
import { progressChange } from './progress.js';
import { publicationChange } from './publication.js';
import { standingChange } from './standing.js';

export const changes = {
  progress: progressChange,
  condition: conditionChange,
  standing: standingChange,
  publication: publicationChange,
  evidence: evidenceChange,
  amend: amendChange,
} satisfies Record<string, Change>;

export type { Change } from './change.js';
