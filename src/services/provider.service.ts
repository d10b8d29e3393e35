/** Signing in by an account elsewhere: OpenID Connect's code flow with PKCE, state and nonce. Who may enter is said here, not there. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { Refusal } from '../domain/refusal.js';
import { Database } from '../store/database.js';
import { personByEmail } from '../store/people.store.js';
import { Allowances } from './allowances.js';
import { Links } from './links.js';
import { mayEnter, SessionsService, type Opened } from './sessions.service.js';
import { SETTINGS, type Settings } from './settings.js';

const patienceSeconds = 5;
/** Of any answer of the provider's; theirs are some kilobytes. */
const mostBytes = 512 * 1024;

/** What the browser keeps on its way to the provider and back. */
const journeySchema = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() });
export type Journey = z.infer<typeof journeySchema>;

@Injectable()
export class ProviderService {
  private readonly logger = new Logger('sign-in');
  private found: Promise<oidc.Configuration> | null = null;

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly allowances: Allowances,
    private readonly links: Links,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** By which name people know where they are sent; null where there is no provider. */
  get name(): string | null {
    return this.settings.oidc === null ? null : new URL(this.settings.oidc.issuer).host;
  }

  /** Where to send the browser, and what it has to bring back. */
  async depart(next: string): Promise<{ url: string; journey: string }> {
    const provider = await this.provider();
    const verifier = oidc.randomPKCECodeVerifier();
    const journey: Journey = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.returnUrl,
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: journey.state,
      nonce: journey.nonce,
    });
    return { url: url.href, journey: Buffer.from(JSON.stringify(journey)).toString('base64url') };
  }

  /** Lets in whoever the provider vouches for, if they work here. `query` is what the browser came back with. */
  async arrive(query: string, kept: string | null, network: string, former: string | null): Promise<Opened & { next: string }> {
    if (this.settings.oidc === null) throw noProvider();
    await this.allowances.take('provider', { network });
    const journey = journeyIn(kept);
    if (journey === null) throw new Refusal('forbidden', 'This sign-in was not begun in this browser, or long ago. Begin again.');
    const email = await this.addressFrom(query, journey);
    const person = email === null ? null : await personByEmail(this.database.read, email);
    if (!mayEnter(person))
      throw new Refusal('forbidden', 'The provider vouches for no address of somebody who works here.', { extra: { unknownHere: true } });
    this.logger.log(`${person.id} signed in by the provider`);
    const opened = await this.database.write((tx) => this.sessions.open(tx, person, 'provider', former));
    return { ...opened, next: journey.next };
  }

  /** The address that the provider says was verified; null where it says of none. */
  private async addressFrom(query: string, { state, nonce, verifier }: Journey): Promise<string | null> {
    const provider = await this.provider();
    try {
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      const tokens = await oidc.authorizationCodeGrant(provider, new URL(query, this.returnUrl), checks);
      const claims = tokens.claims();
      if (claims === undefined) return null;
      // Some say it in the token, some only when asked.
      const said = claims['email'] === undefined ? await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub) : claims;
      return said['email_verified'] === true && typeof said['email'] === 'string' ? said['email'] : null;
    } catch (error) {
      this.logger.warn(`the provider did not vouch for anybody: ${codeOf(error)}`);
      throw new Refusal('forbidden', 'The provider did not confirm who you are. Begin again.');
    }
  }

  /** What the provider says of itself, asked once; again after it could not be reached. */
  private async provider(): Promise<oidc.Configuration> {
    if (this.settings.oidc === null) throw noProvider();
    const { issuer, clientId, clientSecret } = this.settings.oidc;
    const url = new URL(issuer);
    this.found ??= oidc.discovery(url, clientId, clientSecret, authenticate(clientSecret), {
      timeout: patienceSeconds,
      [oidc.customFetch]: fetchCapped,
      // Only this machine's own is asked by plain http: config.ts accepts no other.
      execute: [oidc.enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])],
    });
    try {
      return await this.found;
    } catch (error) {
      this.found = null;
      this.logger.warn(`the provider cannot be reached: ${codeOf(error)}`);
      throw new Refusal('not_allowed_now', 'The provider cannot be reached. Sign in another way, or try again later.');
    }
  }

  private get returnUrl(): string {
    return this.links.to('/sign-in/provider/return');
  }
}

function noProvider(): Refusal {
  return new Refusal('not_found', 'There is no provider to sign in by.');
}

/** As the provider says it wants it; where it says nothing, in the header (RFC 8414, 2). */
function authenticate(secret: string): oidc.ClientAuth {
  const [post, basic] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (server, ...rest) => {
    const wanted = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (wanted.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/** Follows no redirect and reads no more than a provider has to say. */
const fetchCapped: oidc.CustomFetch = async (url, options) => {
  const answer = await fetch(url, { ...(options as RequestInit), redirect: 'manual' });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), answer);
};

function journeyIn(kept: string | null): Journey | null {
  try {
    const read = journeySchema.safeParse(JSON.parse(Buffer.from(kept ?? '', 'base64url').toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** What went wrong in one word: messages may quote what was sent. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
}
