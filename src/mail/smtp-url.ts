/** `SMTP_URL` read strictly: a setting that is silently ignored would send mail in the clear or not at all. */

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS where offered. */
  secure: boolean;
  /** Refuse to go on without TLS. */
  requireTLS: boolean;
  /** Accept only certificates that a known authority vouches for. */
  verifyCertificate: boolean;
  /** Name given with EHLO; null for the machine's own. */
  name: string | null;
  auth: { user: string; pass: string } | null;
}

const FORM = 'smtp://user:password@host:587 or smtps://user:password@host:465';
const SETTINGS = ['requireTLS', 'verifyCertificate', 'name'];

/**
 * Throws plain words without the credentials. Where there are credentials, TLS is required unless `?requireTLS=false`
 * says otherwise: whoever strips STARTTLS from the greeting would read them.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '' || !['', '/'].includes(url.pathname)) {
    throw new Error(`Expected ${FORM}`);
  }
  const unknown = [...url.searchParams.keys()].find((key) => !SETTINGS.includes(key));
  if (unknown !== undefined) throw new Error(`Unknown setting "${unknown}": expected one of ${SETTINGS.join(', ')}`);
  if ((url.username === '') !== (url.password === '')) throw new Error(`Expected both a user and a password, or neither: ${FORM}`);

  const secure = url.protocol === 'smtps:';
  const auth = url.username === '' ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: flag(url, 'requireTLS', auth !== null && !secure),
    verifyCertificate: flag(url, 'verifyCertificate', true),
    name: url.searchParams.get('name'),
    auth,
  };
}

function flag(url: URL, key: string, otherwise: boolean): boolean {
  const value = url.searchParams.get(key);
  if (value !== null && value !== 'true' && value !== 'false') throw new Error(`Expected ${key}=true or ${key}=false`);
  return value === null ? otherwise : value === 'true';
}
