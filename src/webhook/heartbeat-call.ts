// webhook: one call of a dead-man's switch. Its address is the key to it: nothing of it goes into a reason.

import type { Reach } from '../net/public-address.ts';
import { safePost } from '../net/safe-post.ts';

export interface HeartbeatCall {
  /** Name of the environment variable with the address. */
  readonly url: string;
  readonly method: 'get' | 'post';
  readonly allowPrivate: boolean;
}

/** Null: it was taken. Else one line without anything of the address. Never rejects. */
export type CallHeartbeat = (call: HeartbeatCall) => Promise<string | null>;

export interface HeartbeatOptions extends Reach {
  /** The value of an environment variable. */
  readonly secret: (name: string) => string | undefined;
  /** Real milliseconds for everything, 10 s by default. */
  readonly timeoutMs?: number;
}

/** Calls by GET or POST without a body; whatever is answered with a 2xx was taken. */
export function createHeartbeatCall(options: HeartbeatOptions): CallHeartbeat {
  return async ({ url: name, method, allowPrivate }) => {
    const value = options.secret(name);
    if (value === undefined) return `the variable ${name} is not set or not usable`;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password)
      return `the variable ${name} holds no http or https address`;
    const posted = await safePost({ url: url.href, method, headers: {}, body: '', allowPrivate }, options);
    if (posted.kind !== 'answered') return posted.reason;
    const { status } = posted.answer;
    return status >= 200 && status < 300 ? null : `HTTP ${status}`;
  };
}
