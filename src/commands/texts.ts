/** `pledgebook propose`: what may be commitments in a text, without keeping it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { readConfig } from '../config.js';
import type { Proposal } from '../domain/proposals/index.js';
import { textFormats, type TextFormat } from '../domain/texts.js';
import { isDay } from '../domain/time.js';
import { readConventions, readLexicons } from '../facts.js';
import { createProposalModel } from '../outgoing/proposal-model.js';
import { askModel, noticeOf } from '../services/asking-model.js';
import { readText } from '../services/text-reading.js';
import { languageOf } from '../services/texts.service.js';
import { CommandFailure, print, printJson, remark } from './output.js';

interface Options {
  published: string;
  issuer: string;
  lang?: string;
  model: boolean;
  json?: true;
}

export function addTextCommands(program: Command): void {
  program
    .command('propose')
    .description('find what may be commitments in a text (txt, md, html, eml); a person decides on each')
    .argument('<file>', 'the text, or - for standard input')
    .requiredOption('--published <day>', 'the day it was published, YYYY-MM-DD')
    .requiredOption('--issuer <name>', 'who issued it')
    .option('--lang <lang>', 'en or fr; found out by itself when left out')
    .option('--no-model', 'leave out the language model that PROPOSALS_LLM_URL names: nothing leaves this machine')
    .option('--json', 'print JSON')
    .action(async (file: string, { published, issuer, lang, model: mayAsk, json }: Options) => {
      if (!isDay(published)) throw new CommandFailure(`--published is "${published}"; accepted: a calendar day written YYYY-MM-DD`, 2);
      if (lang !== undefined && lang !== 'en' && lang !== 'fr') throw new CommandFailure(`--lang is "${lang}"; accepted: en, fr`, 2);
      if (issuer.trim() === '') throw new CommandFailure('--issuer is empty; accepted: the name of whoever issued the text', 2);
      if (file !== '-' && !existsSync(file)) throw new CommandFailure(`there is no file ${file}`);
      const bytes = file === '-' ? await buffer(process.stdin) : readFileSync(file);
      const text = await readText(bytes, formatOf(file));
      const language = lang ?? languageOf(text);
      const sourceSha256 = createHash('sha256').update(bytes).digest('hex');
      const lexicon = readLexicons()[language];
      const config = readConfig();
      const conventions = readConventions(config.DATA_DIR);
      const model = mayAsk && config.proposalModel !== null ? createProposalModel(config.proposalModel) : null;
      if (model !== null) remark(noticeOf(model));
      const source = { text, sourceSha256, publishedOn: published, issuer, lang: language, lexicon, conventions };
      const { proposals, asked, ...counts } = await askModel(model, source);
      if (asked !== null)
        remark(
          asked.failure === null
            ? `The model suggested ${asked.suggested} passages, of which ${asked.dropped} are not in the text.`
            : `The model was of no use: ${asked.failure}.`,
        );
      if (json) return printJson({ sourceSha256, lang: language, publishedOn: published, issuer, model: asked, ...counts, proposals });
      for (const proposal of proposals) print(inWords(proposal));
      print(`${proposals.length} proposals; ${counts.withoutProposal} of ${counts.sentences} sentences had none.`);
    });
}

function formatOf(file: string): TextFormat {
  const ending = extname(file).slice(1).toLowerCase();
  if (ending === 'htm') return 'html';
  return textFormats.find((format) => format === ending) ?? 'txt';
}

function inWords(p: Proposal): string {
  const facts = [
    `${p.tier} ${p.kind}, ${p.score} points`,
    p.promisor === null ? 'promisor not told' : `${p.promisor.text}${p.promisor.how === 'named' ? '' : ' (deduced)'}`,
    `said ${p.statedOn}${p.speaker === null ? '' : ` by ${p.speaker}`}`,
    p.target === null ? 'no date' : `${p.target.text}: ${p.target.kind} ${p.target.earliest ?? '…'} to ${p.target.latest ?? '…'}`,
    ...(p.condition === null ? [] : [`condition: ${p.condition}`]),
    ...(p.foundBy === 'rules' ? [] : [p.foundBy === 'both' ? 'found by the model too' : 'found by the model alone']),
    ...(p.modelDate === null || p.modelDate.agrees ? [] : [`the model takes the date for ${p.modelDate.text}`]),
    ...(p.compound ? ['perhaps two promises'] : []),
    ...(p.mergeWith === null ? [] : [`perhaps the same as ${p.mergeWith}`]),
  ];
  return `${p.id}  ${p.quote.replace(/\s+/g, ' ')}\n    ${facts.join(' · ')}`;
}
