/** Forms with files in them (RFC 7578), read as they arrive: of a file that is too large nothing is kept, of the fields around it all. */
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { PayloadTooLargeException } from '@nestjs/common';
import { Refusal } from '../domain/refusal.js';

/** Of a file; held in memory while it is read. */
export const maxUploadBytes = 10 * 1024 * 1024;

/**
 * What is read to its end although the file in it is too large: whoever sends a form is answered only once it has been
 * sent, and gets back what they typed. Beyond, the line is cut.
 */
const maxFormBytes = 100 * 1024 * 1024;

/** A quote in evidence has 5,000 characters at most. */
const limits = { fileSize: maxUploadBytes, files: 1, fields: 50, fieldSize: 64 * 1024 };

export interface UploadedFile {
  name: string;
  /** As the sender declares it. */
  type: string;
  /** Of a file that is too large, none. */
  bytes: Buffer;
  isTooLarge: boolean;
}

export type UploadForm = Record<string, string | UploadedFile>;

/** Texts as texts, the file with its name; of a field that comes again the last counts. Refuses what is no such form. */
export async function readForm(type: string, body: Readable): Promise<UploadForm> {
  const fields = new Map<string, string | UploadedFile>();
  let isFull = false;
  try {
    const parser = new Busboy({ headers: { 'content-type': type }, limits });
    parser.on('field', (name, value, _isNameCut, isCut) => {
      fields.set(name, value);
      isFull ||= isCut;
    });
    parser.on('file', (field, stream, name, _encoding, fileType) => {
      let pieces: Buffer[] = [];
      stream.on('limit', () => (pieces = []));
      stream.on('data', (piece: Buffer) => void (stream.truncated || pieces.push(piece)));
      // Where the form breaks off, the parser says so too.
      stream.on('error', () => undefined);
      stream.on('end', () => {
        const bytes = Buffer.concat(stream.truncated ? [] : pieces);
        fields.set(field, { name, type: fileType, bytes, isTooLarge: stream.truncated });
      });
    });
    for (const limit of ['filesLimit', 'fieldsLimit'] as const) parser.on(limit, () => (isFull = true));
    await pipeline(body, upTo(maxFormBytes), parser);
  } catch (error) {
    if (error instanceof PayloadTooLargeException) throw error;
    throw new Refusal('invalid_input', 'A form with a file, as a browser sends it.');
  }
  if (isFull) throw new Refusal('invalid_input', 'A form with one file and no more than fits into it.');
  return Object.fromEntries(fields);
}

function upTo(limit: number): (pieces: AsyncIterable<Buffer>) => AsyncIterable<Buffer> {
  return async function* (pieces) {
    let length = 0;
    for await (const piece of pieces) {
      length += piece.length;
      if (length > limit) throw new PayloadTooLargeException('The form is larger than can be taken.');
      yield piece;
    }
  };
}

/** The file of a form, null where none was chosen: browsers then send an empty one. */
export function fileIn(body: unknown, name: string): UploadedFile | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return isUploaded(value) ? value : null;
}

/** By its bytes, which no JSON can bring along. */
export function isUploaded(value: unknown): value is UploadedFile {
  if (typeof value !== 'object' || value === null || !('bytes' in value) || !Buffer.isBuffer(value.bytes)) return false;
  return value.bytes.length > 0 || ('isTooLarge' in value && value.isTooLarge === true);
}

/** A form as programs send it: without the fields that were left empty, which it sends all the same, and refused with too large a file. */
export function filledIn(form: UploadForm): UploadForm {
  if (Object.values(form).some((value) => typeof value !== 'string' && value.isTooLarge))
    throw new PayloadTooLargeException(`A file of at most ${maxUploadBytes} bytes.`);
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
}
