/** Forms with files in them (RFC 7578), read by the parser that Node's own fetch has. */
import { Refusal } from '../domain/refusal.js';

/** Of a form, all its files together; held in memory while it is read. */
export const maxUploadBytes = 10 * 1024 * 1024;

export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

/** Texts as texts, files with their names; of a field that comes again the last counts. Refuses what is no such form. */
export async function readForm(type: string, body: Buffer): Promise<Record<string, string | UploadedFile>> {
  const fields: Record<string, string | UploadedFile> = {};
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form.entries())
      fields[name] = typeof value === 'string' ? value : { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  } catch {
    throw new Refusal('invalid_input', 'A form with a file, as a browser sends it.');
  }
  return fields;
}

/** The file of a form, null where none was chosen: browsers then send an empty one. */
export function fileIn(body: unknown, name: string): UploadedFile | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  if (typeof value !== 'object' || value === null || !('bytes' in value) || !Buffer.isBuffer(value.bytes)) return null;
  return value.bytes.length === 0 ? null : (value as UploadedFile);
}
