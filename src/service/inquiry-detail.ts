// One inquiry with everything behind it: events, episodes, the four times of each step, withdrawals, and the
// day-by-day explanation of each deadline.

import type { ShopConfig } from '../config/shop-input.ts';
import { NoBusinessDayError } from '../core/counting.ts';
import { type Explanation, explain } from '../core/explain.ts';
import type { Instant, Policy } from '../core/model.ts';
import {
  eventLog,
  findInquiry,
  type InquiryFacts,
  type LoggedEvent,
  type StepRow,
  stepRows,
  type WithdrawalRow,
  withdrawalRows,
} from '../store/board.ts';
import { episodesOf, type StoredEpisode } from '../store/episodes.ts';
import { type Level, levelAt } from './open-page.ts';
import type { Service } from './service.ts';

export type { LoggedEvent, StepRow } from '../store/board.ts';

export interface EpisodeDetail extends StoredEpisode {
  readonly level: Level;
  readonly steps: readonly StepRow[];
  readonly withdrawals: readonly WithdrawalRow[];
  /** Null when there is no deadline, or when today's calendar no longer gives the deadlines it was counted with. */
  readonly explanation: Explanation | null;
}

export interface InquiryDetail {
  readonly now: Instant;
  readonly shop: ShopConfig;
  readonly inquiry: InquiryFacts;
  readonly policy: Policy;
  readonly events: readonly LoggedEvent[];
  /** Newest first. */
  readonly episodes: readonly EpisodeDetail[];
}

/** Everything about one inquiry; null when the shop or the inquiry is not known. */
export async function readInquiryDetail(
  service: Service,
  shopId: string,
  inquiryId: string,
): Promise<InquiryDetail | null> {
  const shop = service.config.shops.get(shopId);
  const inquiry = shop && (await findInquiry(service.db, shopId, inquiryId));
  if (!shop || !inquiry) return null;
  const now = service.clock.now();
  const policy = service.counting.policyOf(shop, inquiry);
  const events = await eventLog(service.db, inquiry.id);
  const episodes = await episodesOf(service.db, [inquiry.id]);
  const ids = episodes.map((episode) => episode.id);
  const steps = await stepRows(service.db, ids);
  const withdrawals = await withdrawalRows(service.db, ids);
  const details = episodes.map((episode) => ({
    ...episode,
    level: levelAt(episode, episode.endedAt ?? now),
    steps: steps.filter((step) => step.episodeId === episode.id),
    withdrawals: withdrawals.filter((row) => row.episodeId === episode.id),
    explanation: explanationOf(service, shop, policy, episode),
  }));
  return { now, shop, inquiry, policy, events, episodes: details.reverse() };
}

/** A finished episode is frozen with its deadlines (domain.md 6): another calendar must not explain them. */
function explanationOf(service: Service, shop: ShopConfig, policy: Policy, episode: StoredEpisode): Explanation | null {
  if (episode.breachAt === null || episode.endedBy === 'superseded') return null;
  try {
    const explanation = explain(service.counting.calendarOf(shop), policy, episode.startedAt);
    const { flagAt, mailOwnerAt, breachAt } = explanation.deadlines;
    const same = flagAt === episode.flagAt && mailOwnerAt === episode.mailOwnerAt && breachAt === episode.breachAt;
    return same ? explanation : null;
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
