/** What a verdict rests on: a link, a file kept here, or a link with the file as its archived copy. */
import { z } from 'zod';
import { daySchema, instantSchema } from './time.js';

const webAddress = z.url({ protocol: /^https?$/ }).max(2000);

export const evidenceFileSchema = z.strictObject({
  /** Also the name under which it is kept. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  /** As the sender declared it. */
  type: z.string().max(100),
});
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;

const said = {
  quote: z.string().max(5000).nullable().default(null),
  /** The civil day that the evidence speaks of or was published on. */
  date: daySchema,
  shows: z.string().min(1).max(2000),
  /** Where somebody else keeps a copy of what the link led to. */
  archivedUrl: webAddress.nullable().default(null),
};

/** Evidence behind a link. */
export const evidenceInputSchema = z.strictObject({ url: webAddress, ...said });
export type EvidenceInput = z.infer<typeof evidenceInputSchema>;

/** The fields that go with an uploaded file; with a link, the file is the copy of what it led to. */
export const evidenceUploadSchema = z.strictObject({ url: webAddress.nullable().default(null), ...said });
export type EvidenceUpload = z.infer<typeof evidenceUploadSchema>;

export const evidenceSchema = z.strictObject({
  ...evidenceUploadSchema.shape,
  file: evidenceFileSchema.nullable(),
  id: z.string(),
  commitment: z.string(),
  addedBy: z.string(),
  addedAt: instantSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What tells one source from another: who published it, or the bytes themselves. */
export function sourceOf({ url, file }: Pick<Evidence, 'url' | 'file'>): string {
  if (url !== null) return new URL(url).hostname.replace(/^www\./, '');
  return `sha256:${file?.sha256 ?? ''}`;
}

/** Whether the evidence would be lost with the page that its link leads to. */
export function isOpenLink({ url, file, archivedUrl }: Pick<Evidence, 'url' | 'file' | 'archivedUrl'>): boolean {
  return url !== null && file === null && archivedUrl === null;
}

const extensions: Partial<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/zip': 'zip',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
  'multipart/related': 'mhtml',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
};

/** The name that a file is handed out under: nothing of what the sender called it. */
export function evidenceFileName(commitment: string, { id, file }: Pick<Evidence, 'id' | 'file'>): string {
  return `${commitment}-${id}.${extensions[file?.type ?? ''] ?? 'bin'}`;
}
