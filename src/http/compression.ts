/**
 * What is text goes out compressed where the asker can read it; files that are compressed already (XLSX, PDF, ZIP) and
 * whatever arrives piece by piece stay as they are. The length of a compressed answer tells what in it repeats what the asker
 * wrote (BREACH), and the register's pages show both a search and the secret of the session's forms: that secret is therefore
 * written anew in each answer (`maskedToken`), so that there is nothing to guess at twice. Other secrets stand on pages that
 * repeat nothing, or whose address is the secret.
 */
import compress from '@fastify/compress';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const texts = /^(text\/(html|css|csv|calendar|plain|javascript)|image\/svg\+xml|application\/(json|[\w.-]+\+json|[\w.-]+\+xml))(;|$)/;

/** Before any route is known, since each is told as it is added. Nothing that is sent to us is unpacked: it could be a bomb. */
export async function compressAnswers(app: NestFastifyApplication): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    customTypes: (type) => texts.test(type.toLowerCase()),
  });
}
