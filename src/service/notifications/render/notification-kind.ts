// What a kind of notification is made of (kinds/notification-kinds.ts has one entry for each), and what a transport is.

import type { Logger } from 'pino';
import type { Instant } from '../../../core/model.ts';
import type { UnsentReason } from '../../../core/notifications/unsent-reasons.ts';
import type { RenderedMail } from '../../../mail/facts.ts';
import type { SendOutcome } from '../../../mail/transport/outcome.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import type { MailItem } from '../../../store/notifications/outbox.ts';
import type { NoticeItem } from '../../../store/notifications/pending-notices.ts';
import type { DeliveryResult } from '../../counters.ts';
import type { Service } from '../../service.ts';

export interface NotificationKind {
  readonly transport: Transport;
  /** Whether it waits for the shop's send window. Ops are told at once. */
  readonly windowed: (claimed: ClaimedMail) => boolean;
  /** Of kinds with hours of their own: `now`, or when these begin. */
  readonly opens?: (service: Service, claimed: ClaimedMail, now: Instant) => Instant;
  /** Reads afresh what there is to tell, for a page of claimed rows in one go; by their ids. */
  readonly gather: (
    service: Service,
    page: readonly ClaimedMail[],
    now: Instant,
  ) => Promise<ReadonlyMap<number, Gathered>>;
  /** Of which shops it tells threads, which are read afresh before; left out: it tells none. */
  readonly tellsThreadsOf?: (claimed: ClaimedMail, shops: ReadonlyMap<string, unknown>) => readonly string[];
  /** Whether a stored text still has something to tell. */
  readonly stillNeeded: (service: Service, claimed: ClaimedMail, now: Instant) => Promise<boolean>;
}

/** The threads of the row's own shop. */
export const ofItsShop: NonNullable<NotificationKind['tellsThreadsOf']> = ({ shop }) => [shop];

/** What the outbox stores and a transport sends. Of a webhook: its type as the subject, its JSON as the text. */
export type Content = RenderedMail;

/** What is told, or the reason why there is nothing to tell. */
export type Gathered = GatheredFacts | { readonly none: UnsentReason };

/** Of kinds that come one by one: each row for itself. */
export function oneByOne(
  gather: (service: Service, claimed: ClaimedMail, now: Instant) => Promise<Gathered>,
): NotificationKind['gather'] {
  return async (service, page, now) => {
    const gathered = new Map<number, Gathered>();
    for (const claimed of page) gathered.set(claimed.id, await gather(service, claimed, now));
    return gathered;
  };
}

/** The steps that are told, with the words for them. */
export interface GatheredFacts {
  readonly items: readonly MailItem[];
  /** The notices that are told. */
  readonly notices?: readonly NoticeItem[];
  /** Some of them were told before. */
  readonly reminds?: boolean;
  readonly render: () => Content;
}

/** One notification that this worker has claimed, on its way. */
export interface Delivery {
  readonly claimed: ClaimedMail;
  readonly kind: NotificationKind;
  readonly now: Instant;
  readonly log: Logger;
  /** Writes down what became of it, together with others of its page where that is all the same. */
  readonly record: (attempt: MailAttempt) => Promise<DeliveryResult>;
}

/** A mail that was tried, and what came of it. */
export interface MailAttempt {
  readonly claimed: ClaimedMail;
  readonly outcome: SendOutcome;
  readonly log: Logger;
  /** It may tell what was told before. */
  readonly reminds: boolean;
}

/** How a kind leaves the house. */
export interface Transport {
  /** Whether and how it may go now, or why not. Does nothing. */
  readonly admit: (service: Service, delivery: Delivery) => Promise<Admission>;
  /** Whether what it tells is taken off what is pending for the shop's webhook, so that the webhook's share comes first. */
  readonly tellsForWebhook: boolean;
  /** Why a stored text that has nothing to tell any more does not go. */
  readonly overtaken: UnsentReason;
  /** Writes down that there was nothing to tell, or nobody to tell it to. */
  readonly recordUnsent: (service: Service, delivery: Delivery, why: UnsentReason) => Promise<DeliveryResult>;
}

export type Admission =
  | { readonly may: 'go'; readonly send: (content: Content, facts: GatheredFacts) => Promise<Sent> }
  /** `until` null: until its shop or webhook is configured again. */
  | { readonly may: 'wait'; readonly until: Instant | null }
  | { readonly may: 'not-go'; readonly why: UnsentReason }
  /** Some have it, and the others put it off for too long. */
  | { readonly may: 'give-up'; readonly why: UnsentReason };

/** The other side has answered, or nobody knows; nothing of it is written down yet. */
export interface Sent {
  readonly record: () => Promise<DeliveryResult>;
}

/** When it may go: now, or when the shop's send window opens. */
export function windowOpens(
  service: Service,
  { claimed, kind, now }: Pick<Delivery, 'claimed' | 'kind' | 'now'>,
): Instant {
  const { shop } = claimed;
  if (kind.opens) return kind.opens(service, claimed, now);
  return kind.windowed(claimed) ? (service.counting.slots([shop], now).get(shop) ?? now) : now;
}
