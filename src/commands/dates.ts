/** `pledgebook date` and `pledgebook edtf`: how a phrase or an expression is read, one or a line each from standard input. */
import type { Command } from 'commander';
import type { Conventions } from '../domain/conventions.js';
import { EdtfError, parseEdtf } from '../domain/edtf/index.js';
import { edtfText } from '../domain/edtf/text.js';
import { detectLang, read } from '../domain/phrases/index.js';
import { readConfig } from '../config.js';
import { isDay } from '../domain/time.js';
import { readConventions } from '../facts.js';
import { CommandFailure, linesOfStdin, print, printJson } from './output.js';

type Lang = 'en' | 'fr';

export function addDateCommands(program: Command): void {
  program
    .command('date')
    .description('read a deadline phrase as it was meant on the day it was said')
    .argument('<phrase>', 'the phrase, or - for a line each from standard input')
    .requiredOption('--said <day>', 'the day it was said, YYYY-MM-DD')
    .option('--lang <lang>', 'en or fr; found out by itself when left out', langOf)
    .option('--json', 'print JSON')
    .action(async (phrase: string, options: { said: string; lang?: Lang; json?: true }) => {
      if (!isDay(options.said)) throw new CommandFailure(`--said is "${options.said}"; accepted: a calendar day written YYYY-MM-DD`, 2);
      const conventions = readConventions(readConfig().DATA_DIR);
      if (phrase !== '-') {
        if (phrase.trim() === '') throw new CommandFailure('the phrase is empty');
        const answer = readPhrase(phrase, options, conventions);
        return options.json ? printJson(answer) : printReadings(answer);
      }
      let invalid = 0;
      for await (const line of linesOfStdin()) {
        if (line.trim() === '') {
          invalid++;
          printJson({ input: line, error: { position: 0, expected: 'a phrase' } });
        } else printJson(readPhrase(line, options, conventions));
      }
      if (invalid > 0) throw new CommandFailure(`${invalid} empty lines`);
    });

  program
    .command('edtf')
    .description('read an EDTF expression: bounds and words')
    .argument('<edtf>', 'the expression, or - for a line each from standard input')
    .option('--lang <lang>', 'language of the words, en or fr', langOf, 'en' as Lang)
    .option('--json', 'print JSON')
    .action(async (edtf: string, options: { lang: Lang; json?: true }) => {
      if (edtf !== '-') {
        const answer = readExpression(edtf, options.lang);
        if ('error' in answer) {
          if (options.json) printJson(answer);
          throw new CommandFailure(`"${edtf}" at position ${answer.error.position}: expected ${answer.error.expected}`);
        }
        return options.json
          ? printJson(answer)
          : print(
              `${answer.text}\n${answer.earliest ?? (answer.openStart ? 'open' : 'unknown')} to ${answer.latest ?? (answer.openEnd ? 'open' : 'unknown')} (level ${answer.level})`,
            );
      }
      let invalid = 0;
      for await (const line of linesOfStdin()) {
        const answer = readExpression(line, options.lang);
        if ('error' in answer) invalid++;
        printJson(answer);
      }
      if (invalid > 0) throw new CommandFailure(`${invalid} lines are not EDTF`);
    });
}

function langOf(text: string): Lang {
  if (text === 'en' || text === 'fr') return text;
  throw new CommandFailure(`--lang is "${text}"; accepted: en, fr`, 2);
}

function readPhrase(phrase: string, { said, lang }: { said: string; lang?: Lang }, conventions: Conventions) {
  const language = lang ?? detectLang(phrase);
  return { phrase, lang: language, readings: read(phrase, { saidOn: said, lang: language, conventions }) };
}

function printReadings({ phrase, readings }: ReturnType<typeof readPhrase>): void {
  if (readings.length === 0) print(`"${phrase}": no date in it`);
  for (const r of readings) {
    const window = `${r.earliest ?? '…'} to ${r.latest ?? '…'}`;
    print(
      `"${r.text}": ${r.kind} ${r.edtf ?? ''} ${r.certainty === 'exact' ? '' : `(${r.certainty}) `}${window}${r.firstOverdueDay === null ? '' : `, overdue from ${r.firstOverdueDay}`}`,
    );
  }
}

type Expression =
  | { edtf: string; level: number; earliest: string | null; latest: string | null; openStart: boolean; openEnd: boolean; text: string }
  | { input: string; error: { position: number; expected: string } };

function readExpression(text: string, lang: Lang): Expression {
  try {
    const { edtf, level, earliest, latest, openStart, openEnd } = parseEdtf(text);
    return { edtf, level, earliest, latest, openStart, openEnd, text: edtfText({ edtf }, lang) };
  } catch (error) {
    if (error instanceof EdtfError) return { input: text, error: { position: error.position, expected: error.expected } };
    throw error;
  }
}
