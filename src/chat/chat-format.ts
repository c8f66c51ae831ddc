// chat: what is to be known of a kind of chat: its request, its limits, and how its answers are read.

import type { ChatMeaning } from '../core/notifications/chat-kinds.ts';
import type { PostAnswer } from '../net/safe-post.ts';

/** A message in plain text, without any mark-up, and where it leads. */
export interface ChatMessage {
  readonly text: string;
  readonly links: readonly ChatLink[];
}

export interface ChatLink {
  readonly words: string;
  readonly url: string;
}

/** The values of a chat's fields. Secret. */
export type Values = Readonly<Record<string, string>>;

export interface ChatRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RequestFacts {
  /** Of services with one address for all. */
  readonly origins: Origins;
  /** A UUID, the same for each attempt of a message. */
  readonly key: string;
  /** What `token` brought, where the kind has one. */
  readonly token: string;
}

/** Where services that have one address for all are. */
export interface Origins {
  readonly chatwork: string;
  readonly line: string;
  readonly lineWorks: string;
  readonly lineWorksLogin: string;
}

/** What an answer means. */
export type ChatAnswer =
  | { readonly kind: 'taken'; readonly meaning: 'taken'; readonly reason: string }
  /** It surely was not taken; later it may be. `afterMs`: real ms, where the service asks to wait. */
  | { readonly kind: 'retry'; readonly meaning: ChatMeaning; readonly reason: string; readonly afterMs: number | null }
  /** This message will never be taken. */
  | { readonly kind: 'refused'; readonly meaning: ChatMeaning; readonly reason: string };

export interface ChatFormat {
  /** How much a message holds: the sum of `sizeOf` over its characters. */
  readonly most: number;
  /** The size of a piece of text, as the service counts it and as it is written in the request. */
  readonly sizeOf: (escaped: string) => number;
  /** Takes what the service reads as mark-up, or as a call to everybody, its meaning. */
  readonly escape: (piece: string) => string;
  /** The same for an address; as it is by default. */
  readonly escapeUrl?: (url: string) => string;
  /** Whether links stand outside the text, as buttons; else they are lines of it. */
  readonly hasButtons?: boolean;
  /** Real ms between two messages to the same place, by the service's documented rate. */
  readonly spacingMs: number;
  /** A repetition is known by its key and shown once, so it needs no mark. */
  readonly knowsRepetitions?: boolean;
  /** The request, or why the values cannot be used. */
  readonly request: (message: ChatMessage, values: Values, facts: RequestFacts) => ChatRequest | ChatMeaning;
  /** For services with a token of a limited life. */
  readonly token?: TokenFormat;
  readonly read: (answer: PostAnswer) => ChatAnswer;
}

export interface TokenFormat {
  /** The request for a token; null where the key of the values is none. `now`: epoch ms. */
  readonly request: (values: Values, origins: Origins, now: number) => Promise<ChatRequest | null>;
  readonly read: (answer: PostAnswer) => { readonly token: string; readonly livesMs: number } | ChatAnswer;
}
