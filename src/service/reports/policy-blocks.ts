// A month's numbers apart for each length of deadlines: minutes of a chat and days of a mail say nothing as one figure.

import { formatDuration } from '../../config/input/duration.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type ByStep, STEPS, type Step, type StepLength } from '../../core/model.ts';
import type { Kind, KindTally } from '../../core/reports/report.ts';
import { type GroupNumbers, numbersOf } from '../../core/reports/tally.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { groupBy } from '../group-by.ts';
import type { Service } from '../service.ts';

/** What is counted by the same lengths of steps. */
export interface PolicyBlock {
  /** `1d-2d-3d`: the lengths, as an address names them. */
  readonly key: string;
  readonly lengths: ByStep<StepLength>;
  readonly channels: readonly string[];
  readonly total: GroupNumbers;
  /** The month before by the same lengths; null: nothing of it. */
  readonly previous: GroupNumbers | null;
}

interface Months {
  readonly month: readonly KindTally[];
  readonly before: readonly KindTally[];
}

/** `policy` of an address: names the lengths by which an inquiry of a kind is counted now: `1d-2d-3d`. Each kind is looked up once. */
export function policyKeys({ counting }: Pick<Service, 'counting'>, shop: ShopConfig): (kind: Kind) => string {
  const known = new Map<string, string>();
  return ({ channel, type, category }) => {
    const id = JSON.stringify([channel, type, category]);
    const found = known.get(id) ?? keyOf(counting.policyOf(shop, { channel, type, category }).after);
    known.set(id, found);
    return found;
  };
}

const keyOf = (lengths: ByStep<StepLength>): string => STEPS.map((step) => formatDuration(lengths[step])).join('-');

/** A block for each lengths by which the month's inquiries would be counted now, the largest first. */
export function policyBlocks(
  { counting }: Pick<Service, 'counting'>,
  shop: ShopConfig,
  { month, before }: Months,
): PolicyBlock[] {
  const lengthsOf = ({ kind }: KindTally) => counting.policyOf(shop, kind).after;
  const earlier = groupBy(before, (one) => keyOf(lengthsOf(one)));
  return [...groupBy(month, (one) => keyOf(lengthsOf(one)))]
    .map(([key, group]): PolicyBlock => {
      const past = earlier.get(key);
      return {
        key,
        lengths: lengthsOf(group[0]!),
        channels: [...new Set(group.map(({ kind }) => kind.channel))].sort(),
        total: numbersOf(group.map(({ tally }) => tally)),
        previous: past === undefined ? null : numbersOf(past.map(({ tally }) => tally)),
      };
    })
    .sort((a, b) => b.total.episodes - a.total.episodes || (a.key < b.key ? -1 : 1));
}

/** The lengths of each step, the shortest first; of a month without inquiries those of one from R-Messe. */
export function stepLengths(
  { counting }: Pick<Service, 'counting'>,
  shop: ShopConfig,
  month: readonly KindTally[],
): Record<Step, StepLength[]> {
  const kinds =
    month.length === 0 ? [{ channel: 'r-messe', type: null, category: null }] : month.map(({ kind }) => kind);
  const lengths = kinds.map((kind) => counting.policyOf(shop, kind).after);
  const of = (step: Step) => distinct(lengths.map((length) => length[step]));
  return { flag: of('flag'), owner_alert: of('owner_alert'), breach: of('breach') };
}

function distinct(lengths: readonly StepLength[]): StepLength[] {
  const found = new Map(lengths.map((length) => [JSON.stringify(length), length]));
  const size = (length: StepLength) => ('openMs' in length ? length.openMs : length.days * DAY_MS);
  return [...found.values()].sort((a, b) => size(a) - size(b));
}
