import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { composeMail, type MailParts } from '../../src/mail/compose.js';
import { addressesIn, headerFields } from '../support/mailbox.js';

const parts: MailParts = {
  from: { name: 'Registre des engagements', address: 'desk@example.org' },
  to: { name: 'Équipe « suivi »', address: 'reader@example.org' },
  subject: 'C-0008 en retard depuis 3\u00a0jours\u00a0: Réduire le contingent américain',
  text: 'Cet engagement est en retard.\n\n.un point\nFrom ici\n',
  html: '<p>Cet engagement est en retard.</p>',
  messageId: '<01EWA@example.org>',
  references: ['<root.C-0008.p1@example.org>'],
  date: '2021-01-18T11:00:00.000Z',
};

async function fieldsOf(mail: MailParts): Promise<Map<string, string[]>> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of headerFields(await composeMail(mail))) fields.set(name, [...(fields.get(name) ?? []), value]);
  return fields;
}

describe('A composed mail', () => {
  it('reads back as what it was made of', async () => {
    const parsed = await simpleParser(await composeMail(parts));
    expect(addressesIn(parsed.to)).toEqual(['reader@example.org']);
    expect(parsed.to).toMatchObject({ value: [{ name: 'Équipe « suivi »' }] });
    expect(addressesIn(parsed.from)).toEqual(['desk@example.org']);
    expect(parsed.subject).toBe(parts.subject);
    expect(parsed.text).toBe(parts.text);
    expect(parsed.html).toContain('<p>Cet engagement est en retard.</p>');
    expect(parsed.date?.toISOString()).toBe(parts.date);
    expect(parsed.messageId).toBe(parts.messageId);
    expect(parsed.references).toBe('<root.C-0008.p1@example.org>');
    expect(parsed.inReplyTo).toBe('<root.C-0008.p1@example.org>');
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.attachments).toEqual([]);
    expect(parsed.cc).toBeUndefined();
    expect(parsed.bcc).toBeUndefined();
  });

  it('is the same bytes each time, 7-bit, with CRLF and short lines', async () => {
    const raw = await composeMail(parts);
    expect(raw.equals(await composeMail(parts))).toBe(true);
    expect([...raw].every((byte) => byte < 0x80)).toBe(true);
    expect(raw.toString('latin1').replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    expect(raw.toString('latin1').endsWith('\r\n')).toBe(true);
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998);
  });

  it('has each field once', async () => {
    const fields = await fieldsOf({
      ...parts,
      listId: { name: 'Pledgebook', id: 'reminders.example.org' },
      listUnsubscribe: 'https://example.org/u/1',
    });
    for (const [name, values] of fields) expect({ name, times: values.length }).toEqual({ name, times: 1 });
  });

  it('starts a thread when there is nothing to refer to', async () => {
    const fields = await fieldsOf({ ...parts, references: [] });
    expect(fields.has('references')).toBe(false);
    expect(fields.has('in-reply-to')).toBe(false);
  });

  it('answers the last of several references', async () => {
    const fields = await fieldsOf({ ...parts, references: ['<root@example.org>', '<second@example.org>'] });
    expect(fields.get('references')).toEqual(['<root@example.org> <second@example.org>']);
    expect(fields.get('in-reply-to')).toEqual(['<second@example.org>']);
  });

  it('can be unsubscribed from with one click, and says of which list it is', async () => {
    const url = `https://example.org/preferences/${'t'.repeat(120)}?as=follower&scope=commitment`;
    const fields = await fieldsOf({
      ...parts,
      listId: { name: 'Pledgebook, "reminders"', id: 'reminders.example.org' },
      listUnsubscribe: url,
    });
    expect(fields.get('list-unsubscribe')).toEqual([`<${url}>`]);
    expect(fields.get('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(fields.get('list-id')).toEqual(['Pledgebook reminders <reminders.example.org>']);
  });

  it('carries no list fields that were not asked for', async () => {
    const fields = await fieldsOf(parts);
    expect([...fields.keys()].filter((name) => name.startsWith('list-'))).toEqual([]);
  });

  it('can name another address for replies, and further fields', async () => {
    const fields = await fieldsOf({
      ...parts,
      replyTo: { name: null, address: 'team@example.org' },
      headers: { 'X-Commitment': 'C-0008' },
    });
    expect(fields.get('reply-to')).toEqual(['team@example.org']);
    expect(fields.get('x-commitment')).toEqual(['C-0008']);
  });

  test.each<[string, Partial<MailParts>]>([
    ['two recipients', { to: { name: null, address: 'a@example.org, b@example.org' } }],
    ['a recipient with a line break', { to: { name: null, address: 'a@example.org\r\nBcc: b@example.org' } }],
    ['two senders', { from: { name: null, address: 'a@example.org, b@example.org' } }],
    ['two addresses for replies', { replyTo: { name: null, address: 'a@example.org, b@example.org' } }],
    ['a Message-ID without brackets', { messageId: '01EWA@example.org' }],
    ['a Message-ID with a line break', { messageId: '<01EWA@example.org>\r\nBcc: <b@example.org>' }],
    ['a reference with a line break', { references: ['<a@example.org>\r\nBcc: <b@example.org>'] }],
    ['a field with a line break', { headers: { 'X-Note': 'a\r\nBcc: b@example.org' } }],
    ['a field name with a line break', { headers: { 'X-Note: a\r\nBcc': 'b@example.org' } }],
    ['a list id with a bracket', { listId: { name: 'x', id: 'a>\r\nBcc: b@example.org' } }],
    ['an unsubscribe link that is none', { listUnsubscribe: 'mailto:a@example.org' }],
    ['an unsubscribe link that runs code', { listUnsubscribe: 'javascript:alert(1)' }],
  ])('is refused with %s', async (_, change) => {
    await expect(composeMail({ ...parts, ...change })).rejects.toThrow();
  });

  test.each<[string, Partial<MailParts>]>([
    ['the subject', { subject: 'a\r\nBcc: b@example.org\r\n\r\nbody' }],
    ['the reader’s name', { to: { name: 'a\r\nBcc: b@example.org', address: 'reader@example.org' } }],
    ['a name that poses as an address', { to: { name: 'a@example.org>, <b@example.org', address: 'reader@example.org' } }],
    ['the sender’s name', { from: { name: 'a"\n\rBcc: b@example.org', address: 'desk@example.org' } }],
    ['the list’s name', { listId: { name: 'a\r\nBcc: b@example.org', id: 'reminders.example.org' } }],
    ['the unsubscribe link', { listUnsubscribe: 'https://example.org/u>\r\nBcc: b@example.org' }],
  ])('gains no recipient or field through %s', async (_, change) => {
    const raw = await composeMail({ ...parts, ...change });
    const parsed = await simpleParser(raw);
    expect(addressesIn(parsed.to)).toEqual(['reader@example.org']);
    expect(addressesIn(parsed.from)).toEqual(['desk@example.org']);
    expect(headerFields(raw).map(([name]) => name)).not.toContain('bcc');
    expect(parsed.text).toBe(parts.text);
  });

  it('shows no control character in any name or in the subject', async () => {
    const shown = 'a\u0000b\u001b[2J\u0085c';
    const { from, to, subject } = await simpleParser(
      await composeMail({ ...parts, subject: shown, from: { ...parts.from, name: shown }, to: { ...parts.to, name: shown } }),
    );
    expect([subject, from, to]).toMatchObject(['a b [2J c', { value: [{ name: 'a b [2J c' }] }, { value: [{ name: 'a b [2J c' }] }]);
  });

  test.each<[string, object]>([
    ['a file', { path: '/etc/passwd' }],
    ['a URL', { href: 'http://127.0.0.1:1/' }],
  ])('does not read %s, even if it is smuggled in as content', async (_, content) => {
    await expect(composeMail({ ...parts, text: content as unknown as string })).rejects.toThrow();
  });
});

describe('A signed mail', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dkim = { domainName: 'example.org', keySelector: 's1', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  const listed = { ...parts, listId: { name: 'Pledgebook', id: 'reminders.example.org' }, listUnsubscribe: 'https://example.org/u/1' };

  it('covers both unsubscribe fields with a signature that holds, and leaves the mail as it was', async () => {
    const raw = (await composeMail(listed, dkim)).toString('latin1');
    expect(raw.endsWith((await composeMail(listed)).toString('latin1'))).toBe(true);

    const [head, body] = [raw.slice(0, raw.indexOf('\r\n\r\n') + 2), raw.slice(raw.indexOf('\r\n\r\n') + 4)];
    const fields = head
      .split(/\r\n(?![ \t])/)
      .map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1)] as const);
    const relaxed = (value: string) =>
      value
        .replace(/\r\n/g, '')
        .replace(/[ \t]+/g, ' ')
        .trim();
    const signature = relaxed(fields[0]![1]);
    const tag = (name: string) => new RegExp(`\\b${name}=([^;]*)`).exec(signature)![1]!.replace(/ /g, '');
    const signed = tag('h').split(':');
    expect(signed).toEqual(expect.arrayContaining(['from', 'to', 'list-unsubscribe', 'list-unsubscribe-post']));

    const canonicalBody = body
      .replace(/[ \t]+(?=\r\n)/g, '')
      .replace(/[ \t]+/g, ' ')
      .replace(/(\r\n)*$/, '\r\n');
    expect(tag('bh')).toBe(createHash('sha256').update(canonicalBody, 'latin1').digest('base64'));
    const canonicalHead = signed.map((name) => `${name}:${relaxed(fields.find(([field]) => field === name)![1])}`).join('\r\n');
    const verify = createVerify('RSA-SHA256').update(`${canonicalHead}\r\ndkim-signature:${signature.replace(/\bb=.*$/, 'b=')}`, 'latin1');
    expect(verify.verify(publicKey, tag('b'), 'base64')).toBe(true);
  });

  it('is refused with a key that cannot sign', async () => {
    await expect(composeMail(parts, { ...dkim, privateKey: 'not a key' })).rejects.toThrow('does not sign');
  });
});
