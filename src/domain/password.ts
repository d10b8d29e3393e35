/** What makes a password good enough: length, and that it is not what anybody would guess of this person here (NIST SP 800-63B, 5.1.1.2). */

export const shortestPassword = 12;
/** Far beyond any password manager's; what is longer would only keep us busy. */
export const longestPassword = 200;

export type PasswordFault = 'short' | 'long' | 'obvious';

/** The many ways to write one letter are one password (NFKC), whatever keyboard it is typed on. */
export function normalPassword(typed: string): string {
  return typed.normalize('NFKC');
}

/**
 * What is wrong with a password, or null. There are no rules of composition. Obvious is what leaves fewer than 8 characters
 * of its own beside the words that everybody tries, the name of this program and what stands in the person's name and address.
 */
export function passwordFault(password: string, { name, email }: { name: string | null; email: string | null }): PasswordFault | null {
  const typed = normalPassword(password);
  if ([...typed].length < shortestPassword) return 'short';
  if ([...typed].length > longestPassword) return 'long';
  const words = [...everybodyTries, ...`${name ?? ''} ${email ?? ''}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)].filter((w) => w.length >= 3);
  const own = words.sort((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, ''), typed.toLowerCase());
  return [...own].length < 8 || new Set(own).size < 5 ? 'obvious' : null;
}

const everybodyTries = [
  'pledgebook',
  'password',
  'passwort',
  'motdepasse',
  'administrator',
  'administrateur',
  'admin',
  'welcome',
  'bienvenue',
  'letmein',
  'changeme',
  'secret',
  'iloveyou',
  'qwertyuiop',
  'qwerty',
  'azertyuiop',
  'azerty',
  'asdfghjkl',
  'abcdefghijkl',
  'abcdef',
  '0123456789',
  '1234567890',
  '123456',
  '12345',
  '987654321',
];
