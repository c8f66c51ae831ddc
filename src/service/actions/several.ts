// Several inquiries at once: taken in hand, or marked 返信不要, and both taken back. Each is an act of its own, made one after the
// other: those that cannot be are named, the others stand.

import type { Instant } from '../../core/model.ts';
import type { Mute } from '../../store/actions/mutes.ts';
import type { Mark } from '../../store/actions/no-reply-needed.ts';
import { markedNumbers, takenNumbers } from '../../store/actions/several.ts';
import type { Service } from '../service.ts';
import { MOST_AT_ONCE } from './hand-over.ts';
import { markNoReplyNeeded, undoNoReplyNeeded } from './mark-no-reply-needed.ts';
import type { ActionRefusal } from './refuse-action.ts';
import { giveBack, takeInHand } from './take-in-hand.ts';

export interface Several {
  readonly shop: string;
  /** Whole numbers. */
  readonly inquiries: readonly string[];
  readonly by: string | undefined;
}

/** What was done, each with its number; and the numbers of those that were not, for they changed meanwhile. */
export interface DoneTogether<T> {
  readonly done: readonly { readonly inquiry: string; readonly made: T }[];
  readonly left: readonly string[];
}

/** Takes those in hand that nobody has. `until`: as for a mute. */
export function takeSeveral(
  service: Service,
  { inquiries, ...request }: Several & { readonly until: string | undefined },
): Promise<DoneTogether<Mute> | ActionRefusal> {
  return eachOf(inquiries, async (inquiry) => {
    const taken = await takeInHand(service, { ...request, inquiry });
    return 'refused' in taken ? taken : { made: taken.mute };
  });
}

/** Marks those that wait. `seenAt`: the moment of the list (epoch ms); what a customer wrote that was learned later is unread. */
export function markSeveral(
  service: Service,
  { inquiries, ...request }: Several & { readonly seenAt?: Instant | undefined },
): Promise<DoneTogether<Mark> | ActionRefusal> {
  return eachOf(inquiries, async (inquiry) => {
    const marked = await markNoReplyNeeded(service, { ...request, inquiry });
    return 'refused' in marked ? marked : { made: marked.mark };
  });
}

export interface UndoSeveral {
  readonly shop: string;
  readonly by: string | undefined;
  readonly what: 'took' | 'marked';
  /** Of the mutes or the marks. */
  readonly ids: readonly number[];
}

/** Takes back what `takeSeveral` or `markSeveral` did, as far as it stands. */
export async function undoSeveral(
  service: Service,
  { shop, by, what, ids }: UndoSeveral,
): Promise<DoneTogether<Mute | Mark> | ActionRefusal> {
  const numbers = await (what === 'took' ? takenNumbers : markedNumbers)(service.db, shop, ids);
  return eachOf<Mute | Mark>([...numbers.keys()], async (inquiry) => {
    const id = numbers.get(inquiry)!;
    if (what === 'took') {
      const given = await giveBack(service, { shop, inquiry, by, expected: id });
      return 'refused' in given ? given : { made: given.mute };
    }
    const undone = await undoNoReplyNeeded(service, { shop, inquiry, by, mark: id });
    return 'refused' in undone ? undone : { made: undone.mark };
  });
}

/** Refused as a whole only for what was asked for wrongly; then nothing was done. */
export async function eachOf<T>(
  inquiries: readonly string[],
  act: (inquiry: string) => Promise<{ readonly made: T } | ActionRefusal>,
): Promise<DoneTogether<T> | ActionRefusal> {
  if (inquiries.length === 0 || inquiries.length > MOST_AT_ONCE)
    return { refused: 'usage', field: 'inquiries', message: `inquiries: allowed: 1 to ${MOST_AT_ONCE} numbers` };
  const done: { inquiry: string; made: T }[] = [];
  const left: string[] = [];
  for (const inquiry of new Set(inquiries)) {
    const result = await act(inquiry);
    if ('made' in result) done.push({ inquiry, made: result.made });
    else if (result.refused === 'usage' && done.length === 0) return result;
    else left.push(inquiry);
  }
  return { done, left };
}
