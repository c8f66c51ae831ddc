// config: what a contact does not want to be told (RULES.md 9.4), taken out of the notices and lists that name it.

import type { Notice } from '../../../core/model.ts';
import { QUIET_KINDS, type QuietKind, quietKindOf, whoWants } from '../../../core/notifications/quiet.ts';
import { describe } from '../../values/faults.ts';
import { oneOf, type Reader, refuse } from '../../values/readers.ts';

const NEVER = ['at', 'after', 'breach', 'promise'];

/** A kind; with a reason those that may be due at or after the breach. */
export const quietKind: Reader<QuietKind> = (value, at) =>
  typeof value === 'string' && NEVER.includes(value)
    ? refuse(at, describe(value), `${QUIET_KINDS.join(', ')}: what is due at or after the breach is never silenced`)
    : oneOf(QUIET_KINDS)(value, at);

/** What a contact of this name does not want. */
export type QuietOf = (contact: string) => readonly QuietKind[];

/** The notices without those who do not want them; without those that nobody wants. */
export function wantedNotices(notices: readonly Notice[], quietOf: QuietOf): Notice[] {
  return notices
    .map((notice): Notice => ({ ...notice, tell: whoWants(notice.tell, quietKindOf(notice), quietOf) }))
    .filter(({ tell }) => tell.length > 0);
}

/** A list without those who do not want it; it stays, although nobody may be left: a group's summary goes by it. */
export const wantedList = <R extends { readonly tell: readonly string[] }>(
  rule: R,
  kind: 'morning' | 'weekly',
  quietOf: QuietOf,
): R => ({ ...rule, tell: whoWants(rule.tell, kind, quietOf) });
