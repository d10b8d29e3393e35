/** A change that is made by one form: its title, what the form starts with, its fields, and what is done with what was typed. */
import type { VNode } from 'preact';
import type { Party, Person } from '../../../domain/people.js';
import type { Words } from '../../../i18n/index.js';
import type { Caller } from '../../../services/commands.js';
import type { EvidenceService } from '../../../services/evidence.service.js';
import type { CommitmentDetail } from '../../../services/reading.service.js';
import type { RegisterService } from '../../../services/register.service.js';
import type { VerdictsService } from '../../../services/verdicts.service.js';
import type { UploadedFile } from '../../uploads.js';
import type { Faults, FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';

export interface FieldsProps {
  viewer: Viewer;
  detail: CommitmentDetail;
  form: FormState;
  words: Words;
  /** Those who can own a commitment. */
  people: readonly Person[];
  parties: readonly Party[];
}

interface ChangeServices {
  register: RegisterService;
  verdicts: VerdictsService;
  files: EvidenceService;
}

export interface Change {
  /** Of a form with a file, in its field `file`. */
  encoding?: 'multipart/form-data';
  title: (words: Words['forms'], detail: CommitmentDetail) => string;
  start: (detail: CommitmentDetail) => Record<string, string>;
  Fields: (props: FieldsProps) => VNode;
  faults: (words: Words['forms']['faults']) => Faults;
  act: (services: ChangeServices, caller: Caller, ref: string, form: FormState, file: UploadedFile | null) => Promise<unknown>;
}
