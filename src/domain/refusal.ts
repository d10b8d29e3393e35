/** An expected "no": the caller asked for something the rules do not allow. Anything else that is thrown is a bug. */
export const refusalCodes = [
  'invalid_input',
  'target_unreadable',
  'target_ambiguous',
  'not_found',
  'gone',
  'unauthenticated',
  'forbidden',
  'precondition_required',
  'precondition_failed',
  'conflict',
  'idempotency_key_reused',
  'duplicate',
  'not_allowed_now',
  'same_person',
  'evidence_required',
  'too_many_tries',
  'insufficient_storage',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface RefusalDetail {
  /** JSON pointer to the offending member of the input. */
  pointer: string;
  detail: string;
}

export class Refusal extends Error {
  readonly errors: RefusalDetail[];
  constructor(
    readonly code: RefusalCode,
    message: string,
    where: { pointer?: string; errors?: RefusalDetail[]; extra?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.errors = where.errors ?? (where.pointer === undefined ? [] : [{ pointer: where.pointer, detail: message }]);
    this.extra = where.extra ?? {};
  }
  /** Further members of the answer, such as the readings of an ambiguous phrase. */
  readonly extra: Record<string, unknown>;
}
