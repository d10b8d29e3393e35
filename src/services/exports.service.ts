/** The published commitments as of a day, as files that are written while they are read. */
import { Injectable } from '@nestjs/common';
import { commitmentsCsv, commitmentsXlsx } from '../documents/commitment-files.js';
import { exportRowOf, type ExportRow } from '../domain/export-row.js';
import type { Party } from '../domain/people.js';
import type { Day } from '../domain/time.js';
import { exportedByRefs } from '../store/commitments.store.js';
import { AsOfService, type Moment } from './as-of.service.js';
import { AuditService } from './audit.service.js';
import { ImportsService, type RegisterFile } from './imports.service.js';

@Injectable()
export class ExportsService {
  constructor(
    private readonly asOf: AsOfService,
    private readonly audit: AuditService,
    private readonly imports: ImportsService,
  ) {}

  async csv(day: Day): Promise<AsyncGenerator<string>> {
    const moment = await this.asOf.at(day);
    return commitmentsCsv(this.pages(moment), await this.audit.basisOf(moment));
  }

  async xlsx(day: Day): Promise<AsyncGenerator<Uint8Array>> {
    const moment = await this.asOf.at(day);
    return commitmentsXlsx(this.pages(moment), await this.audit.basisOf(moment));
  }

  /** In the form that `import` takes. */
  async json(day: Day): Promise<RegisterFile> {
    return this.imports.export(day);
  }

  private async *pages(moment: Moment): AsyncGenerator<ExportRow[]> {
    const parties = new Map<string, Party>();
    for await (const { commitments, originals } of this.asOf.visible(moment, exportedByRefs)) {
      await this.asOf.partiesOf(commitments, parties);
      yield commitments.map((commitment) => {
        const original = originals.get(commitment.ref) ?? commitment.target;
        return exportRowOf(commitment, { parties, original, day: moment.day, dueSoonDays: moment.dueSoonDays });
      });
    }
  }
}
