// A month's numbers apart for each length of deadlines: minutes of a chat and days of a mail say nothing as one figure.

import { formatDuration } from '../../config/input/duration.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type ByStep, STEPS, type Step, type StepLength } from '../../core/model.ts';
import { type JudgeOptions, judge, type ReportEpisode } from '../../core/reports/episode.ts';
import { type GroupNumbers, tallyOf } from '../../core/reports/tally.ts';
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

type Kind = Pick<ReportEpisode, 'channel' | 'type' | 'category'>;

/** Names the lengths by which an inquiry of a kind is counted now. */
export function policyKeys(
  { counting }: Pick<Service, 'counting'>,
  shop: ShopConfig,
): (kind: Kind) => { readonly key: string; readonly lengths: ByStep<StepLength> } {
  const known = new Map<string, { key: string; lengths: ByStep<StepLength> }>();
  return (kind) => {
    const { channel, type, category } = kind;
    const id = kindKey(kind);
    const before = known.get(id);
    if (before !== undefined) return before;
    const lengths = counting.policyOf(shop, { channel, type, category }).after;
    const found = { key: STEPS.map((step) => formatDuration(lengths[step])).join('-'), lengths };
    known.set(id, found);
    return found;
  };
}

interface Months {
  readonly episodes: readonly ReportEpisode[];
  readonly before: readonly ReportEpisode[];
}

/** The largest first. */
export function policyBlocks(
  keyOf: ReturnType<typeof policyKeys>,
  { episodes, before }: Months,
  options: JudgeOptions,
): PolicyBlock[] {
  const earlier = groupBy(before, (one) => keyOf(one).key);
  return [...groupBy(episodes, (one) => keyOf(one).key)]
    .map(([key, group]): PolicyBlock => {
      const past = earlier.get(key);
      return {
        key,
        lengths: keyOf(group[0]!).lengths,
        channels: [...new Set(group.map(({ channel }) => channel))].sort(),
        total: tallyOf(group.map((one) => judge(one, options))),
        previous: past === undefined ? null : tallyOf(past.map((one) => judge(one, options))),
      };
    })
    .sort((a, b) => b.total.episodes - a.total.episodes || (a.key < b.key ? -1 : 1));
}

/** The lengths of each step, the shortest first; of a month without inquiries those of one from R-Messe. */
export function stepLengths(
  { counting }: Pick<Service, 'counting'>,
  shop: ShopConfig,
  rows: readonly ReportEpisode[],
): Record<Step, StepLength[]> {
  const usual = { channel: 'r-messe', type: null, category: null };
  const kinds = new Map((rows.length === 0 ? [usual] : rows).map((row) => [kindKey(row), row]));
  const lengths = [...kinds.values()].map((kind) => counting.policyOf(shop, kind).after);
  const of = (step: Step) => distinct(lengths.map((length) => length[step]));
  return { flag: of('flag'), owner_alert: of('owner_alert'), breach: of('breach') };
}

const kindKey = ({ channel, type, category }: Kind): string => JSON.stringify([channel, type, category]);

function distinct(lengths: readonly StepLength[]): StepLength[] {
  const found = new Map(lengths.map((length) => [JSON.stringify(length), length]));
  const size = (length: StepLength) => ('openMs' in length ? length.openMs : length.days * DAY_MS);
  return [...found.values()].sort((a, b) => size(a) - size(b));
}
