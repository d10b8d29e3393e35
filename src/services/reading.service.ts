/** Reading commitments: lists and single ones, now from the rows, as of a day from the log. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { TargetRevision } from '../domain/evolve.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn, type Day } from '../domain/time.js';
import type { Evidence, Verdict } from '../domain/verdict.js';
import { evidenceOf, listCommitments, targetRevisions, verdictsOf, type CommitmentFilter, type Page } from '../store/commitments.store.js';
import { Database } from '../store/database.js';
import { readRow } from '../store/register.store.js';
import { AuditService } from './audit.service.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';
import { Views, type CommitmentView } from './views.js';

export { commitmentFilterSchema, type CommitmentFilter } from '../store/commitments.store.js';

export interface CommitmentList {
  items: CommitmentView[];
  /** How many there are in all under the filter. */
  total: number;
  /** What to send as `after` for the next page; null on the last. */
  next: string | null;
}

export interface CommitmentDetail extends CommitmentView {
  targets: TargetRevision[];
  verdicts: Verdict[];
  evidence: Evidence[];
}

@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly views: Views,
    private readonly audit: AuditService,
    private readonly policies: Policies,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(filter: CommitmentFilter, page: Page, asOf: Day | null): Promise<CommitmentList> {
    if (asOf !== null) return listOf(await this.audit.viewsAsOf(asOf), filter, page);
    const today = this.today();
    const { items, total } = await listCommitments(
      this.database.read,
      filter,
      { ...page, limit: page.limit + 1 },
      today,
      (await this.policies.inForce(this.database.read)).dueSoonDays,
    );
    const shown = items.slice(0, page.limit);
    return {
      items: await this.views.list(this.database.read, shown, today),
      total,
      next: items.length > page.limit ? (shown.at(-1)?.ref ?? null) : null,
    };
  }

  async read(ref: string, asOf: Day | null): Promise<CommitmentDetail> {
    if (asOf !== null) return this.readAsOf(ref, asOf);
    const on = this.database.read;
    const commitment = await readRow(on, 'commitment', ref);
    if (commitment === null) throw new Refusal('not_found', `There is no ${ref}.`);
    return {
      ...(await this.views.of(on, commitment, this.today())),
      targets: await targetRevisions(on, ref),
      verdicts: await verdictsOf(on, ref),
      evidence: await evidenceOf(on, ref),
    };
  }

  private async readAsOf(ref: string, asOf: Day): Promise<CommitmentDetail> {
    const view = (await this.audit.viewsAsOf(asOf)).find((v) => v.ref === ref);
    if (view === undefined) throw new Refusal('not_found', `There was no ${ref} as of ${asOf}.`);
    const { register } = await this.audit.asOf(asOf);
    const of = <T extends { commitment: string }>(rows: Map<string, T>): T[] => [...rows.values()].filter((row) => row.commitment === ref);
    return { ...view, targets: of(register.target), verdicts: of(register.verdict), evidence: of(register.evidence) };
  }

  private today(): Day {
    return dayIn(this.settings.zone, this.clock.now());
  }
}

/** The same narrowing over views that a past day was folded into. */
function listOf(views: CommitmentView[], filter: CommitmentFilter, { after, limit }: Page): CommitmentList {
  const found = views.filter((view) => matches(view, filter)).sort((a, b) => numberOf(a) - numberOf(b));
  const rest = found.filter((view) => numberOf(view) > after);
  const items = rest.slice(0, limit);
  return { items, total: found.length, next: rest.length > limit ? (items.at(-1)?.ref ?? null) : null };
}

function numberOf(view: CommitmentView): number {
  return Number(view.ref.slice(2));
}

function matches(view: CommitmentView, filter: CommitmentFilter): boolean {
  const { latest } = view.target;
  const text = `${view.title}\n${view.statement.quote}\n${view.ref}`.toLowerCase();
  return (
    (filter.q === undefined || text.includes(filter.q.toLowerCase())) &&
    (filter.promisor === undefined || view.promisor.id === filter.promisor) &&
    (filter.owner === undefined || view.owner?.id === filter.owner) &&
    (filter.topic === undefined || view.topics.includes(filter.topic)) &&
    (filter.verdict === undefined || view.verdict === filter.verdict) &&
    (filter.standing === undefined || view.standing === filter.standing) &&
    (filter.timeliness === undefined || view.timeliness === filter.timeliness) &&
    (filter.dueFrom === undefined || (latest !== null && latest >= filter.dueFrom)) &&
    (filter.dueTo === undefined || (latest !== null && latest <= filter.dueTo))
  );
}
