/** Evidence and verdicts: one person proposes with a source, another confirms. */
import { Inject, Injectable } from '@nestjs/common';
import { ownersSince } from '../domain/owners.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn } from '../domain/time.js';
import type { EvidenceFile, EvidenceUpload } from '../domain/evidence.js';
import { assertMayDecide, lastDayOf, type VerdictProposal } from '../domain/verdict.js';
import { evidenceOf, verdictsOf } from '../store/commitments.store.js';
import { readEvents } from '../store/log.store.js';
import { readRow } from '../store/register.store.js';
import { newId, type Caller } from './commands.js';
import { assertNotAfter, RegisterService, type Happening } from './register.service.js';
import { SETTINGS, type Settings } from './settings.js';
import type { CommitmentView } from './views.js';

@Injectable()
export class VerdictsService {
  constructor(
    private readonly register: RegisterService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A link, or with a file that is kept already, what it is of or a copy of. */
  addEvidence(caller: Caller, ref: string, input: EvidenceUpload, file: EvidenceFile | null = null): Promise<CommitmentView> {
    return this.register.change(caller, ref, 'updated', (tx) => {
      assertNotAfter(input.date, dayIn(this.settings.zone, tx.now), '/date');
      return [{ type: 'evidence.added', payload: { id: newId(tx), ...input, file } }];
    });
  }

  /**
   * Also how an effective verdict is reversed: a new proposal beside it, which counts once it is confirmed. One of `pending` takes it
   * back and opens the commitment again.
   */
  propose(caller: Caller, ref: string, proposal: VerdictProposal): Promise<CommitmentView> {
    return this.register.change(caller, ref, 'updated', async (tx, was) => {
      const today = dayIn(this.settings.zone, tx.now);
      if (was.publication !== 'published')
        throw new Refusal('not_allowed_now', `${ref} is ${was.publication}: a verdict is proposed on a published commitment.`);
      const verdicts = await verdictsOf(tx.manager, ref);
      if (verdicts.some((v) => v.state === 'proposed'))
        throw new Refusal('not_allowed_now', 'A proposal already waits for its confirmation.');
      const known = new Set((await evidenceOf(tx.manager, ref)).map((e) => e.id));
      const { validOn = today, evidence, ...said } = proposal;
      assertNotAfter(validOn, today, '/validOn');
      const added: Happening[] = [];
      const ids = evidence.map((item, i) => {
        if (typeof item === 'string') {
          if (!known.has(item)) throw new Refusal('invalid_input', `${ref} has no evidence with this id.`, { pointer: `/evidence/${i}` });
          return item;
        }
        assertNotAfter(item.date, today, `/evidence/${i}/date`);
        const id = newId(tx);
        added.push({ type: 'evidence.added', payload: { id, ...item, file: null } });
        return id;
      });
      if (said.verdict === 'pending' && was.verdict === 'pending')
        throw new Refusal('not_allowed_now', `${ref} has no verdict that could be taken back.`, { pointer: '/verdict' });
      if (said.verdict !== 'pending' && ids.length === 0)
        throw new Refusal('evidence_required', 'A verdict needs at least one piece of evidence.', { pointer: '/evidence' });
      const payload = { id: newId(tx), number: verdicts.length + 1, ...said, evidence: ids };
      return [...added, { type: 'verdict.proposed', payload, validOn }];
    });
  }

  decide(caller: Caller, ref: string, id: string, decision: 'confirm' | 'return', reason: string | null): Promise<CommitmentView> {
    return this.register.change(caller, ref, decision === 'confirm' ? 'settled' : 'updated', async (tx, was) => {
      const verdict = await readRow(tx.manager, 'verdict', id);
      if (verdict === null || verdict.commitment !== ref) throw new Refusal('not_found', `${ref} has no verdict with this id.`);
      assertMayDecide(was, verdict, caller.actor, ownersSince(await readEvents(tx.manager, { commitment: ref }), id));
      if (decision === 'return') {
        if (reason === null) throw new Refusal('invalid_input', 'Returning a verdict needs a reason.', { pointer: '/reason' });
        return [{ type: 'verdict.returned', payload: { id }, reason }];
      }
      const fulfilledOn = verdict.fulfilledOn === null ? null : lastDayOf(verdict.fulfilledOn);
      return [{ type: 'verdict.confirmed', payload: { id, fulfilledOn }, reason, validOn: verdict.validOn }];
    });
  }
}
