import { rmSync } from 'node:fs';

export default async function tearDown(): Promise<void> {
  await globalThis.stopTestPostgres?.();
  rmSync(process.env['PLEDGEBOOK_TEST_DIRECTORY']!, { recursive: true, force: true });
}
