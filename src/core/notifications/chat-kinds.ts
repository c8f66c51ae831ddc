// core: the kinds of chats that can be told, and what a configuration says of each. How each is spoken to: chat/kinds.ts.

/** `secret`: only the name of a variable. `text`: also as it is. */
export type ChatField = 'secret' | 'text';

/** The keys of a chat beside `kind`. */
export const CHAT_FIELDS = {
  slack: { url: 'secret' },
  teams: { url: 'secret' },
  'google-chat': { url: 'secret' },
  discord: { url: 'secret' },
  mattermost: { url: 'secret' },
  chatwork: { token: 'secret', room: 'text' },
  line: { token: 'secret', to: 'text' },
  'line-works': {
    clientId: 'text',
    clientSecret: 'secret',
    serviceAccount: 'text',
    privateKey: 'secret',
    bot: 'text',
    channel: 'text',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ChatField>>>>;

export type ChatKind = keyof typeof CHAT_FIELDS;

export const CHAT_KINDS = Object.keys(CHAT_FIELDS) as readonly ChatKind[];

/** A value of a chat's configuration: as it is, or that of a variable. */
export type ChatValue = { readonly text: string } | { readonly variable: string };

/** A chat as configured. Values of variables are read when something is sent, and are in nothing that is kept. */
export interface Chat {
  readonly kind: ChatKind;
  readonly fields: Readonly<Record<string, ChatValue>>;
}

/** The variables that a chat needs. */
export function variablesOf({ fields }: Chat): string[] {
  return Object.values(fields).flatMap((value) => ('variable' in value ? [value.variable] : []));
}

/** Why a chat has, or has not, a message; in plain words: service/notifications/try/chat-answers.ts. */
export type ChatMeaning =
  | 'taken'
  | 'rate'
  | 'quota'
  | 'gone'
  | 'credentials'
  | 'place'
  | 'format'
  | 'too-long'
  | 'away'
  | 'unreached'
  | 'cut'
  | 'not-public'
  | 'redirect'
  | 'variable'
  | 'no-address'
  | 'no-key'
  | 'other';
