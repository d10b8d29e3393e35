/** Nothing of a text leaves the machine unless a model is configured: every socket that is opened meanwhile is watched. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { addTextCommands } from '../../src/commands/texts.js';
import { newTextSchema } from '../../src/domain/texts.js';
import { TextsService } from '../../src/services/texts.service.js';
import { openTestApp, type TestAppOptions } from '../support/app.js';
import { gather } from '../support/cast.js';
import { openModel, type ModelStandIn } from '../support/model.js';

const content = 'The Ministry undertakes to publish its accounts by 31 March 2021.';
const input = (more: object = {}): ReturnType<typeof newTextSchema.parse> =>
  newTextSchema.parse({ content, publishedOn: '2020-11-30', issuer: 'The Ministry', ...more });

let opened: string[];
let folder: string;
let standIn: ModelStandIn | undefined;
beforeEach(() => {
  opened = [];
  folder = mkdtempSync(join(tmpdir(), 'pledgebook-offline-'));
  const noted = <T extends object>(on: T, name: keyof T & string): void => {
    const real = on[name] as (...given: unknown[]) => unknown;
    jest.spyOn(on, name as never).mockImplementation(function (this: unknown, ...given: unknown[]) {
      opened.push(`${name} ${JSON.stringify(given[0])}`);
      return real.apply(this, given);
    } as never);
  };
  noted(net.Socket.prototype, 'connect');
  noted(dgram.Socket.prototype, 'send');
  noted(dns, 'lookup');
  noted(dns.promises, 'lookup');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await standIn?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function kept(options: TestAppOptions, more: object = {}) {
  const app = await openTestApp(options);
  const { desk } = await gather(app);
  const texts = app.get(TextsService);
  const text = await texts.keep(desk.caller, input(more));
  const { items } = await texts.proposals(text.id);
  await app.close();
  return { text, items };
}

/** The command, in this process. */
async function proposeByCommand(settings: Record<string, string>, ...more: string[]): Promise<{ out: string; err: string }> {
  const file = join(folder, 'text.txt');
  writeFileSync(file, content);
  const [out, err]: [string[], string[]] = [[], []];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => (out.push(String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => (err.push(String(text)), true));
  const before = { ...process.env };
  Object.assign(process.env, { DATA_DIR: folder, ...settings });
  try {
    const program = new Command().exitOverride();
    addTextCommands(program);
    await program.parseAsync(['propose', file, '--published', '2020-11-30', '--issuer', 'The Ministry', '--json', ...more], {
      from: 'user',
    });
  } finally {
    process.env = before;
  }
  return { out: out.join(''), err: err.join('') };
}

it('Keeping a text, its proposals and the command open no connection and look no name up', async () => {
  const { text, items } = await kept({});
  expect([text.model, items.map(({ foundBy }) => foundBy)]).toEqual([null, ['rules']]);
  const { out, err } = await proposeByCommand({});
  expect(JSON.parse(out)).toMatchObject({ model: null, proposals: [{ foundBy: 'rules' }] });
  expect([err, opened]).toEqual(['', []]);
});

it('With a model configured the same watch sees where the text goes, and whoever hands it in is told', async () => {
  standIn = await openModel();
  standIn.suggest([{ quote: content }]);
  const { text, items } = await kept({ model: standIn.model() });
  expect(text.model).toMatchObject({ notice: expect.stringContaining('The text leaves this machine'), failure: null });
  expect(items.map(({ foundBy }) => foundBy)).toEqual(['both']);
  const settings = { PROPOSALS_LLM_URL: standIn.url, PROPOSALS_LLM_MODEL: 'stand-in' };
  const { out, err } = await proposeByCommand(settings);
  expect(JSON.parse(out)).toMatchObject({ model: { model: 'stand-in' }, proposals: [{ foundBy: 'both' }] });
  expect(err).toMatch(/^The text leaves this machine/);
  const connections = (): string[] => opened.filter((what) => what.startsWith('connect'));
  expect(connections()).toHaveLength(2);
  expect(standIn.received).toHaveLength(2);

  // One text may be held back.
  await kept({ model: standIn.model() }, { askModel: false });
  await proposeByCommand(settings, '--no-model');
  expect(connections()).toHaveLength(2);
});
