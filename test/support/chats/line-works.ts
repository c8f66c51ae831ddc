// LINE WORKS: a JWT of the service account (RS256, checked with its public key) buys a token, a bot writes to a channel.

import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, jwtVerify } from 'jose';
import { demand, jsonAt, keysOf, seen } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const MOST = 2_000;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
/** What the service lends. */
const ACCESS = 'veryverysecretaccess';

async function lend(body: string): Promise<null> {
  const form = new URLSearchParams(body);
  demand(form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer', 'invalid_grant');
  demand(form.get('client_id') === 'client' && form.get('client_secret') === 'veryverysecretclient', 'invalid_client');
  demand(form.get('scope') === 'bot.message', 'invalid_scope');
  const { payload } = await jwtVerify(form.get('assertion')!, keys.publicKey, {
    algorithms: ['RS256'],
    issuer: 'client',
    subject: 'abc.serviceaccount@example',
    // Tests have clocks of their own.
    currentDate: new Date(decodeJwt(form.get('assertion')!).iat! * 1_000),
    maxTokenAge: '1h',
  });
  demand(payload.exp! - payload.iat! <= 3_600, 'an hour at most');
  return null;
}

export const lineWorks: FakeKind = {
  setUp: () => ({
    secrets: { LW_SECRET: 'veryverysecretclient', LW_KEY: PEM.replaceAll('\n', '\\n') },
    chat: {
      kind: 'line-works',
      fields: {
        clientId: { text: 'client' },
        clientSecret: { variable: 'LW_SECRET' },
        serviceAccount: { text: 'abc.serviceaccount@example' },
        privateKey: { variable: 'LW_KEY' },
        bot: { text: '1234' },
        channel: { text: 'room-1' },
      },
    },
  }),
  take: async (call) => {
    if (call.path === '/oauth2/v2.0/token') return lend(call.body);
    const body = jsonAt(call, '/v1.0/bots/1234/channels/room-1/messages');
    demand(call.headers.authorization === `Bearer ${ACCESS}`, 'UNAUTHORIZED');
    keysOf(body, 'content');
    const content = body.content as { type: string; text: string };
    keysOf(content, 'type', 'text');
    demand(content.type === 'text' && content.text !== '' && content.text.length <= MOST, 'INVALID_PARAMETER');
    return seen(content.text);
  },
  // As well the token as a message: each reads its own.
  taken: {
    status: 201,
    body: { access_token: ACCESS, token_type: 'Bearer', expires_in: '86400', scope: 'bot.message' },
  },
  busy: {
    status: 429,
    headers: { 'ratelimit-limit': '240', 'ratelimit-remaining': '0', 'ratelimit-reset': '2' },
    body: { code: 'TOO_MANY_REQUESTS', description: 'API rate limit exceeded' },
  },
  refused: { status: 404, body: { code: 'NOT_FOUND', description: 'The channel does not exist' } },
  refusedFor: 'NOT_FOUND',
  holds: (text) => text.length <= MOST,
};
