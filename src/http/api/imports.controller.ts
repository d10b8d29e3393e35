/** `/api/v1/imports`: somebody's spreadsheet, all of its rows or none. */
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { rowFaults } from '../../domain/imports/faults.js';
import { mappingSchema } from '../../domain/imports/mapping.js';
import type { RowReading } from '../../domain/imports/row.js';
import { daySchema } from '../../domain/time.js';
import type { Caller } from '../../services/commands.js';
import { TableImportsService, type TableImportResult } from '../../services/table-imports.service.js';
import { Allow } from '../auth/guard.js';
import { Acting } from '../caller.js';
import { Answers, readings } from './answers.js';

const importBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** The file: CSV or (its name ends with .json) JSON as text, XLSX (or CSV in another encoding) as base64. */
  content: z.string().min(1),
  encoding: z.enum(['text', 'base64']).default('text'),
  mapping: mappingSchema.optional(),
  saidOn: daySchema.optional(),
  dryRun: z.boolean().default(false),
});

const reading = readings.shape.readings.element;
const rowReading = z.strictObject({
  row: z.int(),
  externalId: z.string().nullable(),
  phrase: z.string().nullable(),
  readings: z.array(reading),
  taken: z.enum(['read', 'unreadable', 'ambiguous', 'none']),
  disagreements: z.array(z.strictObject({ a: reading.nullable(), b: reading.nullable(), fields: z.array(z.string()) })),
});
const count = z.int().nonnegative();
const importResult = z.strictObject({
  headers: z.array(z.string()),
  mapping: mappingSchema,
  mappingFrom: z.enum(['given', 'kept', 'guessed']),
  ...{ rows: count, registered: count, updated: count, unchanged: count, nothing: count },
  deadlines: z.strictObject({ read: count, unreadable: count, ambiguous: count, none: count }),
  unread: z.array(rowReading),
  disagreements: z.array(rowReading),
  refused: z.array(z.strictObject({ row: z.int(), column: z.string(), code: z.enum(rowFaults), about: z.string(), detail: z.string() })),
  refusals: count,
  /** Of a dry run: every row as it would be read. */
  readings: z.array(rowReading).optional(),
});

@ApiTags('imports')
@Controller('api/v1/imports')
export class ImportsController {
  constructor(private readonly imports: TableImportsService) {}

  @Post()
  @HttpCode(200)
  @Allow('register.write')
  @Answers(importResult)
  @ApiOperation({
    summary: 'Register every row of a CSV, XLSX or JSON file or none; dryRun says how each would be read and changes nothing',
  })
  async import(
    @Acting() caller: Caller,
    @Body({ schema: importBody }) { name, content, encoding, mapping, saidOn, dryRun }: z.infer<typeof importBody>,
  ): Promise<TableImportResult & { readings?: RowReading[] }> {
    const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
    const told: RowReading[] = [];
    const onRow = dryRun ? (row: RowReading): unknown => told.push(row) : undefined;
    const result = await this.imports.import(caller, { name, bytes }, { mapping, saidOn: saidOn ?? null, dryRun, onRow });
    return dryRun ? { ...result, readings: told } : result;
  }
}
