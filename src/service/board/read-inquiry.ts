// One inquiry with everything behind it: events, episodes, the four times of each step, withdrawals, who was told, who
// has it in hand, marks, and the day-by-day explanation of each deadline.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Instant, Policy } from '../../core/model.ts';
import { type LateReason, lateReason } from '../../core/steps/lateness.ts';
import { civil, epochDay } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { countInVain } from '../../store/actions/in-hand.ts';
import { type Mute, muteHistory } from '../../store/actions/mutes.ts';
import { countNoReplyNeeded, type Mark, marksOf } from '../../store/actions/no-reply-needed.ts';
import {
  type FoundInquiry,
  findInquiry,
  type StepRow,
  stepRows,
  type WithdrawalRow,
  withdrawalRows,
} from '../../store/board/inquiry-history.ts';
import { noticesAbout } from '../../store/board/notice-history.ts';
import { eventLogs, type LoggedEvent } from '../../store/intake/events.ts';
import { type InquiryMail, mailsAbout } from '../../store/notifications/inquiry-mails.ts';
import { episodesOf, type StoredEpisode } from '../../store/steps/episodes.ts';
import { type ElsewhereAnswer, undoableAnswer } from '../actions/answer-elsewhere.ts';
import { canBeUndone } from '../actions/mark-no-reply-needed.ts';
import { type Standing, standingFor } from '../actions/mute.ts';
import { type PromiseDetail, promisesOf } from '../actions/promise-answer.ts';
import { readSameCustomer, type SameCustomer } from '../same-customer/read-same-customer.ts';
import type { Service } from '../service.ts';
import { lateLimits } from '../steps/late-limits.ts';
import { type NoticeDetail, noticeDetail } from './describe-notices.ts';
import { type CountedWith, readCountedWith } from './read-counted-with.ts';
import { type Left, type Level, leftUntil, levelAt } from './read-open-page.ts';

export type { StepRow, WithdrawalRow } from '../../store/board/inquiry-history.ts';
export type { LoggedEvent } from '../../store/intake/events.ts';
export type { InquiryMail } from '../../store/notifications/inquiry-mails.ts';

/** `late`: why the step was noticed after it was due, or null. */
export type StepDetail = StepRow & { readonly late: LateReason | null };

export interface EpisodeDetail extends StoredEpisode, CountedWith {
  readonly level: Level;
  readonly steps: readonly StepDetail[];
  readonly withdrawals: readonly WithdrawalRow[];
  /** Mails and webhook messages that told of it, or are about to. */
  readonly mails: readonly InquiryMail[];
  /** Whom its notices tell, and what became of them, in the order in which they are due. */
  readonly notices: readonly NoticeDetail[];
}

export interface InquiryDetail {
  readonly now: Instant;
  readonly shop: ShopConfig;
  readonly inquiry: FoundInquiry;
  readonly policy: Policy;
  /** In force now; each episode has the one it was counted with. */
  readonly calendar: Calendar;
  /** In the order in which they happened. */
  readonly events: readonly LoggedEvent[];
  /** Newest first; only the newest are explained (`EXPLAINED`). */
  readonly episodes: readonly EpisodeDetail[];
  /** What is left of the wait that goes on; null when nobody waits. */
  readonly left: Left | null;
  readonly standing: Standing;
  /** How often somebody had it in hand in this wait, and it ended unanswered. */
  readonly handsInVain: number;
  /** All mutes and in-hands there ever were, of the inquiry and of its whole shop, oldest first. */
  readonly mutes: readonly Mute[];
  /** Marks of 返信不要, oldest first. */
  readonly marks: readonly Mark[];
  /** The mark that can be taken back now. */
  readonly undoable: Mark | null;
  /** In the order in which they were made. */
  readonly promises: readonly PromiseDetail[];
  /** The answer given elsewhere that can be taken back now. */
  readonly undoableAnswer: ElsewhereAnswer | null;
  /** Waits of the shop that marks of 返信不要 ended this month (local), this one included. */
  readonly markedThisMonth: number;
  /** What else its customer asked lately; null: nobody knows, or nothing. */
  readonly same: SameCustomer | null;
}

/** So many of the newest waits get their explanation; the others keep their times. Bounds what a long thread costs. */
export const EXPLAINED = 50;

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
  const events = (await eventLogs(service.db, [inquiry.id])).get(inquiry.id) ?? [];
  const marks = await marksOf(service.db, inquiry.id);
  const standing = await standingFor(service, shop.id, [inquiryId]);
  const episodes = await readEpisodes(service, shop, inquiry, now);
  const open = episodes.find(({ endedAt }) => endedAt === null);
  return {
    now,
    shop,
    inquiry,
    ...service.counting.rulesOf(shop, inquiry),
    events,
    episodes,
    left: open === undefined ? null : leftUntil(open.deadlines, open, now),
    standing: standing.get(inquiryId)!,
    handsInVain: await countInVain(service.db, inquiry.id, now),
    mutes: await muteHistory(service.db, shop.id, inquiry.id),
    marks,
    undoable: marks.findLast((mark) => mark.endsWait && canBeUndone(events, mark)) ?? null,
    promises: promisesOf(events, now),
    undoableAnswer: undoableAnswer(events),
    markedThisMonth: await countThisMonth(service, shop, now),
    same: await readSameCustomer(service, shop, inquiry.inquiry),
  };
}

async function readEpisodes(
  service: Service,
  shop: ShopConfig,
  inquiry: FoundInquiry,
  now: Instant,
): Promise<EpisodeDetail[]> {
  const { db } = service;
  const episodes = await episodesOf(db, [inquiry.id]);
  const ids = episodes.map((episode) => episode.id);
  const [steps, withdrawals, mails, notices] = [
    await stepRows(db, ids),
    await withdrawalRows(db, ids),
    await mailsAbout(db, ids),
    await noticesAbout(db, ids),
  ];
  const counted = await readCountedWith(service, shop, inquiry, episodes.slice(-EXPLAINED));
  const unexplained: CountedWith = {
    ...service.counting.rulesOf(shop, inquiry),
    explanation: null,
    isInForce: true,
    others: [],
  };
  const [stepsOf, withdrawalsOf, mailsOf] = [byEpisode(steps), byEpisode(withdrawals), byEpisode(mails)];
  const noticesOf = byEpisode(notices);
  return episodes
    .map((episode) => ({
      ...episode,
      ...(counted.get(episode.id) ?? unexplained),
      level: levelAt(episode, episode.endedAt ?? now),
      steps: stepsOf(episode).map((step) => ({ ...step, late: lateReason(step, lateLimits(service.clock)) })),
      withdrawals: withdrawalsOf(episode),
      mails: mailsOf(episode),
      notices: noticesOf(episode).map((row) => noticeDetail(row, episode.endedAt, now)),
    }))
    .reverse();
}

function byEpisode<T extends { readonly episodeId: number }>(rows: readonly T[]): (episode: StoredEpisode) => T[] {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.episodeId);
    if (group === undefined) groups.set(row.episodeId, [row]);
    else group.push(row);
  }
  return ({ id }) => groups.get(id) ?? [];
}

function countThisMonth(service: Service, shop: ShopConfig, now: Instant): Promise<number> {
  const zone = openZone(shop.timeZone);
  const { year, month } = civil(zone.localDay(now));
  const from = zone.startOfDay(epochDay(year, month, 1));
  return countNoReplyNeeded(service.db, shop.id, from, zone.startOfDay(epochDay(year, month + 1, 1)));
}
