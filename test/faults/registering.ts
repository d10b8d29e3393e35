/**
 * registering.ts DATA_DIR DATABASE_URL NAME [COUNT]
 *
 * A process that registers commitments, several at once, and prints each reference once it was acknowledged. Goes on until
 * it has registered COUNT of them, or is killed.
 */
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { withServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { aCommitment } from '../support/cast.js';

const [dataDir, databaseUrl, name, count = '1000000'] = process.argv.slice(2);
const atOnce = 4;

await withServices(readConfig({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl }), async (app) => {
  const email = `${name}@example.org`;
  const desk = await app.get(PeopleService).addPerson(system, newPersonSchema.parse({ email, role: 'staff' }));
  const register = app.get(RegisterService);
  let left = Number(count);
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const { ref } = await register.register(
        { actor: desk.id, role: 'staff' },
        aCommitment({ owner: email, title: `Registered by ${name}` }),
      );
      // At once and whole, whatever happens to the process next.
      writeSync(1, `${ref}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
});
