// What an episode was counted with. Finished ones are frozen (RULES.md 6): the calendar and policy of their revision
// explain them, not today's. Of outside calendars only the newest answer is kept, so the deadlines must agree.

import { choosePolicy, type ShopConfig } from '../../config/input/shop-settings.ts';
import { type Calendar, NoBusinessDayError } from '../../core/calendar/calendar.ts';
import { type Policy, STEPS } from '../../core/model.ts';
import { type Explanation, explain } from '../../core/steps/explain.ts';
import { type Alternative, otherRules } from '../../core/steps/other-rules.ts';
import { specsOf } from '../../store/configuration/revisions.ts';
import type { StoredEpisode } from '../../store/steps/episodes.ts';
import { compileNamed, type InquiryKind, type Rules } from '../compiled-calendars.ts';
import { keptShop } from '../configuration/kept-spec.ts';
import type { Service } from '../service.ts';

export interface CountedWith {
  readonly calendar: Calendar;
  readonly policy: Policy;
  /** Null when there is no deadline, or when nothing that is known gives the deadlines the episode has. */
  readonly explanation: Explanation | null;
  /** False when the calendar or the policy in force is another by now. */
  readonly isInForce: boolean;
  /** What the other counting rules would say under the same calendar; empty without an explanation. */
  readonly others: readonly Alternative[];
}

/** What each of an inquiry's episodes was counted with, by the episode's id. */
export async function readCountedWith(
  service: Service,
  shop: ShopConfig,
  kind: InquiryKind,
  episodes: readonly StoredEpisode[],
): Promise<Map<number, CountedWith>> {
  const { counting } = service;
  const now = counting.rulesOf(shop, kind);
  const current = counting.revisionOf(shop);
  const old = [...new Set(episodes.map(({ revision }) => revision))].filter((revision) => revision !== current);
  const specs = old.length === 0 ? new Map<string, unknown>() : await specsOf(service.db, shop.id, old);
  return new Map(
    episodes.map((episode) => {
      const spec = keptShop(specs.get(episode.revision));
      const then = spec === null ? [] : rulesOf(service, spec, kind);
      const counted = countedWith(episode, [...then, now], now);
      return [episode.id, { ...counted, isInForce: episode.revision === current }];
    }),
  );
}

/** The rules of a stored revision: with what is closed outside the file as far as known, and without. */
function rulesOf({ counting }: Service, spec: ShopConfig, kind: InquiryKind): Rules[] {
  const { channel, type, category } = kind;
  const policy = choosePolicy(spec, { channel, ...(type && { type }), ...(category && { category }) });
  const outside = counting.outsideOf(spec, policy.calendar);
  const variants = outside.length === 0 ? [[]] : [outside, []];
  return variants.map((closers) => ({ calendar: compileNamed(spec, policy.calendar, closers), policy }));
}

function countedWith(episode: StoredEpisode, candidates: readonly Rules[], now: Rules): Omit<CountedWith, 'isInForce'> {
  const nothing = { ...now, explanation: null, others: [] };
  if (episode.deadlines === null || episode.endedBy === 'superseded') return nothing;
  for (const rules of candidates) {
    const explanation = explained(episode, rules);
    if (explanation !== null)
      return { ...rules, explanation, others: otherRules(rules.calendar, rules.policy, episode.startedAt) };
  }
  return nothing;
}

/** The explanation under these rules, if it comes to the same deadlines. */
function explained(episode: StoredEpisode, { calendar, policy }: Rules): Explanation | null {
  try {
    const explanation = explain(calendar, policy, episode.startedAt);
    const same = STEPS.every((step) => explanation.deadlines.at[step] === episode.deadlines?.at[step]);
    return same ? explanation : null;
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
