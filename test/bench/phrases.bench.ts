/**
 * Phrases read a second beside chrono-node, on the same phrases in both languages, in turn, in one process. Theirs gives
 * instants and no kinds; ours the kind, the expression and the window.
 */
import { readFileSync } from 'node:fs';
import * as chrono from 'chrono-node';
import { conventionsSchema } from '../../src/domain/conventions.js';
import { read, type Lang } from '../../src/domain/phrases/index.js';
import { costs, type BenchOptions, type BenchResult } from './measure.js';

interface Phrase {
  lang: Lang;
  text: string;
}

const leastRatio = 2;
const leastRate = 10_000;
const saidOn = '2020-11-30';

/** A deadline in a sentence, as it stands in a text: most of the words are no part of it. */
const sentences: Phrase[] = [
  { lang: 'fr', text: 'Dans le même temps, nous nous engageons à les aider à les financer jusqu’en 2024, et les Alliés y pourvoient.' },
  {
    lang: 'fr',
    text: 'Le gouvernement publiera une stratégie nationale au plus tard le 31 mars 2022, puis la mettra à jour tous les deux ans.',
  },
  { lang: 'fr', text: 'La résolution 2087 du Conseil de sécurité a été adoptée par les membres présents et votants.' },
  { lang: 'en', text: 'We will cut our emissions by at least half by 2030 and reach net zero by the middle of the century.' },
  {
    lang: 'en',
    text: 'The department will publish the plan within 90 days of the signing of the agreement and report to Parliament annually.',
  },
  { lang: 'en', text: 'The mission has trained about 2000 officers, and the Allies may decide on its future in due course.' },
];

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const expressions = (['fr', 'en'] as const).flatMap(
    (lang) => (JSON.parse(readFileSync(`test/domain/cases/expressions-${lang}.json`, 'utf8')) as { cases: Phrase[] }).cases,
  );
  const times = full ? 400 : 60;
  return [
    ...(await compared('phrases/s, deadlines by themselves', expressions, times)),
    ...(await compared('phrases/s, in sentences', sentences, times * 10)),
  ];
}

async function compared(name: string, phrases: readonly Phrase[], times: number): Promise<BenchResult[]> {
  const conventions = conventionsSchema.parse(JSON.parse(readFileSync('data/conventions/default.json', 'utf8')));
  const reference = new Date(`${saidOn}T12:00:00Z`);
  const fewer = Math.ceil(times / 6);
  const cost = await costs({
    ours: () => {
      for (let i = 0; i < times; i++) for (const { lang, text } of phrases) read(text, { saidOn, lang, conventions });
    },
    theirs: () => {
      for (let i = 0; i < fewer; i++) for (const { lang, text } of phrases) chrono[lang].parse(text, reference);
    },
  });
  const ours = (times * phrases.length * 1000) / cost.ours.cpuMs;
  const theirs = (fewer * phrases.length * 1000) / cost.theirs.cpuMs;
  return [
    { name, ours, theirs, ratio: ours / theirs, bar: `≥ ${leastRatio}`, ok: ours / theirs >= leastRatio },
    { name, ours, theirs: null, ratio: ours / leastRate, bar: `≥ ${leastRate}/s`, ok: ours >= leastRate },
  ];
}
