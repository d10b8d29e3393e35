/** A stand-in for a language model on this machine: it answers as a test tells it, also with lies. */
import type { ServerResponse } from 'node:http';
import { createProposalModel, type ProposalModel } from '../../src/outgoing/proposal-model.js';
import { openReceiver, type Receiver } from './receiver.js';

export interface ModelStandIn extends Pick<Receiver, 'received' | 'close' | 'answer'> {
  url: string;
  /** The next answer's list of commitments. */
  suggest(commitments: unknown[]): void;
  /** The next answer's content, whatever it is. */
  says(content: string): void;
  model(options?: { capMs?: number }): ProposalModel;
}

export async function openModel(): Promise<ModelStandIn> {
  const { received, close, answer, port } = await openReceiver();
  const url = `http://127.0.0.1:${port}/v1`;
  const says = (content: string): void =>
    answer((response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }))); // prettier-ignore
  return {
    received,
    close,
    answer,
    url,
    says,
    suggest: (commitments) => says(JSON.stringify({ commitments })),
    model: (options = {}) => createProposalModel({ url, model: 'stand-in', key: 'secret-key' }, options),
  };
}
