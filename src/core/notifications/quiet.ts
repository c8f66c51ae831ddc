// What a contact does not want to be told, although a notice or a list names it (RULES.md 9.4). Nothing that is due at or
// after the breach may ever be among it.

import type { NoticeTime } from '../model.ts';

/** Warnings before a step, what is told with the first steps, and the lists. */
export const QUIET_KINDS = ['before', 'flag', 'owner_alert', 'morning', 'weekly'] as const;
export type QuietKind = (typeof QUIET_KINDS)[number];

/**
 * The kind by which this notice can be silenced; null of one that never is. Of promises, and so long after the start, a notice
 * may be due after the breach.
 */
export function quietKindOf(time: NoticeTime): QuietKind | null {
  if ('before' in time) return time.of === 'promise' ? null : 'before';
  if (!('at' in time)) return null;
  return time.at === 'flag' || time.at === 'owner_alert' ? time.at : null;
}

/** Those of `tell` who want it. `quietOf`: what a contact of this name does not want. */
export function whoWants(
  tell: readonly string[],
  kind: QuietKind | null,
  quietOf: (contact: string) => readonly QuietKind[],
): string[] {
  return tell.filter((contact) => kind === null || !quietOf(contact).includes(kind));
}
