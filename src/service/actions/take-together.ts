// In hand (対応中), all at once that a customer waits for: so one person answers what belongs together. What somebody else has stays
// with them, and is named.

import { readSameCustomer } from '../same-customer/read-same-customer.ts';
import type { Muting } from './mute.ts';
import type { ActionRefusal } from './refuse-action.ts';
import { takeInHand } from './take-in-hand.ts';

export interface TakeTogether {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  /** As for a mute. */
  readonly until: string | undefined;
  readonly why?: string | undefined;
}

export interface TakenTogether {
  /** Numbers. */
  readonly taken: readonly string[];
  /** In another hand. */
  readonly left: readonly string[];
}

/** Takes this inquiry and the others of its customer in hand, as far as nobody has them; refused when it could take none. */
export async function takeTogether(service: Muting, request: TakeTogether): Promise<TakenTogether | ActionRefusal> {
  const shop = service.config.shops.get(request.shop);
  const same = shop && (await readSameCustomer(service, shop, request.inquiry));
  const waiting = same?.inquiries.filter(({ isOpen }) => isOpen).map(({ inquiry }) => inquiry) ?? [];
  const [taken, left]: [string[], string[]] = [[], []];
  let refusal: ActionRefusal | null = null;
  for (const inquiry of waiting.length === 0 ? [request.inquiry] : waiting) {
    const done = await takeInHand(service, { ...request, inquiry });
    if (!('refused' in done) || isOwn(done, request.by)) {
      taken.push(inquiry);
      continue;
    }
    if (done.refused !== 'conflict') return done;
    left.push(inquiry);
    refusal = done;
  }
  return taken.length === 0 && refusal !== null ? refusal : { taken, left };
}

/** Whoever presses has it already. */
const isOwn = (refusal: ActionRefusal, by: string | undefined): boolean =>
  refusal.refused === 'conflict' && refusal.standing !== null && refusal.standing.by === by?.trim();
