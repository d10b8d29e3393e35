/**
 * node foreign-verifier.mjs EXPORT [--checkpoint FILE] [--proofs FILE]
 *
 * Checks an exported log without any code of the program that wrote it: Node reads files and computes SHA-256, openssl checks
 * the signature. Follows c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-tiles and RFC 6962 section 2.1.
 * Prints {ok, size, root, reason?} as JSON; exits 1 when anything is off.
 *
 * --checkpoint: an earlier checkpoint, which the log must begin with. --proofs: what the register answered when asked for proofs,
 * {inclusion: [{index, treeSize, hashes}], consistency: [{from, to, hashes}]}: each must lead to the roots of these entries.
 *
 * It trusts EXPORT/log.vkey. Compare that file with the key you were given before, or anyone could have signed.
 */
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import process from 'node:process';

const folder = process.argv[2];
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const found = {};
try {
  if (folder === undefined) throw new Error('which export? node foreign-verifier.mjs EXPORT');
  verify();
  report({ ok: true, ...found });
} catch (error) {
  report({ ok: false, ...found, reason: error.message });
  process.exitCode = 1;
}

function verify() {
  // 1. The checkpoint: three lines, an empty one, signatures.
  // 2. Its signature, by each key that log.vkey names: at least one has signed, and none wrongly.
  const keys = readFileSync(join(folder, 'log.vkey'), 'utf8').trim().split('\n').map(readKey);
  const { size, root } = readCheckpoint(join(folder, 'checkpoint'), keys);
  Object.assign(found, { size, root });

  // 3. The entries, whose index must count up from 0.
  const files = filesUnder(join(folder, 'tile'));
  const read = (level, index, width) => files.take(tilePath(level, index, width));
  const entries = tilesOf(found.size).flatMap(([index, width]) => readBundle(read('entries', index, width), width, index));
  entries.forEach((entry, i) => {
    const { index } = JSON.parse(entry.toString('utf8'));
    if (index !== i) fail(`entry ${i} says that it is entry ${index}`);
  });

  // 4. The tiles: hashes of the entries first, then at each level the roots of the full tiles below.
  const leaves = entries.map((entry) => sha256(Buffer.of(0), entry));
  for (let level = 0, hashes = leaves; hashes.length > 0; level++) {
    for (const [index, width] of tilesOf(hashes.length)) {
      const tile = read(level, index, width);
      const expected = hashes.slice(index * 256, index * 256 + width);
      const wrong = expected.findIndex((hash, i) => !hash.equals(tile.subarray(i * 32, i * 32 + 32)));
      if (wrong >= 0) fail(`tile/${level} differs from the entries at hash ${index * 256 + wrong}`);
      if (tile.length !== width * 32) fail(`tile/${level} number ${index} is not ${width} hashes long`);
    }
    hashes = Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) => treeHash(hashes.slice(i * 256, i * 256 + 256)));
  }

  // 5. The root that was signed, and nothing in the folder that the root does not cover.
  if (treeHash(leaves).toString('base64') !== root) fail('the entries do not give the root in the checkpoint');
  if (files.left() !== undefined) fail(`${files.left()} is beyond the checkpoint`);

  // 6. The log begins with what was signed before.
  if (option('--checkpoint') !== undefined) {
    const earlier = readCheckpoint(option('--checkpoint'), keys);
    if (earlier.size > size) fail(`the earlier checkpoint is of ${earlier.size} entries: some are missing`);
    if (treeHash(leaves.slice(0, earlier.size)).toString('base64') !== earlier.root)
      fail(`the log does not begin with the earlier checkpoint`);
    Object.assign(found, { consistentWith: earlier.size });
  }

  // 7. What the register answered as proofs, led up to the roots by RFC 9162's own words.
  if (option('--proofs') !== undefined) {
    const { inclusion, consistency } = JSON.parse(readFileSync(option('--proofs'), 'utf8'));
    const rootAt = (count) => treeHash(leaves.slice(0, count));
    for (const { index, treeSize, hashes } of inclusion)
      if (!includes(leaves[index], index, treeSize, hashes.map(decoded), rootAt(treeSize))) fail(`the proof of entry ${index} is wrong`);
    for (const { from, to, hashes } of consistency)
      if (!isPrefix(from, to, hashes.map(decoded), rootAt(from), rootAt(to))) fail(`the proof that ${to} continues ${from} is wrong`);
    Object.assign(found, { proofs: inclusion.length + consistency.length });
  }
}

function decoded(base64) {
  return Buffer.from(base64, 'base64');
}

/** RFC 9162 section 2.1.3.2. Shifts by division: sizes go beyond 32 bits. */
function includes(leaf, index, size, path, root) {
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = sha256(Buffer.of(1), p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else r = sha256(Buffer.of(1), r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && r.equals(root);
}

/** RFC 9162 section 2.1.4.2. */
function isPrefix(first, second, given, firstRoot, secondRoot) {
  if (first === second) return given.length === 0 && firstRoot.equals(secondRoot);
  if (first === 0) return given.length === 0;
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...given] : given;
  if (path.length === 0) return false;
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [sha256(Buffer.of(1), c, fr), sha256(Buffer.of(1), c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else sr = sha256(Buffer.of(1), sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
}

function readCheckpoint(file, keys) {
  const { text, signatures } = readNote(readFileSync(file, 'utf8'));
  const [, , size, root] =
    /^([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? fail('the checkpoint is not origin, size, root');
  const own = signatures.flatMap((s) => keys.filter((k) => k.name === s.name && k.id === s.id).map((k) => [k, s.signature]));
  if (own.length === 0) fail('no key in log.vkey signed the checkpoint');
  for (const [key, signature] of own) if (!opensslAccepts(key, signature, text)) fail(`the signature by ${key.name} is wrong`);
  return { size: Number(size), root };
}

/** RFC 6962 section 2.1, word for word. */
function treeHash(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function readNote(note) {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) fail('the checkpoint is not a signed note');
  const signatures = note.slice(end + 2, -1).split('\n').map((line) => {
    const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? fail(`not a signature line: ${line}`);
    const bytes = Buffer.from(base64, 'base64');
    return { name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
  }); // prettier-ignore
  return { text: note.slice(0, end + 1), signatures };
}

function readKey(line) {
  const [, name, id, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line) ?? fail(`not a verifier key: ${line}`);
  const encoded = Buffer.from(base64, 'base64');
  if (encoded.length !== 33 || encoded[0] !== 1) fail(`the key of ${name} is not an Ed25519 key`);
  if (sha256(`${name}\n`, encoded).toString('hex', 0, 4) !== id) fail(`the key id of ${name} is wrong`);
  return { name, id, bytes: encoded.subarray(1) };
}

function opensslAccepts(key, signature, text) {
  const work = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    const file = (name, content) => (writeFileSync(join(work, name), content), join(work, name));
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.bytes]); // RFC 8410: an Ed25519 public key
    const pem = file('key.pem', `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`);
    const given = ['-inkey', pem, '-sigfile', file('signature', signature), '-in', file('text', text)];
    const { status, error } = spawnSync('openssl', ['pkeyutl', '-verify', '-rawin', '-pubin', ...given]);
    if (error) throw error;
    return status === 0;
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** [index, width] of each tile over `count` hashes (or bundle over as many entries): all 256 wide but perhaps the last. */
function tilesOf(count) {
  return Array.from({ length: Math.ceil(count / 256) }, (_, index) => [index, Math.min(256, count - index * 256)]);
}

/** 1234067 is x001/x234/067; a tile that is not full has its width behind. */
function tilePath(level, index, width) {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const number = digits.replace(/\d{3}(?=\d)/g, 'x$&/');
  return `${level}/${number}${width < 256 ? `.p/${width}` : ''}`;
}

/** Entries, each after its length in two bytes. */
function readBundle(bytes, width, index) {
  const entries = [];
  for (let at = 0; at < bytes.length; at += 2 + entries.at(-1).length) {
    if (at + 2 > bytes.length) fail(`bundle ${index} is cut short`);
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) fail(`bundle ${index} is cut short`);
    entries.push(bytes.subarray(at + 2, end));
  }
  if (entries.length !== width) fail(`bundle ${index} has ${entries.length} entries, not ${width}`);
  return entries;
}

/** Hands out each file under a folder once, and tells which were never asked for. */
function filesUnder(root) {
  const all = existsSync(root) ? readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
  const paths = new Set(all.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')));
  const take = (path) => (paths.delete(path) ? readFileSync(join(root, path)) : fail(`tile/${path} is missing`));
  return { take, left: () => [...paths].map((path) => `tile/${path}`)[0] };
}

function fail(reason) {
  throw new Error(reason);
}

function report(result) {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
