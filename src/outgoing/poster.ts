/** The port through which webhooks leave. It reports what came of it and decides nothing. */
import type { PostOutcome } from '../domain/webhook.js';

export interface Post {
  url: string;
  body: string;
  headers: Record<string, string>;
}

export interface Poster {
  /** Why nothing would be sent to this address whatever happens, in plain words; null where it may be. */
  refusal(url: string): string | null;
  /** Never throws for what an endpoint or a network does. */
  post(post: Post): Promise<PostOutcome>;
}
