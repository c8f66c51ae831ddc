// chat: one message to one chat: within the kind's limits and rate, to public addresses only, no redirects, ten seconds for
// everything. URLs and tokens are secret, so no reason repeats anything of them, whatever the service answers.

import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../core/model.ts';
import type { Chat, ChatMeaning } from '../core/notifications/chat-kinds.ts';
import type { Reach } from '../net/public-address.ts';
import { type PostAnswer, safePost } from '../net/safe-post.ts';
import type { ChatAnswer, ChatFormat, ChatMessage, ChatRequest, Origins, Values } from './chat-format.ts';
import { fitted } from './fit-message.ts';
import { CHAT_FORMATS, ORIGINS } from './kinds.ts';
import { openPacer, type Pacer } from './turns.ts';
import { scrubbed } from './without-secrets.ts';

export type { ChatLink, ChatMessage, Origins } from './chat-format.ts';

export interface OutgoingChat {
  readonly chat: Chat;
  /** The same at each attempt of the same message. */
  readonly delivery: string;
  readonly message: ChatMessage;
  readonly at: Instant;
  /** It may have been taken before: shown with a mark, unless the service knows repetitions. */
  readonly again: boolean;
  /** Addresses in one's own network are allowed. */
  readonly allowPrivate: boolean;
}

/** Reasons are one line without a secret. */
export type ChatOutcome =
  | ChatAnswer
  /** The whole request went out and no answer came. */
  | { readonly kind: 'unknown'; readonly meaning: 'cut'; readonly reason: string };

export interface ChatTransport {
  /** Never rejects for what a server or a network does: that is an outcome. */
  send(outgoing: OutgoingChat): Promise<ChatOutcome>;
}

export interface ChatOptions extends Reach {
  /** The value of an environment variable. */
  readonly secret: (name: string) => string | undefined;
  /** Real milliseconds for a call, 10 s by default. */
  readonly timeoutMs?: number;
  /** Where services with one address for all are; their own by default. */
  readonly origins?: Partial<Origins>;
  /** Whose turn it is; of this process alone by default. */
  readonly pacer?: Pacer;
}

/** What stands before a text that may have been shown before. */
export const REPEATED =
  '（再送: 前回の結果が不明なため、同じ内容が2通届くことがあります／sent again, possibly twice）\n';
/** A turn that is further away is not waited for. */
const MOST_WAIT_MS = 10_000;
const ANSWER_BYTES = 16 * 1024;
/** A token is bought anew so long before it ends. */
const TOKEN_MARGIN_MS = 60_000;

export function createChatTransport(options: ChatOptions): ChatTransport {
  const parts: Parts = { ...options, pacer: options.pacer ?? openPacer(), tokens: new Map() };
  return { send: (outgoing) => send(outgoing, parts) };
}

interface Parts extends ChatOptions {
  readonly pacer: Pacer;
  /** By place. */
  readonly tokens: Map<string, { readonly token: string; readonly until: number }>;
}

interface Call {
  readonly format: ChatFormat;
  readonly values: Values;
  readonly place: string;
  readonly origins: Origins;
  readonly allowPrivate: boolean;
  readonly at: Instant;
}

async function send(outgoing: OutgoingChat, parts: Parts): Promise<ChatOutcome> {
  const { chat, allowPrivate, at } = outgoing;
  const format = CHAT_FORMATS[chat.kind];
  const values = valuesOf(chat, parts.secret);
  if ('missing' in values) return retry('variable', `the variable ${values.missing} is not set or not usable`);
  const place = placeOf(chat.kind, values.found);
  const turn = await parts.pacer.turn(place, format.spacingMs, MOST_WAIT_MS);
  if ('awayMs' in turn) return retry('rate', 'too many messages to this chat at a time', turn.awayMs);
  if (turn.waitMs > 0) await pause(turn.waitMs);
  const origins = { ...ORIGINS, ...parts.origins };
  const call: Call = { format, values: values.found, place, origins, allowPrivate, at };
  const outcome = await sendWithToken(outgoing, call, parts);
  if (outcome.kind === 'retry' && outcome.afterMs !== null) await parts.pacer.rest(place, outcome.afterMs);
  const lent = parts.tokens.get(place)?.token;
  return {
    ...outcome,
    reason: scrubbed(outcome.reason, lent === undefined ? values.secrets : [...values.secrets, lent]),
  };
}

/** A token that ended before its time is bought anew, once. */
async function sendWithToken(outgoing: OutgoingChat, call: Call, parts: Parts): Promise<ChatOutcome> {
  const isOld = parts.tokens.has(call.place);
  const outcome = await sendOnce(outgoing, call, parts);
  if (outcome.kind !== 'refused' || outcome.meaning !== 'credentials') return outcome;
  parts.tokens.delete(call.place);
  return isOld ? sendOnce(outgoing, call, parts) : outcome;
}

async function sendOnce(outgoing: OutgoingChat, call: Call, parts: Parts): Promise<ChatOutcome> {
  const { message, again, delivery } = outgoing;
  const { format, values, origins, place } = call;
  const token = await tokenOf(call, parts);
  if (typeof token !== 'string') return token;
  const text = again && !format.knowsRepetitions ? REPEATED + message.text : message.text;
  const facts = { origins, key: uuidOf(`${place}\n${delivery}\n${message.text}`), token };
  const request = format.request({ ...message, text: fitted(format, { ...message, text }) }, values, facts);
  if (typeof request === 'string') return retry(request, 'the variable with its address holds no http(s) address');
  const posted = await post(request, call, parts);
  return 'status' in posted ? format.read(posted) : posted;
}

/** The token that the service lends; an empty one where the kind needs none. */
async function tokenOf(call: Call, parts: Parts): Promise<string | ChatOutcome> {
  const { format, values, place, origins, at } = call;
  if (format.token === undefined) return '';
  const known = parts.tokens.get(place);
  if (known !== undefined && known.until > at) return known.token;
  const request = await format.token.request(values, origins, at);
  if (request === null) return retry('no-key', 'the variable with its private key holds no key (PKCS #8, PEM)');
  const posted = await post(request, call, parts);
  // Without a token no message went out, whatever became of this call.
  if (!('status' in posted)) return posted.kind === 'unknown' ? retry('unreached', posted.reason) : posted;
  const bought = format.token.read(posted);
  if ('kind' in bought) return bought;
  parts.tokens.set(place, { token: bought.token, until: at + bought.livesMs - TOKEN_MARGIN_MS });
  return bought.token;
}

async function post(
  request: ChatRequest,
  { allowPrivate }: Call,
  parts: Parts,
): Promise<PostAnswer | Exclude<ChatOutcome, { kind: 'taken' }>> {
  const posted = await safePost({ ...request, allowPrivate }, { ...parts, answerBytes: ANSWER_BYTES });
  if (posted.kind === 'answered') return posted.answer;
  const { reason } = posted;
  if (posted.kind === 'not-public') return { kind: 'refused', meaning: 'not-public', reason };
  return posted.written ? { kind: 'unknown', meaning: 'cut', reason } : retry('unreached', reason);
}

function retry(meaning: ChatMeaning, reason: string, afterMs: number | null = null) {
  return { kind: 'retry', meaning, reason, afterMs } as const;
}

/** The values of a chat's fields, and which of them are secret; or the variable that has none. */
function valuesOf(
  { fields }: Chat,
  secret: ChatOptions['secret'],
): { readonly found: Values; readonly secrets: readonly string[] } | { readonly missing: string } {
  const found: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if ('text' in field) {
      found[name] = field.text;
      continue;
    }
    const value = secret(field.variable);
    if (value === undefined) return { missing: field.variable };
    found[name] = value;
    secrets.push(value);
  }
  return { found, secrets };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** By which a place is known again, without its secrets. */
const placeOf = (kind: string, values: Values): string => digest(JSON.stringify([kind, values]));

/** A UUID (version 8, RFC 9562) that is the same for the same text. */
function uuidOf(text: string): string {
  const hex = digest(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
