/** Texts and what was proposed from them. What the log says of them are `text` and `decision`; bytes and proposals lie beside. */
import { EntitySchema } from 'typeorm';
import type { Proposal } from '../domain/proposals/index.js';
import type { Decision, SourceText } from '../domain/texts.js';
import { integer, json, key, table, text, textOrNull } from './columns.js';

export interface TextBody {
  text: string;
  /** As they came, byte for byte. */
  raw: Uint8Array;
  /** What a person reads, which places are counted in. */
  readable: string;
}

export interface KeptProposal {
  id: string;
  text: string;
  position: number;
  proposal: Proposal;
}

export const sourceTextTable = table<SourceText>('source_text', {
  id: key(text),
  sha256: text,
  bytes: integer,
  format: text,
  lang: text,
  publishedOn: text,
  issuer: text,
  title: textOrNull,
  url: textOrNull,
  sentences: integer,
  withoutProposal: integer,
  likely: integer,
  possible: integer,
  extractor: json,
  addedBy: text,
  addedAt: text,
});
export const decisionTable = table<Decision>('decision', {
  id: key(text),
  text,
  proposal: textOrNull,
  outcome: text,
  tier: textOrNull,
  cue: textOrNull,
  start: integer,
  end: integer,
  edits: json,
  commitment: textOrNull,
  decidedBy: text,
  decidedAt: text,
});
export const textBodyTable = table<TextBody>('text_body', { text: key(text), raw: { type: 'blob' }, readable: text });
export const proposalTable = table<KeptProposal>('proposal', { id: key(text), text, position: integer, proposal: json });

/** PostgreSQL's word for the one column of bytes. */
export const textBodyTableOnPostgres = new EntitySchema<TextBody>({
  ...textBodyTable.options,
  columns: { ...textBodyTable.options.columns, raw: { type: 'bytea' } },
});
