// What fakes of chat services ask of a call; whatever is not as documented is an error with the reason.

import { type ChatCall, MARKER } from './fake-chat.ts';

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** The JSON of a call to this path. */
export function jsonAt({ path, headers, body }: ChatCall, expected: string): Record<string, unknown> {
  demand(path === expected, `a call to ${expected}`);
  demand(/^application\/json/.test(headers['content-type'] ?? ''), 'JSON');
  return JSON.parse(body) as Record<string, unknown>;
}

/** Exactly these keys. */
export function keysOf(value: object, ...known: string[]): void {
  const keys = Object.keys(value).sort().join();
  demand(keys === known.sort().join(), `the keys ${known.join()}, found ${keys}`);
}

/** A text that people see, with its last lines taken for links where they hold an address. */
export function seen(text: string): { text: string; links: string[] } {
  const lines = text.split('\n');
  const links = lines.flatMap((line) => /(https?:\/\/\S+)$/.exec(line)?.[1] ?? []);
  return { text: lines.filter((line) => !/https?:\/\/\S+$/.test(line)).join('\n'), links };
}

export const HOOK = `/hooks/T0123456/${MARKER}-of-the-address`;

/** The configuration of the kinds that have an address of their own. */
export function byAddress<K extends string>(kind: K, path = HOOK) {
  return (base: string) => ({
    secrets: { CHAT_URL: `${base}${path}` },
    chat: { kind, fields: { url: { variable: 'CHAT_URL' } } },
  });
}
