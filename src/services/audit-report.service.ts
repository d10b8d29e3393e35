/** The audit report as of a day, and the record of one promisor in it. */
import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { refOf } from '../domain/commitment.js';
import { Refusal } from '../domain/refusal.js';
import type { AuditReport, Basis, NoticeFigures, PromisorRecord, WindowLine } from '../domain/report.js';
import { emptyRecord } from '../domain/tallies/promisors.js';
import { ReportTally } from '../domain/tallies/report-tally.js';
import type { Day } from '../domain/time.js';
import { Database } from '../store/database.js';
import { partiesByIds } from '../store/people.store.js';
import { readRow } from '../store/register.store.js';
import { AsOfService, type Moment } from './as-of.service.js';
import { AuditService } from './audit.service.js';
import { VersionSegments } from './version-segments.service.js';

/** What one party promised and what became of it, as of a day. */
export interface PartyRecord extends Basis, Omit<PromisorRecord, 'id' | 'name'> {
  party: { id: string; name: string };
  overTime: AuditReport['overTime'];
  windows: AuditReport['windows'];
}

@Injectable()
export class AuditReportService {
  constructor(
    private readonly database: Database,
    private readonly asOf: AsOfService,
    private readonly segments: VersionSegments,
    private readonly audit: AuditService,
  ) {}

  /** Tied to the log as it was then: asked again, however much later, it says the same. */
  async report(day: Day): Promise<AuditReport> {
    const moment = await this.asOf.at(day);
    return this.reportAt(moment, () => true);
  }

  /** Refuses (`not_found`) a party that nobody knows. One that promised nothing by then has an empty record. */
  async record(id: string, day: Day): Promise<PartyRecord> {
    const party = await readRow(this.database.read, 'party', id);
    if (party === null) throw new Refusal('not_found', 'There is no party with this id.');
    const report = await this.reportAt(await this.asOf.at(day), (promisor) => promisor === id);
    const { asOf, index, root, checkpoint, overTime, windows, promisors } = report;
    const { id: _id, name: _name, ...figures } = promisors[0] ?? emptyRecord(party, day);
    return { asOf, index, root, checkpoint, party, ...figures, overTime, windows };
  }

  private async reportAt(moment: Moment, isWanted: (promisor: string) => boolean): Promise<AuditReport> {
    const tally = new ReportTally(moment.day, moment.dueSoonDays);
    await this.asOf.versions(moment, (facts) => {
      if (isWanted(facts.promisor)) tally.take(facts);
    });
    const { parties, windows } = tally.wanted;
    const refs = windows.map(({ facts }) => refOf(facts.number));
    const titles = await this.titlesOf(moment, refs);
    await turn();
    return tally.report({
      basis: await this.audit.basisOf(moment),
      parties: new Map((await partiesByIds(this.database.read, parties)).map(({ id, name }) => [id, name])),
      titles,
      notices: noticesIn(await this.segments.notices(moment.index)),
    });
  }

  private async titlesOf(moment: Moment, refs: string[]): Promise<Map<string, Pick<WindowLine, 'title' | 'lang'>>> {
    const { commitment } = await this.asOf.commitments(moment, refs);
    return new Map([...commitment.values()].map(({ ref, title, statement }) => [ref, { title, lang: statement.lang }]));
  }
}

function noticesIn(counts: Record<string, number>): NoticeFigures {
  const of = (what: keyof NoticeFigures): number => counts[`notice.${what}`] ?? 0;
  return { sent: of('sent'), failed: of('failed'), suppressed: of('suppressed'), unknown: of('unknown'), bounced: of('bounced') };
}
