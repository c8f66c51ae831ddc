// webhook: the JSON that a webhook gets. Public interface: fields are added, never renamed or dropped within a version.
// No customer's name, text or order number has a field here, so none can leave.

import { z } from 'zod';
import { LATE_REASONS } from '../core/steps/lateness.ts';

const instant = z.iso.datetime({ precision: 3 }).describe('UTC with milliseconds');
const link = z.url().nullable();

const inquiry = z.strictObject({
  shop: z.string().describe('id of the shop'),
  inquiry: z.string().describe('number of the inquiry in its source'),
  level: z.enum(['owner_alert', 'breach']).describe('the strongest step it has passed'),
  channel: z.string(),
  type: z.string().nullable(),
  category: z.string().nullable(),
  startedAt: instant.describe('since when the customer waits'),
  ownerAlertAt: instant,
  breachAt: instant,
  answeredAt: instant.nullable().describe('only to ops: a breach that was answered meanwhile'),
  businessDaysLeft: z.int().nullable().describe('0: today is the last; null when the policy counts in hours'),
  provisional: z.boolean().describe('holidays not announced yet may move the deadline'),
  detectedLate: z.boolean().describe('noticed after it was due'),
  late: z
    .enum(LATE_REASONS)
    .nullable()
    .describe('why: due before the shop was first read; learned late; nobody watched; an edit made it due afterwards'),
  muted: z
    .strictObject({ kind: z.enum(['mute', 'in_hand']), until: instant, by: z.string(), why: z.string() })
    .nullable()
    .describe('only to ops: why the owner is not told for now'),
  answerUrl: link.describe('where it is answered'),
  detailUrl: link.describe('our page about it, with the day-by-day count'),
});

const shop = z.strictObject({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  overdue: z.int().describe('how many of its inquiries have passed the deadline'),
  due: z.int().describe('how many have passed the owner alert only'),
});

const promise = z.strictObject({
  shop: z.string().describe('id of the shop'),
  inquiry: z.string().describe('number of the inquiry in its source'),
  id: z.string().describe('of the promise, within its inquiry'),
  state: z
    .enum(['standing', 'kept', 'broken', 'extended', 'withdrawn'])
    .describe('made and still to come; kept in time; not kept in time; moved to another date; taken back'),
  channel: z.string(),
  type: z.string().nullable(),
  category: z.string().nullable(),
  madeAt: instant,
  until: instant,
  endedAt: instant.nullable(),
  endedBy: z.enum(['shop_reply', 'answered_elsewhere', 'completed', 'withdrawn']).nullable(),
  extends: z.string().nullable().describe('the promise that it moved'),
  by: z.string().nullable().describe('who made it, of the shop'),
  reason: z.string().nullable(),
  answerUrl: link.describe('where it is answered'),
  detailUrl: link.describe('our page about it'),
});

const common = {
  version: z.literal(1),
  delivery: z.string().describe('the same as the header X-Inquiry-Sla-Delivery: the same for each attempt'),
  sentAt: instant,
  url: link.describe('our page about all of it'),
};

const inquiries = {
  ...common,
  overdue: z.int(),
  due: z.int(),
  shops: z.array(shop),
  inquiries: z.array(inquiry).describe('worst first, at most 100'),
  more: z.int().describe('how many inquiries are not listed'),
  dataAsOf: instant.nullable().describe('the last complete read of the source'),
};

export const webhookDocument = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('owner_alert'), ...inquiries }).describe('to a shop: what its owner is mailed'),
  z.strictObject({ type: z.literal('ops_summary'), ...inquiries }).describe('to ops: alerts and breaches of all shops'),
  z
    .strictObject({ type: z.literal('promises'), ...common, promises: z.array(promise).min(1).max(100) })
    .describe('to a shop: each promise when it is made, and whenever it is in another state'),
  z
    .strictObject({
      type: z.literal('monitoring'),
      ...common,
      cause: z.string().describe('a code such as silent:auth-expired'),
      words: z.strictObject({ ja: z.string(), en: z.string() }),
      shops: z.array(z.strictObject({ id: z.string(), name: z.string(), unknownSince: instant.nullable() })),
    })
    .describe('to ops: we cannot see, cannot deliver, or are not well'),
]);

export type WebhookDocument = z.infer<typeof webhookDocument>;
export type WebhookInquiry = z.infer<typeof inquiry>;
export type WebhookShop = z.infer<typeof shop>;

/** Inquiries a message lists; the others are counted. */
export const LISTED_INQUIRIES = 100;
