/** Proposals by the rules, and by a language model besides where one is configured. What it cannot do stops nothing. */
import { propose, unionWith, type Proposals, type ReadText } from '../domain/proposals/index.js';
import { ModelFailure, type ProposalModel } from '../outgoing/proposal-model.js';

/** What whoever handed in the text is told of the model that was asked. */
export interface AskedModel {
  /** That the text left this machine, and for where. */
  notice: string;
  model: string;
  host: string;
  /** Passages that it named, and how many of them the text does not have. */
  suggested: number;
  dropped: number;
  /** Why there is nothing from it, in plain words; the rules' proposals are there all the same. */
  failure: string | null;
}

export function noticeOf({ host, model }: Pick<ProposalModel, 'host' | 'model'>): string {
  return `The text leaves this machine: it is sent to ${host} for the model ${model}, as PROPOSALS_LLM_URL says.`;
}

export async function askModel(
  model: ProposalModel | null,
  source: ReadText & { lang: 'en' | 'fr' },
): Promise<Proposals & { asked: AskedModel | null }> {
  const rules = propose(source);
  if (model === null) return { ...rules, asked: null };
  const about = { notice: noticeOf(model), model: model.model, host: model.host };
  try {
    const suggestions = await model.suggest(source.text, source);
    const { dropped, ...united } = unionWith(source, rules, suggestions, model.model);
    return { ...rules, ...united, asked: { ...about, suggested: suggestions.length, dropped, failure: null } };
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    return { ...rules, asked: { ...about, suggested: 0, dropped: 0, failure: error.message } };
  }
}
