/** The files of evidence: kept beside the database, handed out as they came, and held against what was recorded of them. */
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { evidenceFileName, type EvidenceUpload } from '../domain/evidence.js';
import { Refusal } from '../domain/refusal.js';
import { Database, type Reader } from '../store/database.js';
import { faultOfEvidenceFile, keepEvidenceFile, readEvidenceFile } from '../store/evidence-files.js';
import { readRow, readRows } from '../store/register.store.js';
import type { Caller } from './commands.js';
import { SETTINGS, type Settings } from './settings.js';
import { VerdictsService } from './verdicts.service.js';
import type { CommitmentView } from './views.js';

/** A media type without parameters; whatever else a sender says is no type. */
const mediaType = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/;

@Injectable()
export class EvidenceService {
  constructor(
    private readonly database: Database,
    private readonly verdicts: VerdictsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The bytes are on the disk before anything is recorded of them; should that be refused, they lie there unnamed. */
  async addFile(caller: Caller, ref: string, input: EvidenceUpload, sent: { bytes: Buffer; type: string }): Promise<CommitmentView> {
    if ((await readRow(this.database.read, 'commitment', ref)) === null) throw new Refusal('not_found', `There is no ${ref}.`);
    const [type = ''] = sent.type.toLowerCase().split(';', 1);
    const file = await keepEvidenceFile(this.settings.dataDir, sent.bytes, mediaType.test(type) ? type : 'application/octet-stream');
    return this.verdicts.addEvidence(caller, ref, input, file);
  }

  async open(ref: string, id: string): Promise<{ stream: Readable; name: string; type: string }> {
    const evidence = await readRow(this.database.read, 'evidence', id);
    if (evidence?.commitment !== ref || evidence.file === null)
      throw new Refusal('not_found', `${ref} has no file of evidence with this id.`);
    const stream = readEvidenceFile(this.settings.dataDir, evidence.file);
    if (stream === null)
      throw new Refusal('gone', 'This file is not where it was kept; pledgebook verify names every one that is missing.');
    return { stream, name: evidenceFileName(ref, evidence), type: evidence.file.type };
  }

  /** Files that are missing or are not what was recorded of them. */
  async faults(on: Reader): Promise<string[]> {
    const faults: string[] = [];
    for (const { commitment, id, file } of await readRows(on, 'evidence')) {
      const fault = file === null ? null : await faultOfEvidenceFile(this.settings.dataDir, file);
      if (fault !== null) faults.push(`the file of evidence ${id} of ${commitment} is ${fault}`);
    }
    return faults;
  }
}
