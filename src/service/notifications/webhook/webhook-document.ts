// From a mail's facts to the JSON of a webhook (webhook/payload.ts): the same facts, without words and without rows beyond
// a hundred.

import type { Instant } from '../../../core/model.ts';
import { isoUtc } from '../../../core/time/instant.ts';
import type { IncidentMailFacts, MailRow, MailShop, OpsMailFacts, OwnerMailFacts } from '../../../mail/facts.ts';
import { countRows, worstFirst } from '../../../mail/render/entries/inquiry-entry.ts';
import { webUrl } from '../../../mail/render/entries/mail-document.ts';
import type { ToldPromise } from '../../../store/promises/webhook-promises.ts';
import {
  LISTED_INQUIRIES,
  type WebhookDocument,
  type WebhookInquiry,
  type WebhookShop,
  webhookDocument,
} from '../../../webhook/payload.ts';
import { incidentCauseInWords } from '../../monitoring/incident-causes.ts';

interface ShopRows {
  readonly shop: MailShop;
  readonly rows: readonly MailRow[];
}

/** What an owner's mail would say, for the shop's webhook. */
export function ownerDocument(facts: OwnerMailFacts, delivery: string): WebhookDocument {
  const { shop, rows, now, dataAsOf } = facts;
  const url = webUrl(facts.boardUrl);
  return documentOf({
    type: 'owner_alert',
    ...inquiriesOf([{ shop, rows }]),
    ...about(delivery, now, url, dataAsOf),
  });
}

/** What the mail to ops would say, for the webhook of ops. */
export function opsDocument(facts: OpsMailFacts, delivery: string): WebhookDocument {
  const { now, dataAsOf } = facts;
  const shops = facts.shops.map(({ shop, breaches, alerts }) => ({ shop, rows: [...breaches, ...alerts] }));
  const url = webUrl(facts.boardUrl);
  return documentOf({ type: 'ops_summary', ...inquiriesOf(shops), ...about(delivery, now, url, dataAsOf) });
}

/** Promises of a shop, as its webhook is told of them. */
export interface PromisesFacts {
  readonly shop: string;
  readonly promises: readonly ToldPromise[];
  readonly now: Instant;
  readonly url: string | null;
  readonly detailUrl: (inquiry: string) => string | null;
}

/** Which promises were made, and what became of them. */
export function promisesDocument(facts: PromisesFacts, delivery: string): WebhookDocument {
  const { now, url, detailUrl, promises, shop } = facts;
  return documentOf({
    type: 'promises',
    version: 1,
    delivery,
    sentAt: isoUtc(now),
    url: webUrl(url),
    promises: promises.map((promise) => ({
      shop,
      inquiry: promise.inquiry,
      id: promise.id,
      state: promise.state,
      channel: promise.channel,
      type: promise.type,
      category: promise.category,
      madeAt: isoUtc(promise.madeAt),
      until: isoUtc(promise.until),
      endedAt: utc(promise.endedAt),
      endedBy: promise.endedBy,
      extends: promise.extends,
      by: promise.by,
      reason: promise.reason,
      answerUrl: webUrl(promise.url),
      detailUrl: webUrl(detailUrl(promise.inquiry)),
    })),
  });
}

/** What a "monitoring is blind" mail would say, for the webhook of ops. */
export function incidentDocument(facts: IncidentMailFacts, cause: string, delivery: string): WebhookDocument {
  return documentOf({
    type: 'monitoring',
    version: 1,
    delivery,
    sentAt: isoUtc(facts.now),
    url: webUrl(facts.boardUrl),
    cause,
    words: { ja: incidentCauseInWords(cause, 'ja'), en: incidentCauseInWords(cause, 'en') },
    shops: facts.shops.map(({ id, name, unknownSince }) => ({ id, name, unknownSince: utc(unknownSince) })),
  });
}

/** Held against the published schema: what does not fit it must not leave. */
const documentOf = (document: WebhookDocument): WebhookDocument => webhookDocument.parse(document);

function about(delivery: string, now: Instant, url: string | null, dataAsOf: OwnerMailFacts['dataAsOf']) {
  return {
    version: 1,
    delivery,
    sentAt: isoUtc(now),
    url,
    dataAsOf: dataAsOf === 'pushed' ? null : utc(dataAsOf),
  } as const;
}

function inquiriesOf(given: readonly ShopRows[]) {
  const shops = given.map(({ shop, rows }) => ({ shop, rows: worstFirst(rows) }));
  const all = shops.flatMap(({ shop, rows }) => rows.map((row) => ({ shop, row })));
  const worst = all.sort((a, b) => rank(a.row) - rank(b.row) || a.row.breachAt - b.row.breachAt);
  return {
    ...countRows(worst.map(({ row }) => row)),
    shops: shops.map(shopOf),
    inquiries: worst.slice(0, LISTED_INQUIRIES).map(({ shop, row }) => inquiryOf(shop, row)),
    more: Math.max(0, worst.length - LISTED_INQUIRIES),
  };
}

const rank = (row: MailRow): number => (row.level === 'breach' ? 0 : 1);

function shopOf({ shop, rows }: ShopRows): WebhookShop {
  return { id: shop.id, name: shop.name, timeZone: shop.timeZone, ...countRows(rows) };
}

function inquiryOf(shop: MailShop, row: MailRow): WebhookInquiry {
  const { muted } = row;
  return {
    shop: shop.id,
    inquiry: row.inquiry,
    level: row.level === 'breach' ? 'breach' : 'owner_alert',
    channel: row.channel,
    type: row.type,
    category: row.category,
    startedAt: isoUtc(row.startedAt),
    ownerAlertAt: isoUtc(row.alertAt),
    breachAt: isoUtc(row.breachAt),
    answeredAt: utc(row.answeredAt),
    businessDaysLeft: row.businessDaysLeft,
    provisional: row.provisional,
    detectedLate: row.late !== null,
    late: row.late,
    muted: muted ? { kind: muted.kind, until: isoUtc(muted.until), by: muted.by, why: muted.why } : null,
    answerUrl: webUrl(row.url),
    detailUrl: webUrl(row.detailUrl),
  };
}

const utc = (instant: Instant | null): string | null => (instant === null ? null : isoUtc(instant));
