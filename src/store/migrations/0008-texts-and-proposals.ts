/** Texts kept byte for byte, what was proposed from them, and what was decided. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class TextsAndProposals1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, bytes, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE source_text (
        id ${text} PRIMARY KEY, sha256 ${text} NOT NULL UNIQUE, bytes integer NOT NULL, format ${text} NOT NULL, lang ${text} NOT NULL,
        "publishedOn" ${text} NOT NULL, issuer ${text} NOT NULL, title ${text}, url ${text}, sentences integer NOT NULL,
        "withoutProposal" integer NOT NULL, likely integer NOT NULL, possible integer NOT NULL, extractor ${text} NOT NULL,
        "addedBy" ${text} NOT NULL, "addedAt" ${text} NOT NULL) ${end}`,
      `CREATE TABLE decision (
        id ${text} PRIMARY KEY, text ${text} NOT NULL REFERENCES source_text (id), proposal ${text} UNIQUE, outcome ${text} NOT NULL, tier ${text},
        cue ${text}, start integer NOT NULL, "end" integer NOT NULL, edits ${text} NOT NULL, commitment ${text} REFERENCES commitment (ref),
        "decidedBy" ${text} NOT NULL, "decidedAt" ${text} NOT NULL) ${end}`,
      `CREATE INDEX decision_text ON decision (text)`,
      `CREATE TABLE text_body (text ${text} PRIMARY KEY REFERENCES source_text (id), raw ${bytes} NOT NULL, readable ${text} NOT NULL) ${end}`,
      `CREATE TABLE proposal (id ${text} PRIMARY KEY, text ${text} NOT NULL REFERENCES source_text (id), position integer NOT NULL, proposal ${text} NOT NULL) ${end}`,
      `CREATE INDEX proposal_text ON proposal (text, position)`,
    ]);
  }

  down = noWayBack;
}
