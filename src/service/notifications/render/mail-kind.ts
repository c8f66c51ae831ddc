// What a kind of mail is made of (mail-kinds.ts has one for each).

import type { Instant } from '../../../core/model.ts';
import type { RenderedMail } from '../../../mail/facts.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import type { MailItem } from '../../../store/notifications/outbox.ts';
import type { Service } from '../../service.ts';

/** A mail ready to go, or the reason why none goes. */
export type Letter = { readonly mail: RenderedMail; readonly items: readonly MailItem[] } | { readonly none: string };

export interface LetterKind {
  readonly to: (service: Service, claimed: ClaimedMail) => readonly string[];
  /** Waits for the shop's send window. Ops are told at once. */
  readonly windowed: boolean;
  readonly compose: (service: Service, claimed: ClaimedMail, now: Instant) => Promise<Letter>;
  /** Whether a stored mail still has something to tell. */
  readonly stillNeeded: (service: Service, claimed: ClaimedMail) => Promise<boolean>;
}

/** The owner of the mail's shop. */
export function toOwner({ config }: Service, { shop }: ClaimedMail): readonly string[] {
  return config.shops.get(shop)?.owner ?? [];
}
