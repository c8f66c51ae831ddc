// http: the shapes of the API. Field names are public interface (contract.md); instants are UTC with milliseconds.

import { explainInWords } from '../../core/explain.ts';
import { isoUtc } from '../../core/instant.ts';
import type { Instant } from '../../core/model.ts';
import type { ShopCard } from '../../service/board.ts';
import type { Freshness } from '../../service/freshness.ts';
import type { EpisodeDetail, InquiryDetail, StepRow } from '../../service/inquiry-detail.ts';
import type { OpenInquiry } from '../../service/open-page.ts';

const iso = (at: Instant | null): string | null => (at === null ? null : isoUtc(at));

export function summaryJson({ shop, counts, freshness }: ShopCard, now: Instant) {
  const { nextDueAt, ...numbers } = counts;
  return {
    shop: shop.id,
    name: shop.name,
    timeZone: shop.timeZone,
    asOf: isoUtc(now),
    ...numbers,
    nextDueAt: iso(nextDueAt),
    source: freshnessJson(freshness),
  };
}

function freshnessJson(freshness: Freshness) {
  if (freshness.state === 'read') return { state: 'read', lastCompleteAt: isoUtc(freshness.at) };
  if (freshness.state === 'pushed') return { state: 'pushed' };
  return { state: 'unknown', unknownSince: iso(freshness.since), failure: freshness.failureKind };
}

export function inquiryJson(row: OpenInquiry) {
  return {
    id: row.inquiry,
    channel: row.channel,
    type: row.type,
    category: row.category,
    item: row.item,
    orderTail: row.orderTail,
    url: row.url,
    level: row.level,
    startedAt: isoUtc(row.startedAt),
    ...deadlineJson(row),
    businessDaysLeft: row.businessDaysLeft,
    openMsLeft: row.openMsLeft,
  };
}

export function detailJson({ shop, inquiry, policy, events, episodes, now }: InquiryDetail) {
  return {
    shop: shop.id,
    id: inquiry.inquiry,
    asOf: isoUtc(now),
    status: inquiry.status,
    channel: inquiry.channel,
    type: inquiry.type,
    category: inquiry.category,
    item: inquiry.item,
    orderTail: inquiry.orderTail,
    url: inquiry.url,
    firstSeenAt: isoUtc(inquiry.firstSeenAt),
    counting: policy.counting,
    events: events.map((event) => ({ ...event, at: isoUtc(event.at), learnedAt: isoUtc(event.learnedAt) })),
    episodes: episodes.map(episodeJson),
  };
}

function episodeJson(episode: EpisodeDetail) {
  const { explanation } = episode;
  return {
    startedAt: isoUtc(episode.startedAt),
    endedAt: iso(episode.endedAt),
    endedBy: episode.endedBy,
    level: episode.level,
    ...deadlineJson(episode),
    revision: episode.revision,
    steps: episode.steps.map((step) => stepJson(step, episode)),
    withdrawals: episode.withdrawals.map(({ episodeId: _, ...row }) => ({
      ...row,
      dueAt: isoUtc(row.dueAt),
      detectedAt: isoUtc(row.detectedAt),
      notifiedAt: iso(row.notifiedAt),
      withdrawnAt: isoUtc(row.withdrawnAt),
    })),
    explanation: explanation && {
      words: { ja: explainInWords(explanation, 'ja'), en: explainInWords(explanation, 'en') },
      start: explanation.start,
      days: explanation.days,
    },
  };
}

function stepJson(step: StepRow, { endedAt, endedBy }: EpisodeDetail) {
  return {
    step: step.step,
    dueAt: isoUtc(step.dueAt),
    detectedAt: isoUtc(step.detectedAt),
    notifiedAt: iso(step.notifiedAt),
    opsNotifiedAt: iso(step.opsNotifiedAt),
    answeredAt: endedBy === 'shop_reply' ? iso(endedAt) : null,
    cause: step.cause,
    loweredAt: iso(step.loweredAt),
    loweredWhy: step.loweredWhy,
    withdrawnAt: iso(step.withdrawnAt),
    withdrawnWhy: step.withdrawnWhy,
    whileCompleted: step.whileCompleted,
  };
}

function deadlineJson(row: {
  flagAt: Instant | null;
  mailOwnerAt: Instant | null;
  breachAt: Instant | null;
  provisional: boolean;
}) {
  return {
    flagAt: iso(row.flagAt),
    mailOwnerAt: iso(row.mailOwnerAt),
    breachAt: iso(row.breachAt),
    provisional: row.provisional,
  };
}
