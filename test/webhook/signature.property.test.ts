// What we sign, a receiver with the library of the Standard Webhooks specification accepts; and nothing else.

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { signedHeaders } from '../../src/webhook/signature.ts';

const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const delivery = fc.integer({ min: 1 }).map(String);
const body = fc.json();
const text = fc.string({ minLength: 1, unit: 'grapheme-ascii' }).filter((secret) => !secret.startsWith('whsec_'));
const encoded = fc
  .uint8Array({ minLength: 1, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);

afterEach(() => void vi.useRealTimers());

function receiver(secret: string): Webhook {
  return secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
}

describe('a receiver with the library', () => {
  test('accepts what we sign, with a secret of either kind', () => {
    fc.assert(
      fc.property(fc.oneof(text, encoded), delivery, body, instant, (secret, id, sent, at) => {
        vi.useFakeTimers({ now: at, toFake: ['Date'] });
        const headers = signedHeaders(secret, { delivery: id, body: sent, at: at.getTime() })!;
        expect(receiver(secret).verify(sent, headers)).toEqual(JSON.parse(sent));
      }),
    );
  });

  test('refuses another body, another id, another time, another secret', () => {
    fc.assert(
      fc.property(text, delivery, body, instant, (secret, id, sent, at) => {
        vi.useFakeTimers({ now: at, toFake: ['Date'] });
        const headers = signedHeaders(secret, { delivery: id, body: sent, at: at.getTime() })!;
        const later = String(Number(headers['webhook-timestamp']) + 1);
        expect(() => receiver(secret).verify(`${sent} `, headers)).toThrow();
        expect(() => receiver(secret).verify(sent, { ...headers, 'webhook-id': `${id}0` })).toThrow();
        expect(() => receiver(secret).verify(sent, { ...headers, 'webhook-timestamp': later })).toThrow();
        expect(() => receiver(`${secret}x`).verify(sent, headers)).toThrow();
      }),
    );
  });
});

test('a text secret of any alphabet is its UTF-8', () => {
  const headers = signedHeaders('秘密の合言葉', { delivery: '7', body: '{}', at: 1_780_531_200_900 })!;
  const expected = createHmac('sha256', '秘密の合言葉').update('7.1780531200.{}').digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${expected}`);
});

test.each(['whsec_', 'whsec_not base64', 'whsec_abc'])('a secret that says it is base64 and is not: %s', (secret) => {
  expect(signedHeaders(secret, { delivery: '7', body: '{}', at: 0 })).toBeNull();
});
