// Chat services as servers on sockets: each checks the documented form and limits of its kind, shows what it took as people
// would see it, and answers with the documented errors. An error repeats every secret, as careless services do.

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Origins } from '../../../src/chat/chat-transport.ts';
import type { Chat, ChatKind } from '../../../src/core/notifications/chat-kinds.ts';
import { chatwork } from './chatwork.ts';
import { discord } from './discord.ts';
import { googleChat } from './google-chat.ts';
import { line } from './line.ts';
import { lineWorks } from './line-works.ts';
import { mattermost } from './mattermost.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';

/** Stands in every secret; nothing that leaves the house may hold it. */
export const MARKER = 'veryverysecret';

export interface ChatCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer: status, headers, body. */
export interface ChatReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface FakeKind {
  /** The secrets by variable, and the chat as it is configured, at this address. */
  readonly setUp: (base: string) => { readonly secrets: Readonly<Record<string, string>>; readonly chat: Chat };
  /** What people see of a call that fits. @throws Error for one that does not; null for a call that shows nothing. */
  readonly take: (call: ChatCall) => Promise<Shown | null>;
  readonly taken: ChatReply;
  /** Too many calls: come again in two seconds. */
  readonly busy: ChatReply;
  readonly refused: ChatReply;
  readonly refusedFor: string;
  /** The most that a text may hold, as the service counts. */
  readonly holds: (text: string) => boolean;
}

export interface Shown {
  readonly text: string;
  readonly links: readonly string[];
}

const KINDS: Readonly<Record<ChatKind, FakeKind>> = {
  slack,
  teams,
  'google-chat': googleChat,
  discord,
  mattermost,
  chatwork,
  line,
  'line-works': lineWorks,
};

/** How a call is answered instead of being taken. `cut`: taken, and the connection ends without an answer. */
export type Mood = 'busy' | 'refused' | 'down' | 'cut' | 'silent' | ChatReply;

export interface FakeChat extends Pick<FakeKind, 'busy' | 'refused' | 'refusedFor' | 'holds'> {
  readonly chat: Chat;
  readonly secrets: Readonly<Record<string, string>>;
  readonly secret: (name: string) => string | undefined;
  readonly origins: Origins;
  /** What was taken, as people see it. */
  readonly shown: Shown[];
  /** What did not fit the documented form. */
  readonly faults: string[];
  readonly calls: ChatCall[];
  /** How the next messages are answered, in order; taken afterwards. */
  readonly moods: Mood[];
}

/** Starts a service that ends with the test. */
export async function startFakeChat(kind: ChatKind): Promise<FakeChat> {
  const fake = KINDS[kind];
  const [shown, faults, calls, moods]: [Shown[], string[], ChatCall[], Mood[]] = [[], [], [], []];
  const server = createServer((request, response) => {
    const { url: path = '', headers } = request;
    void text(request).then((body) => answer({ path, headers, body }, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { secrets, chat } = fake.setUp(base);

  async function answer(call: ChatCall, response: ServerResponse): Promise<void> {
    let seen: Shown | null;
    try {
      seen = await fake.take(call);
    } catch (error) {
      faults.push((error as Error).message);
      return reply(response, fake.refused, Object.values(secrets));
    }
    if (seen === null) return reply(response, fake.taken, []);
    calls.push(call);
    const mood = moods.shift();
    if (mood === undefined || mood === 'cut' || mood === 'silent') shown.push(seen);
    if (mood === 'cut') return void response.destroy();
    if (mood === 'silent') return;
    const said = mood === 'down' ? DOWN : mood === 'busy' || mood === 'refused' ? fake[mood] : (mood ?? fake.taken);
    reply(response, said, mood === undefined ? [] : Object.values(secrets));
  }

  const origins = { chatwork: base, line: base, lineWorks: base, lineWorksLogin: base };
  const { busy, refused, refusedFor, holds } = fake;
  const secret = (name: string) => secrets[name];
  return { chat, secrets, secret, origins, shown, faults, calls, moods, busy, refused, refusedFor, holds };
}

const DOWN: ChatReply = { status: 503, body: 'upstream connect error' };

/** An error with every secret behind its own words, where a service might put them. */
function reply(response: ServerResponse, { status, headers = {}, body = '' }: ChatReply, secrets: readonly string[]) {
  const told = secrets.join(' ');
  const said = typeof body === 'string' ? `${body}` : JSON.stringify(withSecrets(body, told));
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/plain' : 'application/json',
    ...headers,
  });
  response.end(typeof body === 'string' && status === 503 ? `${said} ${told}` : said);
}

function withSecrets(value: unknown, secrets: string): unknown {
  if (typeof value === 'string') return secrets === '' || /^[A-Z_a-z.]+$/.test(value) ? value : `${value} ${secrets}`;
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSecrets(item, secrets)]));
}
