// Behaviour 13, the optional DKIM: the signature holds when it is checked as RFC 6376 says, over what the server got.

import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDkimKey } from '../../../src/mail/transport/dkim.ts';
import { openTransport } from '../../../src/mail/transport/mail-transport.ts';
import { outgoing } from '../sample.ts';
import { startSmtp } from './smtp-servers.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

test('13: with DKIM every mail is signed by the domain and its signature holds', async () => {
  const server = await startSmtp();
  const dkim = openDkimKey('example.jp', 'sla', privateKey.replaceAll('\n', '\\n'));
  const outcome = await openTransport({ smtpUrl: server.url, mailDir: '', dkim }).send(outgoing());
  expect(outcome.kind).toBe('delivered');
  const { raw } = server.received[0]!;
  expect(raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=example\.jp;[^:]* s=sla;/m);
  expect(holds(raw)).toBe(true);
  expect(holds(raw.replace(/^Subject: /m, 'Subject: Re: '))).toBe(false);
});

test('13: without DKIM no mail is signed', async () => {
  const server = await startSmtp();
  await openTransport({ smtpUrl: server.url, mailDir: '' }).send(outgoing());
  expect(server.received[0]?.raw).not.toContain('DKIM-Signature');
});

test.each([
  ['nothing', ''],
  ['no key', 'secret words'],
  ['a public key', publicKey],
  [
    'a key that DKIM receivers do not know',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ],
])('%s is refused unprinted', (_what, pem) => {
  expect(() => openDkimKey('example.jp', 'sla', pem)).toThrow(/^the DKIM key is no RSA private key in PEM$/);
});

/** Checks body hash and signature with relaxed canonicalisation (RFC 6376, 3.4.2 and 3.4.4). */
function holds(raw: string): boolean {
  const split = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, split).split(/\r\n(?![ \t])/);
  const signature = headers.find((line) => line.startsWith('DKIM-Signature:'))!;
  const tags = new Map(
    [
      ...signature
        .slice(15)
        .replace(/\s+/g, '')
        .matchAll(/([a-z]+)=([^;]*)/g),
    ].map(([, name, value]) => [name, value!]),
  );
  const body = raw
    .slice(split + 4)
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n)/g, '')
    .replace(/(\r\n)*$/, '\r\n');
  if (createHash('sha256').update(body).digest('base64') !== tags.get('bh')) return false;
  const named = (name: string) => headers.find((line) => line.toLowerCase().startsWith(`${name}:`));
  const signed = tags
    .get('h')!
    .split(':')
    .flatMap((name) => named(name.toLowerCase()) ?? []);
  const unsigned = signature.replace(/(\bb=)[^;]*$/, '$1');
  const text = [...signed.map(relaxed), relaxed(unsigned)].join('\r\n');
  return createVerify('RSA-SHA256').update(text).verify(publicKey, tags.get('b')!, 'base64');
}

function relaxed(header: string): string {
  const colon = header.indexOf(':');
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${header.slice(0, colon).trim().toLowerCase()}:${value}`;
}
