/**
 * What a language model says of a text, taken at its word in nothing: a quote counts only where the text has it letter for
 * letter, and dates are read from the quote by the same rules as ever. It adds to what the rules propose and takes away nothing.
 */
import { z } from 'zod';
import { commitmentKinds } from '../axes.js';
import { deadlinesIn } from './deadlines.js';
import { conditionOf } from './modality.js';
import { proposalId, type Proposal, type Proposals, type ProposedTarget, type ReadText } from './proposal.js';
import { quotationsOf } from './quotations.js';
import { tierFrom } from './score.js';
import { sentencesOf, type Sentence } from './sentences.js';
import { voicesOf, type Voices } from './speakers.js';

const words = (most: number) => z.string().trim().max(most).nullish();

/** One promise as a model words it. Whatever else it sends along is passed over. */
export const suggestionSchema = z.object({
  quote: z.string().min(1).max(5000),
  kind: z.enum(commitmentKinds).nullish().catch(null),
  promisor: words(300).catch(null),
  /** A day, a month or a year, or a range of these, as it understood the deadline. */
  date: words(100).catch(null),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** What came of asking a model. */
export interface Consulted {
  proposals: Proposal[];
  /** Sentences that neither proposes anything in. */
  withoutProposal: number;
  /** Quotes that the text does not have. */
  dropped: number;
}

/** The union of both, in the text's order, each labelled by whom it was found. */
export function unionWith(source: ReadText, rules: Proposals, suggestions: readonly Suggestion[], model: string): Consulted {
  const { text, lexicon, publishedOn } = source;
  const sentences = sentencesOf(text, lexicon);
  const read = { ...source, sentences, voices: voicesOf(text, sentences, quotationsOf(text), lexicon, publishedOn) };
  const proposals = rules.proposals.map((proposal) => ({ ...proposal }));
  const made: Proposal[] = [];
  let dropped = 0;
  for (const suggestion of suggestions) {
    const place = locate(text, suggestion.quote, made);
    if (place === null) {
      dropped++;
      continue;
    }
    const twin = proposals.find((proposal) => isSame(proposal, place));
    if (twin === undefined) made.push(proposalOf(read, place, suggestion, model));
    else Object.assign(twin, { foundBy: 'both', modelDate: twin.modelDate ?? modelDateOf(suggestion.date, twin.target) });
  }
  const all = [...proposals, ...made].sort((a, b) => a.start - b.start || a.end - b.end);
  const newly = sentences.filter((s) => made.some((each) => overlap(s, each) > 0) && !proposals.some((each) => overlap(s, each) > 0));
  return { proposals: all, withoutProposal: rules.withoutProposal - newly.length, dropped };
}

interface Place {
  start: number;
  end: number;
}

/** The first place that no earlier suggestion has taken; null where the text does not say so. */
function locate(text: string, quoted: string, taken: readonly Place[]): Place | null {
  const quote = quoted.trim();
  if (!/\p{L}/u.test(quote) || !quote.isWellFormed()) return null;
  for (let start = text.indexOf(quote); start >= 0; start = text.indexOf(quote, start + 1)) {
    const end = start + quote.length;
    if (!taken.some((other) => overlap(other, { start, end }) > 0)) return { start, end };
  }
  return null;
}

/** They share more than half of the shorter one. */
function isSame(a: Place, b: Place): boolean {
  return overlap(a, b) * 2 > Math.min(a.end - a.start, b.end - b.start);
}

function overlap(a: Place, b: Place): number {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start);
}

interface Read extends ReadText {
  sentences: readonly Sentence[];
  voices: Voices;
}

/** What a model quotes has no cue of ours: the whole quote is what its date has to follow from. */
const noCue = { cueStart: 0, cueEnd: 0, past: false, event: false };

function proposalOf(source: Read, { start, end }: Place, { kind, promisor, date }: Suggestion, model: string): Proposal {
  const { text, lexicon, publishedOn, sentences, voices } = source;
  const quote = text.slice(start, end);
  const index = sentences.findIndex((sentence) => sentence.end > start);
  const { attribution } = voices.at(start, Math.max(index, 0));
  const statedOn = attribution?.saidOn ?? publishedOn;
  const [target = null, ...furtherTargets] = deadlinesIn(quote, start, statedOn, noCue, lexicon, source.conventions).targets;
  return {
    id: proposalId(source.sourceSha256, start, end),
    sourceSha256: source.sourceSha256,
    start,
    end,
    quote,
    kind: kind ?? 'pledge',
    // A model's word alone makes nothing likely.
    tier: 'possible',
    score: tierFrom.possible,
    reasons: [['model', tierFrom.possible]],
    speaker: attribution?.speaker?.name ?? null,
    promisor: promisor != null && isNamed(promisor, source) ? { text: promisor, how: 'model' } : null,
    statedOn,
    target,
    furtherTargets,
    condition: conditionOf(quote, '', lexicon),
    polarity: 'will',
    compound: false,
    mergeWith: null,
    foundBy: 'model',
    modelDate: modelDateOf(date, target),
    extractor: { name: `model:${model}`, version: '1', lexiconSha256: lexicon.sha256 },
  };
}

function isNamed(promisor: string, { text, issuer }: ReadText): boolean {
  return promisor !== '' && (promisor === issuer || text.includes(promisor));
}

/** What the model took for the date, and whether it lies where our rules read the deadline. Null where it named none. */
function modelDateOf(date: string | null | undefined, target: ProposedTarget | null): Proposal['modelDate'] {
  if (date == null || date === '') return null;
  const [, from = '', to = from] = /^(\d{4}(?:-\d{2}){0,2})(?:\/(\d{4}(?:-\d{2}){0,2}))?$/.exec(date) ?? [];
  const agrees =
    from !== '' &&
    target !== null &&
    (target.latest?.startsWith(to) === true || (target.latest === null && target.earliest?.startsWith(from) === true));
  return { text: date, agrees };
}
