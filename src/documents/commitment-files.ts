/** The published commitments as CSV and as a workbook: one a row, under the names that the API has for its members. */
import type { ExportRow } from '../domain/export-row.js';
import type { Basis } from '../domain/report.js';
import type { Cell } from './cells.js';
import { csvFile } from './csv.js';
import { xlsxFile } from './xlsx.js';

const columns: Record<string, (row: ExportRow) => Cell> = {
  ref: ({ commitment }) => commitment.ref,
  title: ({ commitment }) => commitment.title,
  kind: ({ commitment }) => commitment.kind,
  promisor: ({ promisor }) => promisor,
  beneficiaries: ({ beneficiaries }) => beneficiaries.join('; '),
  topics: ({ commitment }) => commitment.topics.join('; '),
  measure: ({ commitment }) => commitment.measure,
  quote: ({ commitment }) => commitment.statement.quote,
  lang: ({ commitment }) => commitment.statement.lang,
  speaker: ({ commitment }) => commitment.statement.speaker,
  speakerRole: ({ commitment }) => commitment.statement.speakerRole,
  saidOn: ({ commitment }) => commitment.statement.saidOn,
  publishedOn: ({ commitment }) => commitment.statement.publishedOn,
  sourceTitle: ({ commitment }) => commitment.statement.source?.title ?? null,
  sourcePublisher: ({ commitment }) => commitment.statement.source?.publisher ?? null,
  sourceUrl: ({ commitment }) => commitment.statement.source?.url ?? null,
  targetPhrase: ({ commitment }) => commitment.target.phrase,
  targetKind: ({ commitment }) => commitment.target.kind,
  targetEdtf: ({ commitment }) => commitment.target.edtf,
  targetCertainty: ({ commitment }) => commitment.target.certainty,
  earliest: ({ commitment }) => commitment.earliest,
  latest: ({ commitment }) => commitment.latest,
  overdueFrom: ({ commitment }) => commitment.overdueFrom,
  firstLatest: ({ firstLatest }) => firstLatest,
  slipDays: ({ slipDays }) => slipDays,
  condition: ({ commitment }) => commitment.condition?.text ?? null,
  conditionState: ({ commitment }) => commitment.condition?.state ?? null,
  standing: ({ commitment }) => commitment.standing,
  progress: ({ commitment }) => commitment.progress,
  verdict: ({ commitment }) => commitment.verdict,
  fulfilledOn: ({ commitment }) => commitment.fulfilledOn,
  timeliness: ({ timeliness }) => timeliness,
  timelinessDays: ({ days }) => days,
  outcome: ({ outcome }) => outcome,
  externalId: ({ commitment }) => commitment.externalId,
};
const names = Object.keys(columns);
const cellsOf = Object.values(columns);
const cellsIn = (row: ExportRow): Cell[] => cellsOf.map((cellOf) => cellOf(row));

/** Each row says what it rests on, so that it still does where it is copied to; the signed checkpoint stands in the first. */
export function commitmentsCsv(pages: AsyncIterable<ExportRow[]>, { asOf, index, root, checkpoint }: Basis): AsyncGenerator<string> {
  async function* cells(): AsyncGenerator<Cell[][]> {
    let note: string | null = checkpoint;
    for await (const page of pages) {
      yield page.map((row, i) => {
        const cells = cellsIn(row);
        cells.push(asOf, index, root, i === 0 ? note : null);
        return cells;
      });
      if (page.length > 0) note = null;
    }
    if (note !== null) yield [[...names.map(() => null), asOf, index, root, note]];
  }
  return csvFile([...names, 'asOf', 'logIndex', 'logRoot', 'logCheckpoint'], cells());
}

/** What it rests on has a sheet of its own. */
export function commitmentsXlsx(pages: AsyncIterable<ExportRow[]>, basis: Basis): AsyncGenerator<Uint8Array> {
  async function* cells(): AsyncGenerator<Cell[][]> {
    for await (const page of pages) yield page.map(cellsIn);
  }
  return xlsxFile([
    { name: 'commitments', header: names, rows: cells() },
    { name: 'basis', header: ['name', 'value'], rows: Object.entries(basis).map(([name, value]): Cell[] => [name, value as Cell]) },
  ]);
}
