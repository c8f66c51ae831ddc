// api: one shop's counts and how fresh they are. Field names are public interface (contract.md).

import { z } from '@hono/zod-openapi';
import { isoUtc } from '../../core/instant.ts';
import type { Instant as EpochMs } from '../../core/model.ts';
import type { ShopCard } from '../../service/board.ts';
import type { Freshness } from '../../service/freshness.ts';
import { AsOf, Instant, InstantOrNull, isoOrNull } from './shapes.ts';

const count = (description: string) => z.int().min(0).describe(description);

const Source = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('read'), lastCompleteAt: Instant }),
    z.object({ state: z.literal('pushed') }),
    z.object({
      state: z.literal('unknown'),
      unknownSince: InstantOrNull.describe('The last complete read; null: never read.'),
      failure: z.string().nullable().describe('The kind of the last failure, such as `auth-expired`.'),
    }),
  ])
  .openapi('Source', {
    description:
      'How well we see the shop. `read`: RMS was read completely. `pushed`: its events are sent to us. `unknown`: RMS ' +
      'has not been read for a while, so the counts may be too low.',
  });

export const ShopSummary = z
  .object({
    shop: z.string(),
    name: z.string(),
    timeZone: z.string().describe('An IANA zone.'),
    asOf: AsOf,
    unanswered: count('Open inquiries.'),
    flagged: count('Of these, past the first step (1営業日経過).'),
    ownerAlertDue: count('Of these, past the second step (2営業日経過).'),
    breached: count('Of these, past the third step (3営業日超過).'),
    nextDueAt: InstantOrNull.describe('The earliest step of any of them that is still to come.'),
    source: Source,
  })
  .openapi('ShopSummary', {
    example: {
      shop: 'sample-tea',
      name: 'サンプル茶舗',
      timeZone: 'Asia/Tokyo',
      asOf: '2026-06-02T01:00:00.000Z',
      unanswered: 4,
      flagged: 3,
      ownerAlertDue: 2,
      breached: 1,
      nextDueAt: '2026-06-02T15:00:00.000Z',
      source: { state: 'read', lastCompleteAt: '2026-06-02T00:58:00.000Z' },
    },
  });

export function summaryJson({ shop, counts, freshness }: ShopCard, now: EpochMs): z.infer<typeof ShopSummary> {
  const { unanswered, flagged, ownerAlertDue, breached, nextDueAt } = counts;
  return {
    shop: shop.id,
    name: shop.name,
    timeZone: shop.timeZone,
    asOf: isoUtc(now),
    unanswered,
    flagged,
    ownerAlertDue,
    breached,
    nextDueAt: isoOrNull(nextDueAt),
    source: sourceJson(freshness),
  };
}

function sourceJson(freshness: Freshness): z.infer<typeof Source> {
  if (freshness.state === 'read') return { state: 'read', lastCompleteAt: isoUtc(freshness.at) };
  if (freshness.state === 'pushed') return { state: 'pushed' };
  return { state: 'unknown', unknownSince: isoOrNull(freshness.since), failure: freshness.failureKind };
}
