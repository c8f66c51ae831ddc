// api: an open inquiry in a list. Field names are public interface (CONTRACT.md).

import { z } from '@hono/zod-openapi';
import { deadlineFields } from '../../../core/steps/deadline-fields.ts';
import type { OpenInquiry } from '../../../service/board/read-open-page.ts';
import { Held, standingJson } from '../actions/mute-json.ts';
import { Instant, orNull } from '../shapes.ts';
import { Deadlines, Level } from './episode-json.ts';

const text = (description: string) => z.string().nullable().describe(description);

export const HandsInVain = z
  .int()
  .min(0)
  .describe('How often somebody had it in hand in this wait, and it ended unanswered.');

/** What the source says of an inquiry. */
export const InquiryFacts = {
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
    ...InquiryFacts,
    status: z.literal('unanswered'),
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
    inHand: orNull(Held).describe('Who is answering it.'),
    handsInVain: HandsInVain,
    muted: orNull(Held).describe('The owner’s mails about this inquiry are held back.'),
  })
  .openapi('OpenInquiry', {
    example: {
      id: '373343-20260617-00000001o',
      channel: 'r-messe',
      type: '商品',
      category: '商品について',
      item: '煎茶 100g',
      orderTail: '-67890',
      url: null,
      status: 'unanswered',
      level: 'flag',
      startedAt: '2026-06-17T01:00:00.000Z',
      flagAt: '2026-06-18T15:00:00.000Z',
      mailOwnerAt: '2026-06-19T15:00:00.000Z',
      breachAt: '2026-06-22T15:00:00.000Z',
      provisional: false,
      businessDaysLeft: 2,
      openMsLeft: null,
      inHand: { by: '佐藤', until: '2026-06-19T04:00:00.000Z' },
      handsInVain: 0,
      muted: null,
    },
  });

export function openInquiryJson(row: OpenInquiry): z.output<typeof OpenInquiryItem> {
  return {
    ...row,
    ...deadlineFields(row.deadlines),
    id: row.inquiry,
    status: 'unanswered',
    inHand: standingJson(row.inHandBy, row.inHandUntil),
    muted: standingJson(row.mutedBy, row.mutedUntil),
  };
}
