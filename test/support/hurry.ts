import type { DataSource } from 'typeorm';
import type { Database } from '../../src/store/database.js';

/** For registers of which none is there to outlive a power cut. */
export async function doNotWaitForTheDisk(database: Database): Promise<void> {
  if (database.kind === 'sqlite') await (database as unknown as { writer: DataSource }).writer.query('PRAGMA synchronous = OFF');
}
