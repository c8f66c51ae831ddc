// What putting a configuration in force would do, without doing it: the plans of the recompute, looked at. Days that
// open or close, deadlines that move, steps withdrawn and raised, and what mails told of them already (RULES.md 6).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { changedDays, daysByChange } from '../../core/steps/calendar-diff.ts';
import { latestSpecs } from '../../store/configuration/revisions.ts';
import type { Service } from '../service.ts';
import { type Difference, differenceInWords } from './describe-difference.ts';
import { keptShop } from './kept-spec.ts';
import { effectsOf, type InquiryEffects, inquiriesOf, type PendingShop, pendingShops } from './open-inquiry-effects.ts';

export interface ShopPreview extends InquiryEffects {
  readonly shop: string;
  readonly name: string;
  readonly timeZone: string;
  readonly change: 'edited' | 'new' | 'removed';
  readonly difference: Difference;
  readonly opens: readonly EpochDay[];
  readonly closes: readonly EpochDay[];
  /** Business days before and after, with other hours. */
  readonly otherHours: readonly EpochDay[];
}

export interface Preview {
  readonly at: Instant;
  readonly shops: readonly ShopPreview[];
  /** Inquiries for which a step is raised or withdrawn, or that are watched no longer: what `confirmAbove` counts. */
  readonly inquiries: number;
}

/** Days are compared from the oldest that open inquiries usually count from, to the farthest a deadline reaches. */
const BACK_DAYS = 60;
const AHEAD_DAYS = 400;

/** What `next` would change against what is in force in the database; `only` leaves out all other shops. */
export async function previewConfig(
  parts: Pick<Service, 'db' | 'clock' | 'counting'>,
  next: Config,
  only: ReadonlySet<string> | null = null,
): Promise<Preview> {
  const pending = await pendingShops(parts, next, only);
  const specs = await latestSpecs(
    parts.db,
    pending.map(({ id }) => id),
  );
  const at = parts.clock.now();
  const effects = await effectsOf(parts, pending, at);
  const shops = pending.map((shop): ShopPreview => {
    const before = keptShop(specs.get(shop.id));
    return { ...aboutShop(parts, shop, before, at), ...effects.get(shop.id)! };
  });
  return { at, shops, inquiries: shops.reduce((sum, shop) => sum + inquiriesOf(shop), 0) };
}

function aboutShop(
  { counting }: Pick<Service, 'counting'>,
  { id, after, known }: PendingShop,
  before: ShopConfig | null,
  at: Instant,
): Omit<ShopPreview, keyof InquiryEffects> {
  const shown = after ?? before;
  const timeZone = shown?.timeZone ?? 'UTC';
  const days = before === null || after === null ? [] : daysBetween(counting, before, after, at);
  const { opens, closes, hours } = daysByChange(days);
  return {
    shop: id,
    name: shown?.name ?? id,
    timeZone,
    change: after === null ? 'removed' : known === null || known.removedAt !== null ? 'new' : 'edited',
    difference: differenceInWords(before, after),
    opens,
    closes,
    otherHours: hours,
  };
}

function daysBetween(counting: Service['counting'], before: ShopConfig, after: ShopConfig, at: Instant) {
  const pair = { before: counting.calendarOf(before), after: counting.calendarOf(after) };
  const today = pair.after.zone.localDay(at);
  return changedDays(pair, today - BACK_DAYS, today + AHEAD_DAYS);
}
