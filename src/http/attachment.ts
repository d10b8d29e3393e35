/** Files to be kept: handed over while they are written, never shown in place, under a name that we give. */
import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

export function attachment(
  pieces: AsyncIterable<string | Uint8Array> | Iterable<Uint8Array> | Readable,
  name: string,
  type: string,
): StreamableFile {
  const stream = pieces instanceof Readable ? pieces : Readable.from(pieces, { objectMode: false });
  return new StreamableFile(stream, { type, disposition: `attachment; filename="${name}"` });
}
