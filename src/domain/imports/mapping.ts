/** Which column of somebody's spreadsheet holds what: guessed from the headers, shown, changed by a person, and kept. */
import { z } from 'zod';
import { commitmentKinds } from '../axes.js';
import { Refusal } from '../refusal.js';

/** What a column can hold. `deadlineOther` is the same deadline in the other language, for comparing. */
export const importFields = [
  'externalId',
  'title',
  'quote',
  'promisor',
  'deadline',
  'deadlineOther',
  'saidOn',
  'publishedOn',
  'speaker',
  'beneficiary',
  'topics',
  'measure',
  'condition',
  'owner',
  'url',
] as const;
export type ImportField = (typeof importFields)[number];

const header = z.string().min(1).optional();

export const mappingSchema = z.strictObject({
  /** Field → header of its column. */
  columns: z.strictObject(Object.fromEntries(importFields.map((field) => [field, header])) as Record<ImportField, typeof header>),
  /** Of the quotes and deadlines. */
  lang: z.enum(['en', 'fr']).default('en'),
  kind: z.enum(commitmentKinds).default('pledge'),
  publish: z.boolean().default(false),
  /** Put before each external id, so that two registers' numbers do not meet. */
  idPrefix: z.string().max(40).default(''),
  /** What is taken where the cell or the column is missing. */
  promisor: z.string().trim().min(1).max(300).optional(),
  /** Of a workbook; the first sheet when left out. */
  sheet: z.string().min(1).optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** Headers as people write them, best first; folded to letters, digits and single blanks. */
const names: Record<ImportField, RegExp[]> = {
  externalId: [/^(?:external id|externalid)$/, /^(?:id|ref|reference|identifier|identifiant|id code|code|numero|number|no)$/],
  title: [/^(?:title|titre|intitule|short title|milestone|jalon|name of commitment|commitment title)$/],
  quote: [
    /^(?:quote|citation|verbatim|exact words)$/,
    /^(?:text|texte|commitment|engagement|pledge|promise|promesse|statement|description|action|mesure|measure text)(?: (?:en|fr))?$/,
    /^(?:end target|target|goal|objective|objectif|cible)$/,
  ],
  promisor: [
    /^(?:promisor|promettant|bound party)$/,
    /^(?:lead|owner|responsible)?(?: )?(?:dept|department|ministry|ministere|agency|organisme|organi[sz]ation|entity|entite|actor|institution|responsable)$/,
    /^(?:name|nom)$/,
    /^(?:country|pays|company|entreprise|party|partie)$/,
  ],
  deadline: [
    /^target phrase$/,
    /^(?:deadline|echeance|due|due date|target date|date limite|date cible|by when|timeline|calendrier|completion date)(?: (?:en|fr))?$/,
    /(?:^|\b)(?:end )?target year$|^(?:year|annee)$/,
  ],
  deadlineOther: [/^(?:deadline|echeance|due|target date|date limite|timeline|calendrier) (?:en|fr)$/],
  saidOn: [/^(?:said on|saidon|said|announced(?: on)?|date said|date annonce|annonce le|date of statement|start date)$/],
  publishedOn: [/^(?:published(?: on)?|publishedon|publication date|date de publication|publie le)$/],
  speaker: [/^(?:speaker|orateur|said by|announced by)$/],
  beneficiary: [/^(?:beneficiary|beneficiaries|beneficiaire|beneficiaires)$/],
  topics: [/^(?:topic|topics|theme|themes|tags?|category|categorie|sector|secteur)$/],
  measure: [/^(?:measure|indicator|indicateur|kpi|measure of success|mesure de succes|success criteria)$/],
  condition: [/^(?:condition|conditions|conditionality)$/],
  owner: [/^(?:owner|owner email|desk|responsible email|courriel)$/],
  url: [/^(?:url|link|lien|source url|source|hyperlink)$/],
};

/** The best guess: each column for one field at most, each field by its likeliest header. */
export function guessMapping(headers: readonly string[]): Mapping {
  const columns: Partial<Record<ImportField, string>> = {};
  const taken = new Set<string>();
  // "statement.quote" is a quote.
  const plain = headers.map((header) => [foldedHeader(header), foldedHeader(/\w\.(\w+)$/.exec(header)?.[1] ?? header)]);
  for (const field of importFields) {
    const header = names[field]
      .map((name) => headers.find((h, i) => (plain[i] ?? []).some((text) => name.test(text)) && !taken.has(h)))
      .find((h) => h !== undefined);
    if (header === undefined) continue;
    columns[field] = header;
    taken.add(header);
  }
  const languages = Object.values(columns).map((header) => / (en|fr)$/.exec(foldedHeader(header))?.[1]);
  const frenchFirst =
    languages.find((lang) => lang !== undefined) === 'fr' ||
    /^(?:titre|texte|engagement|echeance|promesse)$/.test(foldedHeader(columns.quote ?? columns.deadline ?? ''));
  return mappingSchema.parse({ columns, lang: frenchFirst ? 'fr' : 'en' });
}

/** Refuses a mapping that names no quote or title, or a column that is not there. */
export function assertMappingFits({ columns, promisor }: Mapping, headers: readonly string[]): void {
  const errors = Object.entries(columns)
    .filter(([, header]) => !headers.includes(header))
    .map(([field, header]) => ({
      pointer: `/columns/${field}`,
      detail: `there is no column "${header}"; there are ${headers.slice(0, 40).join(', ')}`,
    }));
  if (columns.quote === undefined && columns.title === undefined)
    errors.push({ pointer: '/columns/quote', detail: 'a column with the words of the commitment, or its title' });
  if (columns.promisor === undefined && promisor === undefined)
    errors.push({ pointer: '/columns/promisor', detail: 'a column with who is bound, or one promisor for all' });
  if (errors.length > 0)
    throw new Refusal(
      'invalid_input',
      `The mapping does not fit the file: ${errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ')}`,
      { errors },
    );
}

function foldedHeader(header: string): string {
  return header
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
