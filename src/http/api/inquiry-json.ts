// api: an open inquiry in a list, and one inquiry with its history. Field names are public interface (contract.md).

import { z } from '@hono/zod-openapi';
import { isoUtc } from '../../core/instant.ts';
import { COUNTING_RULES, EVENT_TYPES } from '../../core/model.ts';
import type { InquiryDetail, LoggedEvent } from '../../service/inquiry-detail.ts';
import type { OpenInquiry } from '../../service/open-page.ts';
import { Deadlines, deadlineJson, Episode, episodeJson, Level } from './episode-json.ts';
import { AsOf, Instant, listOf } from './shapes.ts';

const text = (description: string) => z.string().nullable().describe(description);

const Facts = {
  channel: z.string().describe('Such as `r-messe`, `chat` or `mail`.'),
  type: text('The inquiry’s type as its source names it.'),
  category: text('The category as its source names it.'),
  item: text('What it is about.'),
  orderTail: text('The end of the order number; the whole is never kept.'),
  url: text('Where to answer it.'),
};

export const OpenInquiryItem = z
  .object({
    id: z.string(),
    ...Facts,
    level: Level,
    startedAt: Instant.describe('When the oldest message that still waits arrived.'),
    ...Deadlines,
    businessDaysLeft: z
      .int()
      .nullable()
      .describe('For policies in days: business days until the breach, negative once it passed; else null.'),
    openMsLeft: z
      .int()
      .nullable()
      .describe('For policies in hours: opening time in ms until the breach, negative once it passed; else null.'),
  })
  .openapi('OpenInquiry');

export function inquiryJson(row: OpenInquiry): z.infer<typeof OpenInquiryItem> {
  return {
    id: row.inquiry,
    ...factsJson(row),
    level: row.level,
    startedAt: isoUtc(row.startedAt),
    ...deadlineJson(row),
    businessDaysLeft: row.businessDaysLeft,
    openMsLeft: row.openMsLeft,
  };
}

const LoggedEventJson = z
  .object({
    type: z.enum(EVENT_TYPES),
    id: z.string(),
    at: Instant.describe('When it happened.'),
    message: text('For `message_deleted`: the id of the message.'),
    learnedAt: Instant.describe('When we learned of it.'),
    source: z.string().describe('Which way it came in.'),
  })
  .openapi('LoggedEvent');

export const Inquiry = z
  .object({
    shop: z.string(),
    id: z.string(),
    asOf: AsOf,
    status: z.enum(['unanswered', 'answered', 'completed']),
    ...Facts,
    firstSeenAt: Instant.describe('When we learned of its first event.'),
    counting: z.enum(COUNTING_RULES).describe('The counting rule of the policy that applies.'),
    events: listOf(LoggedEventJson).describe('In the order in which they happened.'),
    episodes: listOf(Episode).describe('Stretches in which the customer waited, the newest first.'),
  })
  .openapi('Inquiry');

export function detailJson({ shop, inquiry, policy, events, episodes, now }: InquiryDetail): z.infer<typeof Inquiry> {
  return {
    shop: shop.id,
    id: inquiry.inquiry,
    asOf: isoUtc(now),
    status: inquiry.status,
    ...factsJson(inquiry),
    firstSeenAt: isoUtc(inquiry.firstSeenAt),
    counting: policy.counting,
    events: events.map(eventJson),
    episodes: episodes.map(episodeJson),
  };
}

function factsJson({ channel, type, category, item, orderTail, url }: Pick<OpenInquiry, keyof typeof Facts>) {
  return { channel, type, category, item, orderTail, url };
}

function eventJson({ type, id, at, message, learnedAt, source }: LoggedEvent) {
  return { type, id, at: isoUtc(at), message, learnedAt: isoUtc(learnedAt), source };
}
