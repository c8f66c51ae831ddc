// api: one shop's counts and how fresh they are. Field names are public interface (CONTRACT.md).

import { z } from '@hono/zod-openapi';
import type { Instant as EpochMs } from '../../../core/model.ts';
import type { ShopCard } from '../../../service/board/read-board.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { Freshness } from '../../../service/monitoring/read-freshness.ts';
import { Held, standingJson } from '../actions/mute-json.ts';
import { AsOf, Instant, InstantOrNull, listOf, orNull } from '../shapes.ts';
import { GoalJson, goalJson } from './goal-json.ts';

export const count = (description: string) => z.int().min(0).describe(description);

export const FirstReadJson = orNull(
  z
    .object({
      days: count('How many days it takes.'),
      daysRead: count('How many of them were read, the newest first.'),
      inquiries: count('Inquiries read so far.'),
    })
    .openapi('FirstRead'),
).describe('How far the first read has come; null: none is under way.');

const Source = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('read'), lastCompleteAt: Instant }),
    z.object({ state: z.literal('pushed') }),
    z.object({
      state: z.literal('unknown'),
      unknownSince: InstantOrNull.describe('The last complete read; null: never read.'),
      failure: z.string().nullable().describe('The kind of the last failure, such as `auth-expired`.'),
      firstRead: FirstReadJson,
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
    group: z.string().nullable().describe('The group that it belongs to.'),
    asOf: AsOf,
    unanswered: count('Open inquiries.'),
    flagged: count('Of these, past the first step (1営業日経過).'),
    ownerAlertDue: count('Of these, past the second step (2営業日経過).'),
    breached: count('Of these, past the third step (3営業日超過).'),
    dueToday: count('The last step is still to come and falls due before the end of the shop’s today.'),
    nextDueAt: InstantOrNull.describe('The earliest step of any of them that is still to come.'),
    inHand: count('Inquiries that somebody is answering.'),
    mutedInquiries: count('Inquiries whose mails to the owner are held back.'),
    promised: count('Inquiries to which an answer was promised that is still to come.'),
    promisesBroken: count('Of these, past the date promised (約束超過).'),
    muted: orNull(Held).describe('The mails about the whole shop are held back.'),
    source: Source,
    goals: listOf(GoalJson).describe('In the order of the shop’s file; empty: it has none.'),
  })
  .openapi('ShopSummary', {
    example: {
      shop: 'sample-tea',
      name: 'サンプル茶舗',
      timeZone: 'Asia/Tokyo',
      group: null,
      asOf: '2026-06-02T01:00:00.000Z',
      unanswered: 4,
      flagged: 3,
      ownerAlertDue: 2,
      breached: 1,
      dueToday: 0,
      nextDueAt: '2026-06-02T15:00:00.000Z',
      inHand: 1,
      mutedInquiries: 0,
      promised: 2,
      promisesBroken: 0,
      muted: null,
      source: { state: 'read', lastCompleteAt: '2026-06-02T00:58:00.000Z' },
      goals: [{ within: 'flag', percent: 95, days: 30, state: 'kept', total: 40, late: 1, allowed: 2, left: 1 }],
    },
  });

export function summaryJson(
  { shop, counts, freshness, mutes, promises }: ShopCard,
  goals: readonly StandingGoal[] | undefined,
  now: EpochMs,
): z.output<typeof ShopSummary> {
  return {
    ...counts,
    shop: shop.id,
    name: shop.name,
    timeZone: shop.timeZone,
    group: shop.group ?? null,
    asOf: now,
    inHand: mutes?.inHand ?? 0,
    mutedInquiries: mutes?.muted ?? 0,
    promised: promises?.promised ?? 0,
    promisesBroken: promises?.broken ?? 0,
    muted: mutes && standingJson(mutes.by, mutes.until),
    source: sourceJson(freshness),
    goals: (goals ?? []).map(goalJson),
  };
}

function sourceJson(freshness: Freshness): z.output<typeof Source> {
  if (freshness.state === 'read') return { state: 'read', lastCompleteAt: freshness.at };
  if (freshness.state === 'pushed') return { state: 'pushed' };
  return {
    state: 'unknown',
    unknownSince: freshness.since,
    failure: freshness.failureKind,
    firstRead: freshness.firstRead,
  };
}
