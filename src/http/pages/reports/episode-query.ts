// Which of a month's waits a figure counts, as the address of their list says it: a figure and its list ask the same.

import { STEPS, type Step } from '../../../core/model.ts';
import { isAnswer, type JudgedEpisode, type Outcome } from '../../../core/reports/episode.ts';

const OUTCOMES: readonly Outcome[] = ['met', 'missed', 'pending', 'lapsed', 'uncounted'];
const SHOWN = ['known', 'only-then', 'only-corrected'] as const;
const ENDINGS = ['answered', 'elsewhere', 'completed', 'marks', 'deleted', 'open'] as const;
const TRAITS = ['channel', 'type', 'category'] as const;
const LONGEST = 200;

export type Ending = (typeof ENDINGS)[number];
export type ShownThen = (typeof SHOWN)[number];
export type Trait = (typeof TRAITS)[number];

export interface EpisodeQuery {
  /** The lengths it is counted by, `1d-2d-3d`. */
  readonly policy?: string | undefined;
  readonly step?: Step | undefined;
  /** What became of that step; and whether the board showed it. */
  readonly outcome?: Outcome | undefined;
  readonly shown?: ShownThen | undefined;
  readonly ended?: Ending | undefined;
  /** A trait's value; '' for those without. */
  readonly channel?: string | undefined;
  readonly type?: string | undefined;
  readonly category?: string | undefined;
}

export function readEpisodeQuery(query: Readonly<Record<string, string>>): EpisodeQuery | 'invalid' {
  const step = oneOf(query.step, STEPS);
  const outcome = oneOf(query.outcome, OUTCOMES);
  const shown = oneOf(query.shown, SHOWN);
  const ended = oneOf(query.ended, ENDINGS);
  if (step === 'invalid' || outcome === 'invalid' || shown === 'invalid' || ended === 'invalid') return 'invalid';
  if (step === undefined && (outcome !== undefined || shown !== undefined)) return 'invalid';
  const text = (key: 'policy' | Trait) => query[key]?.slice(0, LONGEST);
  const traits = { channel: text('channel'), type: text('type'), category: text('category') };
  return { policy: text('policy'), step, outcome, shown, ended, ...traits };
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined | 'invalid' {
  return value === undefined ? undefined : (allowed.find((one) => one === value) ?? 'invalid');
}

/** As an address has it. */
export const writeEpisodeQuery = (query: EpisodeQuery): Record<string, string> =>
  Object.fromEntries(Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** Whether a wait is one of those counted. */
export function isCounted(
  query: EpisodeQuery,
  judged: JudgedEpisode,
  policyOf: (episode: JudgedEpisode['episode']) => string,
): boolean {
  const { episode } = judged;
  // What was joined to another counts only as what the board showed of it.
  if (episode.endedBy === 'superseded' && query.shown === undefined) return false;
  if (query.policy !== undefined && policyOf(episode) !== query.policy) return false;
  if (TRAITS.some((trait) => query[trait] !== undefined && (episode[trait] ?? '') !== query[trait])) return false;
  if (query.ended !== undefined && !endedSo(query.ended, judged)) return false;
  if (query.step === undefined) return true;
  const outcome = judged.outcomes[query.step];
  if (query.outcome !== undefined && outcome !== query.outcome) return false;
  return query.shown === undefined || wasShown(query.shown, episode.shown?.[query.step] !== undefined, outcome);
}

function wasShown(asked: ShownThen, isShown: boolean, outcome: Outcome | null): boolean {
  if (asked === 'known') return isShown;
  return asked === 'only-then' ? isShown && outcome !== 'missed' : !isShown && outcome === 'missed';
}

function endedSo(ending: Ending, { episode: { endedBy, noReplyNeeded } }: JudgedEpisode): boolean {
  if (ending === 'open') return endedBy === null;
  if (ending === 'answered') return isAnswer(endedBy);
  if (ending === 'elsewhere') return endedBy === 'answered_elsewhere';
  if (ending === 'deleted') return endedBy === 'message_deleted';
  return endedBy === 'completed' && (ending === 'completed' || noReplyNeeded);
}
