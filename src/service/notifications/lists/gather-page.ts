// How a page of lists is gathered, of whatever kind: which of them may go now, the facts of their shops in a few statements,
// and for each row what its reader is told.

import type { Instant } from '../../../core/model.ts';
import { listReceiverOf } from '../../../core/notifications/list-receiver.ts';
import type { UnsentReason } from '../../../core/notifications/unsent-reasons.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import type { Service } from '../../service.ts';
import { type CurrentList, listInForce } from '../plan/plan-lists.ts';
import type { Content, Gathered } from '../render/notification-kind.ts';

export interface ListOf<Asked, Facts> {
  /** What is asked of the row's shop, or why this row is told nothing. */
  ask(claimed: ClaimedMail, current: CurrentList): { readonly asked: Asked } | { readonly none: UnsentReason };
  /** By shop; what has nothing to tell is left out. */
  read(asked: readonly Asked[]): Promise<ReadonlyMap<string, Facts>>;
  render(facts: Facts & { readonly to: string }, claimed: ClaimedMail): Content;
  /** Why there is no list of a shop that `read` left out. */
  readonly nothing: UnsentReason;
}

/** By the rows' ids. */
export async function gatherPage<Asked, Facts>(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
  list: ListOf<Asked, Facts>,
): Promise<Map<number, Gathered>> {
  const gathered = new Map<number, Gathered>();
  const asked = new Map<string, Asked>();
  for (const claimed of page) {
    const current = listInForce(service, claimed, now);
    const wanted = 'none' in current ? current : list.ask(claimed, current);
    if ('none' in wanted) gathered.set(claimed.id, wanted);
    else asked.set(claimed.shop, wanted.asked);
  }
  const facts = await list.read([...asked.values()]);
  for (const claimed of page) {
    if (gathered.has(claimed.id)) continue;
    const found = facts.get(claimed.shop);
    const to = listReceiverOf(claimed.cause).name;
    gathered.set(
      claimed.id,
      found === undefined
        ? { none: list.nothing }
        : { items: [], render: () => list.render({ ...found, to }, claimed) },
    );
  }
  return gathered;
}
