// access: who asks, and what they may. Types and one constant only.

import type { Language } from '../../core/model.ts';
import { SCOPES, type Scope } from '../../core/scopes.ts';
import type { Health } from '../../service/status/health/matters.ts';

export interface Principal {
  /** Who it is in histories and logs: the token's person, else its name. */
  readonly name: string;
  /** Who acts, whatever a form says; null: several share it, and say who they are. */
  readonly person: string | null;
  /** With all that they bring. */
  readonly scopes: ReadonlySet<Scope>;
  /** Null: every shop. */
  readonly shops: ReadonlySet<string> | null;
  readonly via: 'loopback' | 'token' | 'session';
  /** What a form of this session must carry; empty where no form can be forged. */
  readonly formToken: string;
}

/** Whoever sent a request, not yet looked at: health and assets answer without asking the database. */
export interface Asker {
  /** Null: nobody we know. Asks anew each time, so a stream sees that its token was revoked. */
  look(): Promise<Principal | null>;
  /** Counts the request against its limit. @throws Refused 401 or 429 */
  enter(): Promise<Principal>;
}

/**
 * What the middlewares in front leave for a handler. `principal` is null until a `needs` has let the request through;
 * `health` is there for pages only.
 */
export interface AccessEnv {
  Variables: { asker: Asker; principal: Principal | null; language: Language; health: Health | null };
}

export const maySee = ({ shops }: Principal, shop: string): boolean => shops === null || shops.has(shop);

/** Everything, for programs and people on this machine while there is no token. */
export const ON_LOOPBACK: Principal = {
  name: 'loopback',
  person: null,
  scopes: new Set(SCOPES),
  shops: null,
  via: 'loopback',
  formToken: '',
};
