import { describe, expect, it, test } from '@jest/globals';
import { parseSmtpUrl } from '../../src/mail/smtp-url.js';

describe('SMTP_URL', () => {
  const plain = { secure: false, requireTLS: false, verifyCertificate: true, name: null, auth: null };

  test.each([
    ['smtp://mail.example.org', { ...plain, host: 'mail.example.org', port: 587 }],
    ['smtp://127.0.0.1:1025/', { ...plain, host: '127.0.0.1', port: 1025 }],
    ['smtp://[::1]:25', { ...plain, host: '::1', port: 25 }],
    ['smtps://mail.example.org', { ...plain, host: 'mail.example.org', port: 465, secure: true }],
    [
      'smtp://mail.example.org?verifyCertificate=false&name=pledges.example.org',
      { ...plain, host: 'mail.example.org', port: 587, verifyCertificate: false, name: 'pledges.example.org' },
    ],
    [
      'smtp://desk%40example.org:a%3Ab%2Fc@mail.example.org',
      { ...plain, host: 'mail.example.org', port: 587, requireTLS: true, auth: { user: 'desk@example.org', pass: 'a:b/c' } },
    ],
    [
      'smtp://desk:word@mail.example.org?requireTLS=false',
      { ...plain, host: 'mail.example.org', port: 587, auth: { user: 'desk', pass: 'word' } },
    ],
    [
      'smtps://desk:word@mail.example.org',
      { ...plain, host: 'mail.example.org', port: 465, secure: true, auth: { user: 'desk', pass: 'word' } },
    ],
  ])('reads %s', (url, server) => {
    expect(parseSmtpUrl(url)).toEqual(server);
  });

  test.each([
    ['', 'Expected smtp://'],
    ['mail.example.org', 'Expected smtp://'],
    ['https://mail.example.org', 'Expected smtp://'],
    ['smtp://', 'Expected smtp://'],
    ['smtp://mail.example.org/queue', 'Expected smtp://'],
    ['smtp://desk@mail.example.org', 'both a user and a password'],
    ['smtp://mail.example.org?lmtp=true', 'Unknown setting "lmtp"'],
    ['smtp://mail.example.org?requireTLS=maybe', 'Expected requireTLS=true'],
  ])('refuses %j', (url, words) => {
    expect(() => parseSmtpUrl(url)).toThrow(words);
  });

  it('says what is wrong without repeating the password', () => {
    expect(() => parseSmtpUrl('smtp://desk:secret-word@mail.example.org?tls=1')).toThrow(
      expect.not.stringContaining('secret-word') as unknown as string,
    );
  });
});
