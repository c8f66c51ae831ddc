// LINE WORKS' API 2.0, a bot's message to a channel (developers.worksmobile.com, "Authentication with a Service Account",
// "Send messages", "Rate limits"): a JWT of the service account buys a token of a day; a message has at most 2,000 characters,
// 60 calls a minute on the free plan; a 429 says how many seconds are left.

import { importPKCS8, SignJWT } from 'jose';
import type { ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import type { PostAnswer } from '../../net/safe-post.ts';
import { jsonOf, readStatus, resetMs, retryAfterMs, textOf } from '../answers.ts';
import type { ChatFormat, TokenFormat, Values } from '../chat-format.ts';
import { units } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

const ALGORITHM = 'RS256';
/** LINE WORKS takes assertions of an hour at most. */
const ASSERTION_SECONDS = 30 * 60;

const CODES: Readonly<Record<string, ChatMeaning>> = {
  UNAUTHORIZED: 'credentials',
  FORBIDDEN: 'place',
  NOT_FOUND: 'place',
  INVALID_PARAMETER: 'format',
  invalid_client: 'credentials',
  invalid_grant: 'credentials',
  invalid_scope: 'credentials',
};

const token: TokenFormat = {
  request: async (values, origins, now) => {
    const assertion = await assertionOf(values, now);
    if (assertion === null) return null;
    return {
      url: `${origins.lineWorksLogin}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        assertion,
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        client_id: values.clientId ?? '',
        client_secret: values.clientSecret ?? '',
        scope: 'bot.message',
      }).toString(),
    };
  },
  read: (answer) => {
    const { access_token: access, expires_in: seconds } = jsonOf(answer);
    if (typeof access !== 'string') {
      const said = ownWords(answer, 'credentials');
      return said.kind === 'taken' ? { kind: 'refused', meaning: 'other', reason: `${said.reason}, no token` } : said;
    }
    return { token: access, livesMs: Number(seconds ?? 0) * 1_000 };
  },
};

export const lineWorks: ChatFormat = {
  most: 2_000,
  sizeOf: units,
  escape: (piece) => piece.replaceAll('<', '＜'),
  spacingMs: 1_000,
  token,
  request: ({ text }, { bot = '', channel = '' }, { origins, token: access }) =>
    jsonPost(
      `${origins.lineWorks}/v1.0/bots/${encodeURIComponent(bot)}/channels/${encodeURIComponent(channel)}/messages`,
      { content: { type: 'text', text } },
      { authorization: `Bearer ${access}` },
    ),
  read: (answer) => ownWords(answer),
};

function ownWords(answer: PostAnswer, otherwise?: ChatMeaning) {
  const { code, description, error } = jsonOf(answer);
  const name = textOf(code) ?? textOf(error) ?? '';
  return readStatus(answer, {
    code: [name, textOf(description)].filter(Boolean).join(' '),
    meaning: answer.status < 500 && answer.status !== 429 ? (CODES[name] ?? otherwise) : undefined,
    afterMs: retryAfterMs(answer.headers) ?? resetMs(answer.headers, 'ratelimit-reset'),
  });
}

/** Who we are, signed; null where the key is none. In variables line ends are often written as \n. */
async function assertionOf({ clientId = '', serviceAccount = '', privateKey = '' }: Values, now: number) {
  const seconds = Math.floor(now / 1_000);
  try {
    const key = await importPKCS8(privateKey.replaceAll('\\n', '\n'), ALGORITHM);
    return await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(clientId)
      .setSubject(serviceAccount)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ASSERTION_SECONDS)
      .sign(key);
  } catch {
    return null;
  }
}
