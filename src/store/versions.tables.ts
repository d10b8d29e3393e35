/** Versions of commitments in bulk: what reports and lists as of a day are counted from. They follow from the log. */
import { EntitySchema } from 'typeorm';
import type { Segment } from '../domain/versions/segment.js';
import { integer, json, key, table } from './columns.js';

export const segmentTable = table<Segment>('version_segment', {
  first: key(integer),
  next: integer,
  names: json,
  notices: json,
  columns: { type: 'blob' },
});

/** PostgreSQL's word for the one column of bytes. */
export const segmentTableOnPostgres = new EntitySchema<Segment>({
  ...segmentTable.options,
  columns: { ...segmentTable.options.columns, columns: { type: 'bytea' } },
});
