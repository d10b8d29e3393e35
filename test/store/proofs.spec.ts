/** Proofs made from the stored tree, checked as an outsider would: from the proof, the leaf and the signed root alone. */
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { leafHash, verifyConsistency, verifyInclusion } from '../../src/domain/log/merkle.js';
import { openCheckpoint } from '../../src/domain/log/note.js';
import { AuditService, type Checkpoint } from '../../src/services/audit.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { record } from '../../src/store/register.store.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';

/** Three sizes past a power of two, so that the tree is full of unfinished levels. */
const events = 67;

describeOnEachDatabase('Proofs', (kind) => {
  let app: TestApp;
  let audit: AuditService;
  /** The checkpoint at each size, as somebody kept it then. */
  const kept: Checkpoint[] = [];

  beforeAll(async () => {
    app = await openTestApp({ kind });
    audit = app.get(AuditService);
    kept.push(await audit.checkpoint());
    const cast = await gather(app);
    await register(app, cast);
    await app.get(RegisterService).addNote(cast.desk.caller, 'C-0001', 'The printer was asked');
    const { size: start } = await audit.checkpoint();
    for (let size = start; size <= events; size++) {
      kept[size] = await audit.checkpoint();
      if (size === events) break;
      const payload = { id: `p${size}`, name: `Party ${size}` };
      await app.database.write((tx) => record(tx, { type: 'party.added', commitment: null, actor: 'system', payload }, '2020-11-30'));
    }
  }, 60_000);
  afterAll(() => app.close());

  it('of every event hold against the signed checkpoint', async () => {
    const { root, note } = kept[events]!;
    expect(openCheckpoint(note, audit.verifierKeys())).toMatchObject({ size: events, root });
    const { entries } = await audit.log(0, 1000);
    expect(entries).toHaveLength(events);
    for (const { index, bytes } of entries) {
      const { treeSize, leafHash: leaf, hashes: proof } = await audit.proof(index);
      expect(leaf).toBe(leafHash(Buffer.from(bytes, 'utf8')));
      expect(verifyInclusion({ index, size: treeSize, leaf, proof, root })).toBe(true);
      expect(verifyInclusion({ index: (index + 1) % events, size: treeSize, leaf, proof, root })).toBe(false);
    }
  });

  it('of an event hold against every checkpoint kept since', async () => {
    for (const { size, root } of kept.filter((checkpoint) => checkpoint !== undefined && checkpoint.size > 5)) {
      const { leafHash: leaf, hashes: proof } = await audit.proof(5, size);
      expect(verifyInclusion({ index: 5, size, leaf, proof, root })).toBe(true);
    }
  });

  it('of consistency tie every checkpoint kept to the last one', async () => {
    const { root: toRoot } = kept[events]!;
    for (const checkpoint of kept.filter((each) => each !== undefined)) {
      const { size: from, root: fromRoot } = checkpoint;
      const { hashes: proof } = await audit.consistency(from, events);
      expect(verifyConsistency({ from, to: events, fromRoot, toRoot, proof })).toBe(true);
      if (from > 0 && from < events) expect(verifyConsistency({ from, to: events, fromRoot: kept[0]!.root, toRoot, proof })).toBe(false);
    }
  });

  it('come with the history of a commitment', async () => {
    const { root, size } = kept[events]!;
    const history = await audit.history('C-0001');
    expect(history.map(({ event }) => event.type)).toEqual(['commitment.registered', 'publication.changed', 'note.added']);
    for (const { event, bytes, proof } of history) {
      expect(proof.treeSize).toBe(size);
      expect(verifyInclusion({ index: event.index, size, leaf: leafHash(Buffer.from(bytes, 'utf8')), proof: proof.hashes, root })).toBe(true);
    }
  }); // prettier-ignore

  it('need no signature of another key: the same log and key give the same note', async () => {
    expect(await audit.checkpoint()).toEqual(kept[events]);
  });

  test.each([
    ['an event beyond the end', () => audit.proof(events), 'not_found'],
    ['an event before the first', () => audit.proof(-1), 'not_found'],
    ['an event at a size that did not have it', () => audit.proof(9, 9), 'not_found'],
    ['a size that the log has not reached', () => audit.proof(0, events + 1), 'not_found'],
    ['a size beyond all logs', () => audit.proof(2 ** 40, 2 ** 50), 'not_found'],
    ['consistency with what is to come', () => audit.consistency(1, events + 1), 'invalid_input'],
    ['consistency the wrong way round', () => audit.consistency(9, 8), 'invalid_input'],
    ['the history of what is not there', () => audit.history('C-9999'), 'not_found'],
  ])('are refused in words for %s', async (_what, ask, code) => {
    await expect(ask()).rejects.toMatchObject({ name: 'Refusal', code });
  });

  test.each([events, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER])('and there are no entries from %i on', async (from) => {
    expect(await audit.log(from, 10)).toEqual({ entries: [], values: [] });
  });
});
