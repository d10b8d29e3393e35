/** From a text to commitments: kept, read, proposed, and decided on by a person, one at a time. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newCommitmentSchema, type NewCommitment } from '../domain/commitment.js';
import { detectLang, read } from '../domain/phrases/index.js';
import { extractorOf, propose, type Proposal, type Proposals } from '../domain/proposals/index.js';
import { Refusal } from '../domain/refusal.js';
import {
  qualityOf,
  type Accepted,
  type Decision,
  type DecisionInput,
  type MissInput,
  type NewText,
  type ProposalQuality,
  type SourceText,
} from '../domain/texts.js';
import { dayIn } from '../domain/time.js';
import { Database, type Tx } from '../store/database.js';
import { readRow, record } from '../store/register.store.js';
import {
  allDecisions,
  bodyOf,
  decisionOn,
  decisionsOf,
  keepBody,
  proposalById,
  proposalsOf,
  textById,
  textBySha256,
  textsBefore,
} from '../store/texts.store.js';
import { Commands, newId, type Caller } from './commands.js';
import { assertNotAfter, RegisterService } from './register.service.js';
import { SETTINGS, type Settings } from './settings.js';
import { readText } from './text-reading.js';
import { Views, type CommitmentView } from './views.js';

export interface TextProposals {
  text: SourceText;
  /** What the places are counted in. */
  content: string;
  items: (Proposal & { decision: Decision | null })[];
  misses: Decision[];
}

export interface Decided {
  decision: Decision;
  /** What was registered, where something was. */
  commitment: CommitmentView | null;
}

/** The language of its first pages is the text's. */
const unitsForLanguage = 20_000;

@Injectable()
export class TextsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly register: RegisterService,
    private readonly views: Views,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Refuses (`duplicate`) bytes that are here already: their proposals have ids and decisions. */
  async keep(caller: Caller, input: NewText): Promise<SourceText> {
    const { publishedOn, issuer, format, title, url } = input;
    const raw = Buffer.from(input.content, input.encoding === 'base64' ? 'base64' : 'utf8');
    const readable = await readText(raw, format);
    const sha256 = createHash('sha256').update(raw).digest('hex');
    const lang = input.lang ?? languageOf(readable);
    const found = this.propose(readable, { sha256, publishedOn, issuer, lang });
    return this.commands.run(caller, async (tx) => {
      const today = dayIn(this.settings.zone, tx.now);
      assertNotAfter(publishedOn, today, '/publishedOn');
      const twin = await textBySha256(tx.manager, sha256);
      if (twin !== null) throw new Refusal('duplicate', 'This very text is here already.', { pointer: '/content', extra: { id: twin.id } });
      const id = newId(tx);
      const of = (tier: Proposal['tier']): number => found.proposals.filter((p) => p.tier === tier).length;
      const payload = {
        ...{ id, sha256, bytes: raw.length, format, lang, publishedOn, issuer, title, url },
        ...{ sentences: found.sentences, withoutProposal: found.withoutProposal, likely: of('likely'), possible: of('possible') },
        extractor: extractorOf(this.settings.lexicons[lang]),
      };
      await record(tx, { type: 'text.kept', commitment: null, actor: caller.actor, payload }, today);
      const proposals = found.proposals.map((proposal, position) => ({ id: proposal.id, text: id, position, proposal }));
      await keepBody(tx, { text: id, raw, readable }, proposals);
      return { ...payload, addedBy: caller.actor, addedAt: tx.now };
    });
  }

  /** Of any text, without keeping it. */
  propose(text: string, source: { sha256: string; publishedOn: string; issuer: string; lang: 'en' | 'fr' }): Proposals {
    const { lexicons, conventions } = this.settings;
    return propose({ ...source, text, sourceSha256: source.sha256, lexicon: lexicons[source.lang], conventions });
  }

  async proposals(id: string): Promise<TextProposals> {
    const on = this.database.read;
    const [text, body] = [await textById(on, id), await bodyOf(on, id)];
    if (text === null || body === null) throw new Refusal('not_found', 'There is no such text.');
    const decisions = await decisionsOf(on, id);
    const items = (await proposalsOf(on, id)).map(({ proposal }) => ({
      ...proposal,
      decision: decisions.find((d) => d.proposal === proposal.id) ?? null,
    }));
    return { text, content: body.readable, items, misses: decisions.filter((d) => d.outcome === 'missed') };
  }

  /** The latest first; `next` is what to send as `before` for the page after. */
  async page(before: string | null, limit: number): Promise<{ items: SourceText[]; next: string | null }> {
    const rows = await textsBefore(this.database.read, before, limit + 1);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.addedAt ?? null) : null };
  }

  async quality(): Promise<ProposalQuality> {
    return qualityOf(await allDecisions(this.database.read));
  }

  decide(caller: Caller, id: string, input: DecisionInput): Promise<Decided> {
    return this.commands.run(caller, async (tx) => {
      const kept = await proposalById(tx.manager, id);
      if (kept === null) throw new Refusal('not_found', 'There is no such proposal.');
      const earlier = await decisionOn(tx.manager, id);
      if (earlier !== null)
        throw new Refusal('not_allowed_now', `This proposal was ${earlier.outcome} already; decisions stay.`, {
          extra: { decision: earlier },
        });
      const { proposal, text } = kept;
      const base = {
        text,
        proposal: id,
        tier: proposal.tier,
        cue: proposal.reasons[0]?.[0] ?? null,
        start: proposal.start,
        end: proposal.end,
      };
      if (input.decision === 'accept') {
        const { commitment, edits, place } = await this.registerFrom(tx, caller, text, input.commitment, proposal);
        return this.decided(tx, caller, { ...base, ...place, outcome: 'accepted', edits, commitment }, null);
      }
      if (input.decision === 'reject')
        return this.decided(tx, caller, { ...base, outcome: 'rejected', edits: {}, commitment: null }, input.reason);
      const into = await this.mergedInto(tx, id, input.into);
      return this.decided(tx, caller, { ...base, outcome: 'merged', edits: { into: input.into }, commitment: into }, input.reason ?? null);
    });
  }

  /** Registers what a person found and the rules did not, and keeps that they did not. */
  addMiss(caller: Caller, text: string, input: MissInput): Promise<Decided> {
    return this.commands.run(caller, async (tx) => {
      const { commitment, place } = await this.registerFrom(tx, caller, text, input, null);
      return this.decided(
        tx,
        caller,
        { text, proposal: null, tier: null, cue: null, ...place, outcome: 'missed', edits: {}, commitment },
        null,
      );
    });
  }

  private async registerFrom(tx: Tx, caller: Caller, textId: string, input: Accepted, proposal: Proposal | null) {
    const [text, body] = [await textById(tx.manager, textId), await bodyOf(tx.manager, textId)];
    if (text === null || body === null) throw new Refusal('not_found', 'There is no such text.');
    const { kind, target, condition, speaker, speakerRole, saidOn, start, end, ...plain } = input;
    const place = { start: start ?? proposal?.start ?? 0, end: end ?? proposal?.end ?? 0 };
    const quote = body.readable.slice(place.start, place.end);
    if (place.end > body.readable.length || quote.trim() === '' || !quote.isWellFormed())
      throw new Refusal('invalid_input', 'The quote must be a stretch of the text.', { pointer: '/commitment/start' });
    const statement = {
      ...{ quote, lang: text.lang, speaker: speaker ?? proposal?.speaker ?? null, speakerRole: speakerRole ?? null },
      saidOn: saidOn ?? proposal?.statedOn ?? text.publishedOn,
      publishedOn: text.publishedOn,
      source: { title: text.title, publisher: text.issuer, url: text.url, archivedSha256: text.sha256 },
    };
    const commitment = newCommitmentSchema.parse({
      ...plain,
      kind: kind ?? proposal?.kind,
      statement,
      target: target ?? this.proposedTarget(proposal, text.lang, statement.saidOn),
      condition: condition === undefined ? (proposal?.condition ?? null) : condition,
    });
    const registered = await this.register.registerIn(tx, caller, commitment);
    return { commitment: registered.ref, place, edits: proposal === null ? {} : editsOf(proposal, commitment, place) };
  }

  /** The phrase where reading it alone says the same as reading it in its clause, so that its conventions are named. */
  private proposedTarget(proposal: Proposal | null, lang: 'en' | 'fr', saidOn: string): NewCommitment['target'] {
    if (proposal === null || proposal.target === null) return { kind: 'undated' };
    const { kind, edtf, certainty, text, duration, trigger, recurrence } = proposal.target;
    const alone = read(text, { saidOn, lang, conventions: this.settings.conventions });
    if (alone.length === 1 && alone[0]?.kind === kind && alone[0].edtf === edtf) return { phrase: text, lang };
    return {
      kind,
      edtf,
      certainty,
      phrase: text,
      lang,
      duration: duration ?? null,
      trigger: trigger ?? null,
      recurrence: recurrence ?? null,
    };
  }

  private async mergedInto(tx: Tx, id: string, into: string): Promise<string> {
    const other = into.startsWith('C-') ? null : await decisionOn(tx.manager, into);
    const ref = into.startsWith('C-') ? into : other?.commitment;
    if (into === id || ref === undefined || ref === null || (await readRow(tx.manager, 'commitment', ref)) === null)
      throw new Refusal('invalid_input', 'Merge into a commitment, or into a proposal that was accepted.', { pointer: '/into' });
    return ref;
  }

  private async decided(
    tx: Tx,
    caller: Caller,
    said: Omit<Decision, 'id' | 'decidedBy' | 'decidedAt'>,
    reason: string | null,
  ): Promise<Decided> {
    const today = dayIn(this.settings.zone, tx.now);
    const payload = { id: newId(tx), ...said };
    await record(tx, { type: 'proposal.decided', commitment: null, actor: caller.actor, payload, reason }, today);
    const row = said.commitment === null ? null : await readRow(tx.manager, 'commitment', said.commitment);
    const commitment = row === null ? null : await this.views.of(tx.manager, row, today);
    return { decision: { ...payload, decidedBy: caller.actor, decidedAt: tx.now }, commitment };
  }
}

export function languageOf(text: string): 'en' | 'fr' {
  return detectLang(text.slice(0, unitsForLanguage));
}

/** What a person changed, as it was proposed: what the rules are to learn from. */
function editsOf(proposal: Proposal, made: NewCommitment, place: { start: number; end: number }): Record<string, unknown> {
  const promisor = typeof made.promisor === 'string' ? made.promisor : made.promisor.id;
  const pairs: [string, unknown, unknown][] = [
    ['kind', proposal.kind, made.kind],
    ['promisor', proposal.promisor?.text ?? null, promisor],
    ['speaker', proposal.speaker, made.statement.speaker],
    ['saidOn', proposal.statedOn, made.statement.saidOn],
    ['condition', proposal.condition, typeof made.condition === 'string' ? made.condition : (made.condition?.text ?? null)],
    ['target', proposal.target?.text ?? null, 'kind' in made.target ? (made.target.phrase ?? null) : made.target.phrase],
    ['start', proposal.start, place.start],
    ['end', proposal.end, place.end],
  ];
  return Object.fromEntries(pairs.filter(([, was, is]) => was !== is).map(([name, was]) => [name, was]));
}
