/** A provider of identities on this machine (OpenID Connect's code flow), written without the library that it tests. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Account {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

export interface Provider {
  issuer: string;
  client: { issuer: string; clientId: string; clientSecret: string };
  /** Who is signed in there. */
  account: Account;
  /** What it does wrong: spoils the claims of the next token, or signs it with a key that nobody knows. */
  spoil: ((claims: Record<string, unknown>) => Record<string, unknown>) | null;
  forge: boolean;
  /** Tells the address only when asked for it. */
  tellsByAsking: boolean;
  /** How it says what it is, where it does not do so as agreed. */
  introduces: ((response: ServerResponse, itself: object, path: string) => void) | null;
  /** What somebody who follows the link there is sent back to. */
  visit(url: string): string;
  close(): Promise<void>;
}

const clientId = 'pledgebook';
const clientSecret = 'a secret & more: äöü';

export async function openProvider(): Promise<Provider> {
  const [own, strange] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const codes = new Map<string, { challenge: string; redirect: string; nonce: string; account: Account }>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider: Provider = {
    issuer,
    client: { issuer, clientId, clientSecret },
    account: { sub: 'u1', email: 'desk@example.org', email_verified: true },
    spoil: null,
    forge: false,
    tellsByAsking: false,
    introduces: null,
    visit: (url) => {
      const asked = new URL(url).searchParams;
      const code = randomBytes(16).toString('hex');
      if (asked.get('code_challenge_method') !== 'S256' || asked.get('client_id') !== clientId)
        throw new Error(`not asked as agreed: ${url}`);
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        redirect: asked.get('redirect_uri') ?? '',
        nonce: asked.get('nonce') ?? '',
        account: provider.account,
      });
      return `${asked.get('redirect_uri')}?${new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString()}`;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const { pathname } = new URL(request.url ?? '/', issuer);
    const itself = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      userinfo_endpoint: `${issuer}/who`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
    if (provider.introduces !== null) return provider.introduces(response, itself, pathname);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return send(200, itself);
      case '/keys':
        return send(200, { keys: [{ ...own!.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }] });
      case '/who':
        return send(200, provider.account);
      case '/token': {
        const form = new URLSearchParams(await text(request));
        const credentials = [clientId, clientSecret].map((each) => new URLSearchParams({ v: each }).toString().slice(2)).join(':');
        const known = codes.get(form.get('code') ?? '');
        codes.delete(form.get('code') ?? '');
        if (request.headers.authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`)
          return send(401, { error: 'invalid_client' });
        const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url'); // prettier-ignore
        if (known === undefined || known.challenge !== challenge || known.redirect !== form.get('redirect_uri'))
          return send(400, { error: 'invalid_grant' });
        return send(200, { access_token: 'for asking', token_type: 'Bearer', id_token: idToken(known.account, known.nonce) });
      }
      default:
        return send(404, {});
    }
  }

  function idToken({ sub, ...said }: Account, nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: clientId, iat: now, exp: now + 60, nonce, sub, ...(provider.tellsByAsking ? {} : said) };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: 'k1' })}.${part(provider.spoil?.(claims) ?? claims)}`;
    const { privateKey } = (provider.forge ? strange : own)!;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  return provider;
}
