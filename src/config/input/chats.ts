// config: the chats that contacts and people name, by name. Secrets are named here, never given, and whatever stands
// in the place of one is not printed.

import {
  CHAT_FIELDS,
  CHAT_KINDS,
  type Chat,
  type ChatField,
  type ChatKind,
  type ChatValue,
} from '../../core/notifications/chat-kinds.ts';
import { describeKind } from '../values/faults.ts';
import {
  idOfText,
  inside,
  type Key,
  oneOf,
  optional,
  type Reader,
  readMap,
  refuse,
  required,
} from '../values/readers.ts';
import { VARIABLE, variable } from '../values/secret-name.ts';

export type Chats = Readonly<Record<string, Chat>>;

const MOST_CHATS = 100;
const NAME_LENGTH = 60;
const KINDS = `a kind of chat: ${CHAT_KINDS.join(', ')}`;
const SECRET_HINT = `put it into .env, such as SLACK_URL=…, and write "$\{SLACK_URL}" here`;

/** Chats by name; undefined when one of them was refused. */
export const chats: Reader<Chats> = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(at, describeKind(value), 'a map of chats by name');
  const before = at.faults.length;
  const entries = Object.entries(value);
  if (entries.length > MOST_CHATS) return refuse(at, `${entries.length} chats`, `at most ${MOST_CHATS}`);
  const found = entries.map(([name, given]) => {
    const here = inside(at, name);
    idOfText(NAME_LENGTH)(name, here);
    return [name, chat(given, here)] as const;
  });
  if (at.faults.length > before) return undefined;
  return Object.fromEntries(found.filter(([, one]) => one !== undefined)) as Chats;
};

const chat: Reader<Chat> = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(at, describeKind(value), 'a map with kind and the keys of that kind');
  const kind = kindOf((value as { kind?: unknown }).kind, inside(at, 'kind'));
  if (kind === undefined) return undefined;
  const before = at.faults.length;
  const shape = {
    kind: optional(oneOf(CHAT_KINDS), kind),
    ...Object.fromEntries(Object.entries(CHAT_FIELDS[kind]).map(([name, field]) => [name, keyOf(field)])),
  };
  const read = readMap(shape, value, at, true);
  if (!read || at.faults.length > before) return undefined;
  const { kind: _, ...fields } = read;
  return { kind, fields: fields as Chat['fields'] };
};

/** Without a kind nothing else can be said; defaults may leave it to the shops. */
function kindOf(value: unknown, at: Parameters<Reader<ChatKind>>[1]): ChatKind | undefined {
  if (value === undefined) return at.fragment ? undefined : refuse(at, 'nothing', KINDS);
  // What is no word may be a secret in the wrong place.
  const isWord = typeof value === 'string' && /^[A-Za-z _-]{1,20}$/.test(value);
  return isWord ? oneOf(CHAT_KINDS)(value, at) : refuse(at, describeKind(value), KINDS);
}

function keyOf(field: ChatField): Key<ChatValue> {
  return field === 'secret' ? required(secret, VARIABLE) : required(plain, `a text, or ${VARIABLE}`);
}

const secret: Reader<ChatValue> = (value, at) => {
  const before = at.faults.length;
  const name = variable(value, at);
  if (name !== undefined) return { variable: name };
  const refused = at.faults.splice(before);
  for (const { found, allowed } of refused) refuse(at, found, allowed, SECRET_HINT);
  return undefined;
};

/** An id of a room, a bot or an account, which may stand in a variable too. */
const plain: Reader<ChatValue> = (value, at) => {
  if (typeof value === 'string' && value.startsWith('${')) return secret(value, at);
  const text = Number.isSafeInteger(value) ? String(value) : value;
  const found = idOfText()(text, at);
  return found === undefined ? undefined : { text: found };
};

/** The names that `chats` gives, also those of chats that are refused for something else. */
export function chatsNamedIn(value: unknown): string[] {
  const given = (value as { readonly chats?: unknown } | null | undefined)?.chats;
  return typeof given === 'object' && given !== null ? Object.keys(given) : [];
}
