/** A form that was opened before somebody else changed what it is about. */
import type { Dossier, DossierService } from '../../services/dossier.service.js';
import type { FormState } from './forms.js';

/** The form on the version there is now, so that sending it once more records it, and what happened since it was opened. */
export async function onLatest(
  form: FormState,
  { ref, version }: { ref: string; version: number },
  dossiers: DossierService,
): Promise<{ form: FormState; since: Dossier | null }> {
  if (form.version === null || form.version >= version) return { form: { ...form, version }, since: null };
  return { form: { ...form, version }, since: await dossiers.since(ref, form.version) };
}
