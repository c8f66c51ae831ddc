// access: who asks, and what they may. Types only.

import type { Language } from '../../core/model.ts';

/** `ingest` sends events; `read` looks; `act` takes in hand, mutes, marks; `admin` edits calendars and sees the queue. */
export const SCOPES = ['ingest', 'read', 'act', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a scope brings with it: who may act may look, who may edit calendars may act. */
const BRINGS: Readonly<Record<Scope, readonly Scope[]>> = {
  ingest: ['ingest'],
  read: ['read'],
  act: ['act', 'read'],
  admin: ['admin', 'act', 'read'],
};

export interface Principal {
  /** Who it is in histories and logs: the token's name. */
  readonly name: string;
  /** With all that they bring. */
  readonly scopes: ReadonlySet<Scope>;
  /** Null: every shop. */
  readonly shops: ReadonlySet<string> | null;
  readonly via: 'loopback' | 'token' | 'session';
  /** What a form of this session must carry; empty where no form can be forged. */
  readonly formToken: string;
}

/** What the middlewares in front leave for a handler. */
export interface AccessEnv {
  Variables: { principal: Principal | null; language: Language };
}

export const scopesOf = (given: readonly Scope[]): ReadonlySet<Scope> => new Set(given.flatMap((one) => BRINGS[one]));

export const maySee = ({ shops }: Principal, shop: string): boolean => shops === null || shops.has(shop);

/** Everything, for programs and people on this machine while there is no token. */
export const ON_LOOPBACK: Principal = {
  name: 'loopback',
  scopes: new Set(SCOPES),
  shops: null,
  via: 'loopback',
  formToken: '',
};
