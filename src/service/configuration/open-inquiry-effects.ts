// What putting a configuration in force does to open inquiries, found by planning it page by page. Reads only.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import type { ByStep, Instant, Step } from '../../core/model.ts';
import { STEPS } from '../../core/model.ts';
import { type CountedEpisode, countedEpisodes, episodesToMove } from '../../store/configuration/recompute.ts';
import { type KnownShop, knownShops } from '../../store/configuration/revisions.ts';
import type { Service } from '../service.ts';
import type { RecomputePlan } from './plan-recompute.ts';
import { planPage } from './plan-recompute-page.ts';
import { hashOf } from './register-revisions.ts';

/** When the steps of an inquiry are due; null: not within 400 days, or never to be counted. */
type StepTimes = ByStep<Instant | null>;

export interface MovedInquiry {
  readonly inquiry: string;
  readonly from: StepTimes;
  readonly to: StepTimes;
}

export interface ChangedStep {
  readonly inquiry: string;
  readonly step: Step;
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** When a mail told of this step; it stays told. */
  readonly mailedAt: Instant | null;
}

/** What becomes of one shop's open inquiries. */
export interface InquiryEffects {
  readonly moved: readonly MovedInquiry[];
  /** With step `breach`: a breach unmade, or made. */
  readonly withdrawn: readonly ChangedStep[];
  readonly raised: readonly ChangedStep[];
  /** Notices that fall due by the edit itself, or were due and are not any more; told ones stay told. */
  readonly noticed: readonly NoticedInquiry[];
  /** Open inquiries of a shop that is no longer configured: nothing is raised for them any more. */
  readonly unwatched: number;
  /** The deadlines of all open inquiries that are counted anew, as they will be; null: none. */
  readonly deadlines: readonly (Instant | null)[];
}

export interface NoticedInquiry {
  readonly inquiry: string;
  readonly due: number;
  readonly withdrawn: number;
}

/** How many notices fall due, and how many are withdrawn. */
export const countNoticed = ({ noticed }: Pick<InquiryEffects, 'noticed'>): { due: number; withdrawn: number } => ({
  due: noticed.reduce((sum, one) => sum + one.due, 0),
  withdrawn: noticed.reduce((sum, one) => sum + one.withdrawn, 0),
});

type Parts = Pick<Service, 'db' | 'clock' | 'counting'>;

const PAGE = 1_000;

/** A shop whose file is new, differs from the revision in force, or is gone. */
export interface PendingShop {
  readonly id: string;
  readonly after: ShopConfig | null;
  readonly known: KnownShop | null;
}

/** The shops for which the configuration differs from what is in force; `only` leaves out all others, and asks for none. */
export async function pendingShops(
  { db, counting }: Pick<Service, 'db' | 'counting'>,
  next: Config,
  only: ReadonlySet<string> | null = null,
): Promise<PendingShop[]> {
  const known = await knownShops(db, only);
  const looked = only === null ? [...next.shops.values()] : [...only].flatMap((id) => next.shops.get(id) ?? []);
  const edited = looked.filter((shop) => {
    const inForce = known.get(shop.id);
    return inForce?.hash !== hashOf(shop) || inForce.revision !== counting.revisionOf(shop);
  });
  const gone = [...known.values()].filter(({ id, removedAt }) => removedAt === null && !next.shops.has(id));
  return [
    ...edited.map((shop) => ({ id: shop.id, after: shop, known: known.get(shop.id) ?? null })),
    ...gone.map((shop) => ({ id: shop.id, after: null, known: shop })),
  ];
}

/** What a person looks at first: breaches made and unmade, and how many withdrawn steps a mail told of already. */
export function graveEffects({ withdrawn, raised }: InquiryEffects): { made: number; unmade: number; mailed: number } {
  const breaches = (steps: readonly ChangedStep[]) => steps.filter(({ step }) => step === 'breach').length;
  return {
    made: breaches(raised),
    unmade: breaches(withdrawn),
    mailed: withdrawn.filter(({ mailedAt }) => mailedAt !== null).length,
  };
}

/** Inquiries for which a step or a notice is raised or withdrawn, or that are watched no longer: what `confirmAbove` counts. */
export function inquiriesOf({ withdrawn, raised, noticed, unwatched }: InquiryEffects): number {
  return new Set([...withdrawn, ...raised, ...noticed].map(({ inquiry }) => inquiry)).size + unwatched;
}

/** The effect on each of the shops that has one. */
export async function effectsOf(
  parts: Parts,
  pending: readonly PendingShop[],
  at: Instant,
): Promise<ReadonlyMap<string, InquiryEffects>> {
  const effects = new Map<
    string,
    {
      moved: MovedInquiry[];
      withdrawn: ChangedStep[];
      raised: ChangedStep[];
      noticed: NoticedInquiry[];
      unwatched: number;
      deadlines: (Instant | null)[];
    }
  >(pending.map(({ id }) => [id, { moved: [], withdrawn: [], raised: [], noticed: [], unwatched: 0, deadlines: [] }]));
  await eachPage(parts, pending, at, (plans, unwatched) => {
    for (const plan of plans) {
      const effect = effects.get(plan.episode.shop)!;
      effect.moved.push(...movedBy(plan));
      effect.withdrawn.push(...withdrawnBy(plan));
      effect.raised.push(...raisedBy(plan));
      effect.noticed.push(...noticedBy(plan));
      effect.deadlines.push(plan.row.deadlines?.at.breach ?? null);
    }
    for (const { shop } of unwatched) effects.get(shop)!.unwatched++;
  });
  return effects;
}

/** How many inquiries of all these shops `inquiriesOf` would count. */
export async function countAffected(parts: Parts, pending: readonly PendingShop[]): Promise<number> {
  let affected = 0;
  await eachPage(parts, pending, parts.clock.now(), (plans, unwatched) => {
    affected += plans.filter(
      ({ raised, withdrawn, noticed }) => raised.length + withdrawn.length + noticed.due + noticed.withdrawn > 0,
    ).length;
    affected += unwatched.length;
  });
  return affected;
}

async function eachPage(
  parts: Parts,
  pending: readonly PendingShop[],
  at: Instant,
  visit: (plans: readonly RecomputePlan<CountedEpisode>[], unwatched: readonly CountedEpisode[]) => void,
): Promise<void> {
  const shops = new Map(pending.map(({ id, after }) => [id, after]));
  // A shop that is gone is counted with '' from then on, so all its open episodes are concerned.
  const targets = pending.map(({ id, after }) => ({
    shop: id,
    revision: after === null ? '' : parts.counting.revisionOf(after),
  }));
  const ids = await episodesToMove(parts.db, targets);
  for (let from = 0; from < ids.length; from += PAGE) {
    const rows = await countedEpisodes(parts.db, ids.slice(from, from + PAGE));
    const shopOf = (row: CountedEpisode) => shops.get(row.shop) ?? null;
    visit(
      await planPage(parts, parts.db, { rows, shopOf, now: at }),
      rows.filter((row) => shopOf(row) === null),
    );
  }
}

function movedBy({ episode, row }: RecomputePlan<CountedEpisode>): MovedInquiry[] {
  const [from, to] = [episode.due, row.due];
  return STEPS.every((step) => from[step] === to[step]) ? [] : [{ inquiry: episode.inquiry, from, to }];
}

function withdrawnBy({ episode, row, withdrawn }: RecomputePlan<CountedEpisode>): ChangedStep[] {
  return withdrawn.map(({ step, dueAt, notifiedAt, opsNotifiedAt }) => ({
    inquiry: episode.inquiry,
    step,
    from: dueAt,
    to: row.due[step],
    mailedAt: notifiedAt ?? opsNotifiedAt,
  }));
}

function raisedBy({ episode, row, raised }: RecomputePlan<CountedEpisode>): ChangedStep[] {
  return raised.map((step) => ({
    inquiry: episode.inquiry,
    step,
    from: episode.due[step],
    to: row.due[step],
    mailedAt: null,
  }));
}

function noticedBy({ episode, noticed: { due, withdrawn } }: RecomputePlan<CountedEpisode>): NoticedInquiry[] {
  return due + withdrawn > 0 ? [{ inquiry: episode.inquiry, due, withdrawn }] : [];
}
