/**
 * Checkpoints: the size and root of the log, signed, in formats that are not ours. C2SP signed-note (the one Go's
 * golang.org/x/mod/sumdb/note reads) with Ed25519, holding a C2SP tlog-checkpoint of three lines.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify, type KeyObject } from 'node:crypto';
import { Refusal } from '../refusal.js';
import { isHash, type Hash } from './hashing.js';

/** Signs checkpoints. */
export interface LogKey {
  /** The origin of the log: `<host>/<instance>`. */
  readonly name: string;
  /** Ed25519, as PKCS #8 in PEM, which openssl reads too. */
  readonly privateKeyPem: string;
}

export interface CheckpointBody {
  /** Which log this is of; the name of its key. */
  origin: string;
  /** Number of entries. */
  size: number;
  /** RFC 6962 root over them, base64. */
  root: Hash;
}

export interface OpenedCheckpoint extends CheckpointBody {
  /** Those of the given verifier keys that signed, as given. */
  verifiedBy: string[];
}

/** A fresh Ed25519 key. Refuses a name with spaces or a plus sign, which separate things in a note. */
export function newLogKey(name: string): LogKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { name: keyName(name), privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** What others check this key's signatures with: `name+id+base64(0x01 ‖ public key)`, one line. */
export function verifierKeyOf(key: LogKey): string {
  const encoded = encodedPublicKey(privateKeyOf(key));
  return `${keyName(key.name)}+${keyId(key.name, encoded).toString('hex')}+${encoded.toString('base64')}`;
}

/** The public key in a verifier key, as SubjectPublicKeyInfo in PEM, for `openssl pkeyutl -verify -rawin -pubin`. */
export function verifierKeyToPem(verifierKey: string): string {
  return readVerifierKey(verifierKey).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** A signed checkpoint. Rotation signs with the old key and the new: a reader who knows either can check it. */
export function signCheckpoint({ origin, size, root }: CheckpointBody, keys: readonly LogKey[]): string {
  const stranger = keys.find((key) => key.name !== origin);
  if (stranger !== undefined) throw new TypeError(`a checkpoint of ${origin} cannot be signed by ${stranger.name}`);
  if (!Number.isSafeInteger(size) || size < 0 || !isHash(root)) throw new TypeError(`not a checkpoint: ${size}, ${root}`);
  return signNote(`${origin}\n${size}\n${root}\n`, keys);
}

/**
 * Reads a checkpoint. Refuses it, saying why, unless it is well formed to the letter, at least one of the keys signed
 * it, that key is named as the log, and no signature by any of the keys is wrong. Signatures by others are passed over.
 */
export function openCheckpoint(note: Uint8Array | string, verifierKeys: readonly string[]): OpenedCheckpoint {
  const { text, verifiedBy } = openNote(note, verifierKeys);
  const [origin, size, root, ...more] = text.slice(0, -1).split('\n');
  if (origin === undefined || size === undefined || root === undefined)
    throw refusal('A checkpoint has three lines: origin, size and root.');
  if (more.length > 0) throw refusal('A checkpoint of this log has three lines and no more.');
  if (!/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw refusal(`The size of the checkpoint is not a plain number: ${size}.`);
  if (!isHash(root)) throw refusal(`The root of the checkpoint is not 32 bytes in base64: ${root}.`);
  if (!verifiedBy.some((key) => key.startsWith(`${origin}+`)))
    throw refusal(`The checkpoint is of ${origin}, the key that signed it is not.`);
  return { origin, size: Number(size), root, verifiedBy };
}

/** How many events a checkpoint is of, by its own word: for one that was made here. */
export function sizeIn(checkpoint: string): number {
  return Number(checkpoint.split('\n')[1]);
}

/** Signs a text that ends in a line break, a signature line for each key. */
export function signNote(text: string, keys: readonly LogKey[]): string {
  if (keys.length === 0) throw new TypeError('a note needs a key to sign it');
  if (!text.endsWith('\n') || holdsControls(text) || !text.isWellFormed()) throw new TypeError('not the text of a note');
  const lines = keys.map((key) => {
    const privateKey = privateKeyOf(key);
    const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
    const id = keyId(key.name, encodedPublicKey(privateKey));
    return `— ${keyName(key.name)} ${Buffer.concat([id, signature]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Opens any note, whatever its text; otherwise as openCheckpoint. */
export function openNote(note: Uint8Array | string, verifierKeys: readonly string[]): { text: string; verifiedBy: string[] } {
  const { text, signatures } = readNote(note);
  const signed = Buffer.from(text, 'utf8');
  const verifiedBy: string[] = [];
  for (const verifierKey of verifierKeys) {
    const { name, id, publicKey } = readVerifierKey(verifierKey);
    const own = signatures.filter((s) => s.name === name && s.id.equals(id));
    if (!own.every((s) => verify(null, signed, publicKey, s.signature))) throw refusal(`The signature by ${name} is wrong.`);
    if (own.length > 0) verifiedBy.push(verifierKey);
  }
  if (verifiedBy.length === 0) throw refusal('None of the keys given signed this note.');
  return { text, verifiedBy };
}

interface Signature {
  name: string;
  id: Buffer;
  signature: Buffer;
}

/** As in Go, so that neither reads a note that the other gives up on. */
const maxNoteLength = 1_000_000;
const maxSignatures = 100;

function readNote(note: Uint8Array | string): { text: string; signatures: Signature[] } {
  if (note.length > maxNoteLength) throw refusal('A note this long is not read.');
  const whole = typeof note === 'string' ? note : decoded(note);
  if (!whole.isWellFormed()) throw refusal('The note is not valid Unicode.');
  if (holdsControls(whole)) throw refusal('The note holds a control character.');
  const end = whole.lastIndexOf('\n\n');
  if (end < 0) throw refusal('The note has no empty line between its text and its signatures.');
  if (!whole.endsWith('\n') || end + 2 === whole.length) throw refusal('The note does not end in a signature line.');
  const lines = whole.slice(end + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw refusal(`The note has over ${maxSignatures} signatures.`);
  return { text: whole.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line: string): Signature {
  const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 5) throw refusal(`Not a signature line: ${line}`);
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

const ed25519 = 0x01;
/** DER for "the 32 bytes that follow are an Ed25519 public key" (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function readVerifierKey(verifierKey: string): { name: string; id: Buffer; publicKey: KeyObject } {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || id === undefined || bytes === undefined || !isKeyName(name))
    throw refusal('A verifier key is written name+id+key.');
  if (bytes.length !== 33 || bytes[0] !== ed25519) throw refusal('The verifier key is not an Ed25519 key.');
  if (keyId(name, bytes).toString('hex') !== id) throw refusal('The id in the verifier key does not belong to its name and key.');
  const der = Buffer.concat([spkiPrefix, bytes.subarray(1)]);
  const publicKey = readKey(() => createPublicKey({ key: der, format: 'der', type: 'spki' }), 'The verifier key is not an Ed25519 key.');
  return { name, id: Buffer.from(id, 'hex'), publicKey };
}

function privateKeyOf({ privateKeyPem }: LogKey): KeyObject {
  const privateKey = readKey(() => createPrivateKey(privateKeyPem), 'The key of the log is not a private key in PEM.');
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw refusal(`The log is signed with Ed25519, not with ${privateKey.asymmetricKeyType}.`);
  return privateKey;
}

function encodedPublicKey(privateKey: KeyObject): Buffer {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return Buffer.concat([Buffer.of(ed25519), der.subarray(spkiPrefix.length)]);
}

function keyId(name: string, encoded: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), encoded]), 'buffer').subarray(0, 4);
}

function keyName(name: string): string {
  if (!isKeyName(name)) throw refusal(`The name of a key has neither spaces nor plus signs: ${name}`);
  return name;
}

function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}+]/u.test(name) && !holdsControls(name) && name.isWellFormed();
}

/** Those below U+0020, the line break apart. */
function holdsControls(text: string): boolean {
  return [...text].some((character) => character < ' ' && character !== '\n');
}

/** Undefined for anything but the one standard spelling. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal('The note is not UTF-8.');
  }
}

function readKey(read: () => KeyObject, otherwise: string): KeyObject {
  try {
    return read();
  } catch {
    throw refusal(otherwise);
  }
}

function refusal(reason: string): Refusal {
  return new Refusal('invalid_input', reason);
}
