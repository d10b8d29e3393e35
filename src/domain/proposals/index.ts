/**
 * From a text to what may be commitments in it: deterministic, offline, every inference with its reason. By decision it
 * offers and never decides; a person accepts, edits, merges or rejects each.
 */
import { clauseOf } from './clause.js';
import { cuesIn, type CueInSentence } from './cues.js';
import { deadlinesIn } from './deadlines.js';
import { find, has, type ProposalLexicon } from './lexicon.js';
import { markTwins } from './merging.js';
import { conditionOf, isHedged, isOpen, isQuestion, polarityOf } from './modality.js';
import { proposalId, type Proposal, type Proposals, type ReadText } from './proposal.js';
import { quotationsOf } from './quotations.js';
import { scoreOf, tierFrom } from './score.js';
import { sentencesOf, type Sentence, type Span } from './sentences.js';
import { voicesOf } from './speakers.js';
import { agentOf, promisorOf, referentOf, subjectOf, type Subject } from './subject.js';
import { verbOf } from './verbs.js';

export { compileLexicon, cueClasses, lexiconSchema, type LexiconFile, type ProposalLexicon } from './lexicon.js';
export { suggestionSchema, unionWith, type Suggestion } from './model.js';
export { proposalSchema, tiers, type Proposal, type Proposals, type ProposedTarget, type ReadText } from './proposal.js';

/** What made a proposal: these rules, with that lexicon. */
export function extractorOf({ sha256 }: ProposalLexicon): Proposal['extractor'] {
  return { name: 'pledgebook-rules', version: '1', lexiconSha256: sha256 };
}

/** The proposals in the text's order. `text.slice(start, end) === quote` for each. Never throws. */
export function propose(source: ReadText): Proposals {
  const { text, lexicon, publishedOn } = source;
  const sentences = sentencesOf(text, lexicon);
  const voices = voicesOf(text, sentences, quotationsOf(text), lexicon, publishedOn);
  const proposals: Proposal[] = [];
  const hit = new Set<number>();
  const own = speaksForIssuer(source);
  const ofLaw = has(lexicon.words.law, text);
  // Latest last: a pronoun stands for one of them.
  const parties: string[] = [];
  for (const [index, sentence] of sentences.entries()) {
    const cues = cuesIn(sentence, { own, ofLaw }, lexicon);
    let lastSubject: Subject | null = null;
    const taken: Span[] = [];
    for (const cue of cues) {
      const clause = clauseOf(sentence.text, cue, cues, lexicon);
      if (cue.cue.class === 'event') clause.start = eventStart(sentence.text, clause, cue);
      if (taken.some(({ start, end }) => clause.start < end && start < clause.end)) continue;
      const at = sentence.start + clause.start;
      const words = sentence.text.slice(clause.start, clause.end);
      // An item of a list that is made of marks alone promises nothing, whatever leads into the list.
      if (!/\p{L}/u.test(words)) continue;
      // "Will collect and treat more": a verb that is left alone says nothing by itself.
      if (cue.leadIn === null && /^\p{L}+$/u.test(words)) continue;
      const { attribution, quotation } = voices.at(sentence.start + Math.max(cue.end - 1, 0), index);
      const statedOn = attribution?.saidOn ?? publishedOn;
      const teller = attribution?.speaker?.name;
      if (teller !== undefined && parties.at(-1) !== teller && !parties.includes(teller)) parties.push(teller);
      const verb = verbOf(cue, sentence.text, lexicon);
      const agent = verb.passive ? agentOf(sentence.text.slice(cue.end, clause.end), lexicon) : null;
      const subject: Subject = agent ?? subjectIn(sentence, clause.start, cue, lastSubject, lexicon);
      if (subject.person !== 'none') lastSubject = subject;
      const deadlines = deadlinesIn(
        words,
        at,
        statedOn,
        { cueStart: cue.start - clause.start, cueEnd: cue.end - clause.start, past: isTold(cue), event: cue.cue.class === 'event' },
        lexicon,
        source.conventions,
      );
      // An event has a date of its own; "before the summit" is none.
      if (cue.cue.class === 'event') deadlines.targets = deadlines.targets.filter(({ kind }) => kind !== 'event');
      if (cue.cue.dated === true && deadlines.targets.length === 0) continue;
      const before = sentence.text.slice(clause.start, Math.max(cue.start, clause.start));
      const polarity = cue.leadIn === null ? polarityOf(cue.cue, before, cue.words, lexicon) : polarityOf(cue.cue, '', cue.words, lexicon);
      if (polarity === 'cancelled' || isOpen(cue.cue, before, lexicon) || has(lexicon.words.cancels, words)) continue;
      if (cue.cue.class === 'decision' && has(lexicon.words.lately, words)) continue;
      const future = cue.cue.class.endsWith('future');
      const refrains = polarity === 'will_not';
      const found = {
        cue: cue.cue,
        words: cue.words,
        person: subject.person,
        dated: deadlines.targets.length > 0,
        past: deadlines.past,
        verb: verb.sort,
        passive: verb.passive,
        refrains,
        hedged: isHedged(words, cue.end - clause.start, lexicon),
        own,
        conditional: has(lexicon.words.condition, sentence.text),
        formerly: isTold(cue) && (has(lexicon.words.formerly, before.slice(-30)) || /(?<!\p{L})had\s(?:\p{L}+ly\s)?$/u.test(before)),
        question: isQuestion(sentence.text),
        leadIn: cue.leadIn !== null,
      };
      // "Ten hospitals would be built": what something is done to is not who does it.
      const isDoneTo = future && verb.passive && subject.person === 'party';
      const { score, reasons } = scoreOf(found);
      if (deadlines.elsewhere) reasons.push(['date-elsewhere', 0]);
      const promisor =
        cue.asked !== null
          ? { text: cue.asked, how: 'named' as const }
          : promisorOf(isDoneTo && agent === null ? { person: 'thing', words: '' } : subject, {
              speaker: attribution?.speaker ?? null,
              // "Nous renforcerons ce projet, a assuré le ministre": speech that lost its marks.
              quoted: quotation !== null || attribution?.closes === true,
              issuer: voices.reported ? null : source.issuer,
              lastParty: subject.person === 'third_pronoun' ? referentOf(subject.words, parties, lexicon) : (parties.at(-1) ?? null),
              own,
            });
      if (subject.person === 'party') parties.push(subject.words);
      if (score < tierFrom.possible) continue;
      // A condition that opens the sentence is for its first clause.
      const opens = !taken.some(({ start }) => start < clause.start);
      taken.push(clause);
      hit.add(index);
      proposals.push({
        id: proposalId(source.sourceSha256, at, sentence.start + clause.end),
        sourceSha256: source.sourceSha256,
        start: at,
        end: sentence.start + clause.end,
        quote: words,
        kind: future && (refrains || verb.sort === 'continuing') ? 'assurance' : cue.cue.kind,
        tier: score >= tierFrom.likely ? 'likely' : 'possible',
        score,
        reasons,
        speaker: attribution?.speaker?.name ?? null,
        promisor,
        statedOn,
        target: deadlines.targets[0] ?? null,
        furtherTargets: deadlines.targets.slice(1),
        condition: conditionOf(words, opens ? sentence.text.slice(0, clause.start) : '', lexicon),
        polarity,
        compound: verb.compound,
        mergeWith: null,
        foundBy: 'rules',
        modelDate: null,
        extractor: extractorOf(lexicon),
      });
    }
    if (cues.length === 0) {
      const party = partyOpening(sentence, lexicon);
      if (party !== null) parties.push(party);
    }
  }
  proposals.sort((a, b) => a.start - b.start);
  markTwins(proposals);
  return { proposals, sentences: sentences.length, withoutProposal: sentences.length - hit.size };
}

/** "We", or the issuer's own name: the text is its word, not a report of others. */
function speaksForIssuer({ text, issuer, lexicon }: ReadText): boolean {
  const plain = text.replace(/[«“"][^»”"]*[»”"]/gu, ' ');
  const names = issuer.split(/[\s'’]+/u).filter((word) => word.length > 3 && /^\p{Lu}/u.test(word));
  return has(lexicon.words.first_plural, plain) || has(lexicon.words.first_singular, plain) || names.some((name) => plain.includes(name));
}

/** The subject stands before the cue: in its clause, else before that in the sentence, else in the line that leads into a list. */
function subjectIn(sentence: Sentence, clauseStart: number, cue: CueInSentence, last: Subject | null, lexicon: ProposalLexicon): Subject {
  if (cue.leadIn !== null) return subjectOf(cue.leadIn.text.slice(0, cue.leadInStart), cue.words, lexicon);
  if (impersonal.test(sentence.text.slice(Math.max(0, cue.start - 3), cue.end)))
    return whoIsToAct(sentence.text.slice(cue.end), lexicon) ?? { person: 'none', words: '' };
  const before = sentence.text.slice(clauseStart, Math.max(cue.start, clauseStart));
  if (cue.cue.class === 'reported_future') {
    const reported = subjectOf(reportedSubject(cue), '', lexicon);
    return reported.person === 'third_pronoun' ? subjectOf(before, '', lexicon) : reported;
  }
  // "The Board agreed": the cue itself begins with whom it binds.
  const own = cue.cue.class === 'decision' || cue.cue.class === 'event' ? find(lexicon.words.party, cue.words) : null;
  // "Nos enfants nous remercieront": a pronoun within such a cue is no subject.
  const within = /(?:a|ont)$/u.test(cue.verb ?? '') ? '' : cue.words;
  // "On the report of the minister, the Council adopted": right before such a cue stands its subject alone.
  const close = before.split(/,\s+/u).at(-1) ?? '';
  const subject = subjectOf(own?.index === 0 ? close + own[0] : before, within, lexicon);
  if (subject.person !== 'none') return subject;
  // "…, promising to close": whoever the sentence begins with.
  const opening = /(?:ing|ant)(?:\s|$)/u.test(cue.words) ? partyOpening(sentence, lexicon) : null;
  if (opening !== null) return { person: 'party', words: opening };
  if (before.trim() !== '') return { person: 'thing', words: '' };
  return last ?? subjectOf(sentence.text.slice(0, cue.start), cue.words, lexicon);
}

/** "Il s'agira de", "it was agreed": a pronoun that stands for nobody. */
const impersonal = /(?<!\p{L})(?:il (?:s['’]agi|est|a été|sera|n['’])|it (?:is|was|has been) (?:\p{L}+ )?(?:agreed|resolved|decided))/iu;

/** Of "it was agreed that the clerk would write": the clerk. */
function whoIsToAct(after: string, lexicon: ProposalLexicon): Subject | null {
  const [, words = ''] = /^\s*(?:that\s)?([^,;.:]{2,60}?)\s(?:would|will|should|shall|\p{L}+r(?:ait|aient|a|ont))\s/u.exec(after) ?? [];
  const subject = words === '' ? null : subjectOf(words, '', lexicon);
  return subject?.person === 'party' ? subject : null;
}

/** Of "said that the government would": what stands between "that" and the verb. */
function reportedSubject({ words, verb }: CueInSentence): string {
  const said =
    words
      .split(/\s(?:that|que)\s|\squ['’]/u)
      .slice(1)
      .join(' ') || words.split(/\s/u).slice(1).join(' ');
  return said
    .slice(0, verb === null ? undefined : said.lastIndexOf(verb))
    .replace(/\s(?:would|will)(?:\s.*)?$/u, '')
    .trim();
}

/** "On June 14th the council decided": a day before what is told in the past is the day of that. */
function isTold({ cue, words }: CueInSentence): boolean {
  return (
    (cue.class === 'decision' || cue.class === 'explicit') &&
    cue.dated !== true &&
    /ed(?:\s|$)|(?:^|\s)(?:a|ont|avons|ai|est|sont|avait|avaient|vient|viennent|venons|promise?s?|made|gave|vows?|swore|undertook|chose)\s/u.test(
      ` ${words}`,
    )
  );
}

/** An event that is only mentioned begins after the last comma before it. */
function eventStart(sentence: string, clause: Span, { start, cue }: CueInSentence): number {
  if (cue.dated !== true) return clause.start;
  const opening = /^(?:.*, )?(?:(?:avant|before|ahead of) )?/su.exec(sentence.slice(clause.start, start))?.[0].length ?? 0;
  return opening < 20 ? clause.start : clause.start + opening;
}

/** Whom a sentence begins with, for the pronoun of the next one: what stands before its first verb. */
function partyOpening({ text }: Sentence, lexicon: ProposalLexicon): string | null {
  const verb = Math.min(...[lexicon.words.finite, lexicon.words.reporting].map((words) => find(words, text)?.index ?? text.length));
  const before = verb < text.length ? text.slice(0, verb) : '';
  const named = /^(?:the|le|la|les|l['’])\s?\p{L}+(?:\s(?:of|de|du|des|for)\s(?:the\s|la\s|l['’])?[\p{L}'’]+){0,2}/iu.exec(text)?.[0] ?? '';
  for (const words of [before, named]) {
    const subject = words.length > 120 ? null : subjectOf(words, '', lexicon);
    if (subject?.person === 'party') return subject.words;
  }
  return null;
}
