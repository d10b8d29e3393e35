/** A language model is asked, and taken at its word in nothing: it may lie, dawdle, or answer with anything. */
import http from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { parseModelUrl } from '../../src/outgoing/model-url.js';
import { longestText } from '../../src/outgoing/proposal-model.js';
import { readConventions, readLexicons } from '../../src/facts.js';
import { askModel } from '../../src/services/asking-model.js';
import { openModel, type ModelStandIn } from '../support/model.js';

const text = [
  'The Ministry undertakes to publish its accounts by 31 March 2021.',
  'Trees line the avenue, and the mayor wants two hundred more of them standing before the end of 2022.',
  'The museum reopens in May.',
].join(' ');
const source = {
  ...{ text, sourceSha256: '0'.repeat(64), publishedOn: '2020-11-30', issuer: 'The Ministry', lang: 'en' as const },
  ...{ lexicon: readLexicons().en, conventions: readConventions('') },
};
const byRules = 'The Ministry undertakes to publish its accounts by 31 March 2021.';
const byModel = 'the mayor wants two hundred more of them standing before the end of 2022';

let standIn: ModelStandIn;
beforeEach(async () => void (standIn = await openModel()));
afterEach(() => standIn.close());
const ask = (capMs?: number): ReturnType<typeof askModel> => askModel(standIn.model(capMs === undefined ? {} : { capMs }), source);

describe('A model that is asked', () => {
  it('gets the text, its facts and the key, in one request', async () => {
    standIn.suggest([]);
    await ask();
    const [got, ...more] = standIn.received;
    expect(more).toEqual([]);
    expect(got).toMatchObject({ path: '/v1/chat/completions', headers: { authorization: 'Bearer secret-key' } });
    const body = JSON.parse(got!.body) as { model: string; temperature: number; messages: { role: string; content: string }[] };
    expect(body).toMatchObject({ model: 'stand-in', temperature: 0 });
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(body.messages[1]!.content).toContain(text);
    expect(body.messages[1]!.content).toContain('2020-11-30');
  });

  it('adds what the rules did not find, each labelled by who found it, quotes in their places and dates by our rules', async () => {
    standIn.suggest([
      { quote: byRules, kind: 'pledge', promisor: 'The Ministry', date: '2021-03-31' },
      { quote: `  ${byModel} `, kind: 'decision', promisor: 'the mayor', date: '2023' },
    ]);
    const { proposals, asked, sentences, withoutProposal } = await ask();
    expect(asked).toMatchObject({ suggested: 2, dropped: 0, failure: null, notice: expect.stringMatching(/^The text leaves this machine: .*127\.0\.0\.1/) }); // prettier-ignore
    expect(proposals.map(({ quote, foundBy, tier }) => [quote, foundBy, tier])).toEqual([[byRules, 'both', 'likely'], [byModel, 'model', 'possible']]); // prettier-ignore
    for (const { start, end, quote } of proposals) expect(text.slice(start, end)).toBe(quote);
    const [ours, theirs] = proposals;
    expect(ours).toMatchObject({ target: { latest: '2021-03-31' }, modelDate: { text: '2021-03-31', agrees: true } });
    expect(theirs).toMatchObject({ kind: 'decision', promisor: { text: 'the mayor', how: 'model' }, target: { latest: expect.stringMatching(/^2022-12/) }, modelDate: { text: '2023', agrees: false }, extractor: { name: 'model:stand-in' } }); // prettier-ignore
    expect(sentences - withoutProposal).toBe(2);
  });

  it('is not believed: what the text does not say is dropped, and dates and names that it made up are not taken over', async () => {
    standIn.suggest([
      { quote: 'The Ministry undertakes to publish its accounts by 1 March 2021.' },
      { quote: byRules.toUpperCase() },
      { quote: 'The museum reopens in May' },
      { quote: 'Trees line the avenue', promisor: 'Somebody who is not there', date: 'next Tuesday', kind: 'threat', score: 99, tier: 'likely', start: 5 },
      { quote: '\ud800' },
      { quote: ' , . ' },
      { quote: byRules, date: '1999-01-01' },
      { quote: byRules },
      { nothing: 'of use' },
      17,
    ]); // prettier-ignore
    const { proposals, asked } = await ask();
    expect(asked).toMatchObject({ dropped: 4, failure: null });
    expect(proposals.find(({ quote }) => quote === 'Trees line the avenue')).toMatchObject({ tier: 'possible', kind: 'pledge', promisor: null, target: null, modelDate: { text: 'next Tuesday', agrees: false } }); // prettier-ignore
    expect(proposals.filter(({ quote }) => quote === byRules)).toHaveLength(1);
    expect(proposals.every(({ start, end, quote }) => text.slice(start, end) === quote)).toBe(true);
  });

  test.each<[what: string, lie: (standIn: ModelStandIn) => void, failure: RegExp]>([
    ['prose in place of JSON', (m) => m.says('I found three commitments!'), /not the JSON/],
    ['JSON of another shape', (m) => m.says('{"commitments": "none"}'), /not the JSON/],
    ['no completion', (m) => m.answer((r) => r.writeHead(200).end('{"error": "no"}')), /no chat completion/],
    ['no JSON at all', (m) => m.answer((r) => r.writeHead(200).end('<html>')), /no chat completion/],
    ['an error', (m) => m.answer((r) => r.writeHead(500).end('oops')), /answers with 500/],
    ['a redirect', (m) => m.answer((r, { path }) => r.writeHead(path.startsWith('/v1') ? 307 : 200, { location: `${m.url.replace('/v1', '')}/elsewhere` }).end()), /redirect/],
    ['silence', () => undefined, /no whole answer within 0.2 s/],
    ['half an answer', (m) => m.answer((r) => void r.writeHead(200).write('{"choices"')), /no whole answer within 0.2 s/],
    ['a cut connection', (m) => m.answer((r) => void r.socket?.destroy()), /cannot be reached/],
    ['more than anybody reads', (m) => m.answer((r) => r.writeHead(200).on('error', () => undefined).end('x'.repeat(2_000_000))), /longer than/],
  ])('that answers with %s leaves the proposals of the rules, and a word of why', async (_what, lie, failure) => {
    standIn.answer(() => undefined);
    lie(standIn);
    const { proposals, asked } = await ask(200);
    expect(asked).toMatchObject({ suggested: 0, failure: expect.stringMatching(failure) });
    expect(proposals.map(({ quote, foundBy }) => [quote, foundBy])).toEqual([[byRules, 'rules']]);
    expect(standIn.received).toHaveLength(1);
  }); // prettier-ignore

  it('is asked by no agent that the environment chose, such as one of a proxy', async () => {
    standIn.suggest([]);
    const { globalAgent } = http;
    http.globalAgent = Object.assign(new http.Agent(), { createConnection: () => connect(1, '127.0.0.1') });
    try {
      expect((await ask()).asked).toMatchObject({ failure: null });
    } finally {
      http.globalAgent = globalAgent;
    }
  });

  it('may wrap its JSON as models do', async () => {
    standIn.says(`\`\`\`json\n${JSON.stringify([{ quote: byModel }])}\n\`\`\``);
    expect((await ask()).proposals).toHaveLength(2);
  });

  it('is not sent a text that is too long', async () => {
    const long = { ...source, text: 'a '.repeat(longestText) };
    expect((await askModel(standIn.model(), long)).asked?.failure).toMatch(/was not sent/);
    expect(standIn.received).toEqual([]);
  });

  it('that nobody runs is a failure in words', async () => {
    await standIn.close();
    expect((await ask()).asked?.failure).toMatch(/cannot be reached/);
  });
});

test.each([
  ['https://api.example.org/v1', 'https://api.example.org/v1/chat/completions'],
  ['http://127.0.0.1:8080/v1/', 'http://127.0.0.1:8080/v1/chat/completions'],
  ['http://localhost:11434/v1/chat/completions', 'http://localhost:11434/v1/chat/completions'],
  ['http://10.1.2.3', 'http://10.1.2.3/chat/completions'],
])('A model at %s is asked at %s', (given, asked) => expect(parseModelUrl(given).href).toBe(asked));

test.each(['http://api.example.org/v1', 'http://8.8.8.8/v1', 'ftp://127.0.0.1', 'https://user:pass@example.org', 'nowhere'])(
  'A model at %s is refused',
  (given) => expect(() => parseModelUrl(given)).toThrow('a URL, as in'),
);
