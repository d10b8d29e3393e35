/** Reading commitments: lists and single ones, now from the rows, as of a day from the log. */
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock.js';
import type { CommitmentFilter } from '../domain/commitment-filter.js';
import type { TargetRevision } from '../domain/evolve.js';
import { publicViewOf, type PublicCommitment } from '../domain/public-view.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn, type Day } from '../domain/time.js';
import type { Evidence } from '../domain/evidence.js';
import type { Verdict } from '../domain/verdict.js';
import { evidenceOf, listCommitments, originalTargets, targetRevisions, verdictsOf, type Page } from '../store/commitments.store.js';
import { Database } from '../store/database.js';
import { readRow } from '../store/register.store.js';
import { AsOfService } from './as-of.service.js';
import { Policies } from './policies.js';
import { SETTINGS, type Settings } from './settings.js';
import { Views, type CommitmentView } from './views.js';

export { commitmentFilterSchema, type CommitmentFilter } from '../domain/commitment-filter.js';

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
    private readonly asOf: AsOfService,
    private readonly policies: Policies,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(filter: CommitmentFilter, page: Page, asOf: Day | null): Promise<CommitmentList> {
    const today = this.today();
    if (asOf !== null || filter.outcome !== undefined || filter.finding !== undefined) return this.listAsOf(filter, page, asOf ?? today);
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

  /** As outsiders may have it; null for what they may not see. */
  async publicView(ref: string): Promise<PublicCommitment | null> {
    const on = this.database.read;
    const commitment = await readRow(on, 'commitment', ref);
    if (commitment === null) return null;
    const original = (await originalTargets(on, [commitment])).get(ref) ?? commitment.target;
    const url = new URL(`/commitments/${ref}`, this.settings.publicUrl).href;
    return publicViewOf(commitment, { parties: await this.asOf.partiesOf([commitment]), original, url });
  }

  private async readAsOf(ref: string, asOf: Day): Promise<CommitmentDetail> {
    const moment = await this.asOf.at(asOf);
    const register = await this.asOf.commitments(moment, [ref]);
    const commitment = register.commitment.get(ref);
    if (commitment === undefined) throw new Refusal('not_found', `There was no ${ref} as of ${asOf}.`);
    const of = <T>(rows: Map<string, T>): T[] => [...rows.values()];
    return {
      ...this.asOf.view(moment, commitment, register, await this.asOf.partiesOf([commitment])),
      ...{ targets: of(register.target), verdicts: of(register.verdict), evidence: of(register.evidence) },
    };
  }

  /** From versions, which know what rows do not: what was so on a day, and what only counting tells. */
  private async listAsOf(filter: CommitmentFilter, page: Page, asOf: Day): Promise<CommitmentList> {
    const moment = await this.asOf.at(asOf);
    const numbers = await this.asOf.numbers(moment, filter);
    const found = filter.q === undefined ? numbers : await this.asOf.withWords(moment, numbers, filter.q);
    const rest = found.filter((number) => number > page.after);
    const items = await this.asOf.views(moment, rest.slice(0, page.limit));
    return { items, total: found.length, next: rest.length > page.limit ? (items.at(-1)?.ref ?? null) : null };
  }

  private today(): Day {
    return dayIn(this.settings.zone, this.clock.now());
  }
}
