/** What the page of a commitment and its parts are made from. */
import type { Day } from '../../../domain/time.js';
import type { Dossier } from '../../../services/dossier.service.js';
import type { Notice } from '../../../services/notices.service.js';
import type { CommitmentDetail } from '../../../services/reading.service.js';
import type { Viewer } from '../viewer.js';

export interface CommitmentPageProps {
  viewer: Viewer;
  detail: CommitmentDetail;
  dossier: Dossier;
  notices: readonly Notice[];
  /** Why each convention reads as it does, in the viewer's language, by name. */
  conventions: readonly string[];
  /** The picture of its window, as SVG; null where it has no date to draw. */
  picture: string | null;
  /** The past day it is shown as of; null for today. */
  asOf: Day | null;
  /** Something was just recorded. */
  saved: boolean;
}
