// From a derived thread and the rows that exist to the rows that should: pure, no I/O. A row belongs to the stretch
// that holds its opener, whatever was learned since; so a step once announced stays tied to the same wait.

import { type Deadlines, type Episode, STEPS, type Thread } from '../../core/model.ts';
import { dueInstants, NOT_DUE } from '../../core/steps/steps.ts';
import type { EpisodeFacts, StoredEpisode } from '../../store/steps/episodes.ts';
import type { NoticeRow } from '../../store/steps/notices.ts';
import type { Wait } from '../compiled-calendars.ts';

interface Told {
  /** What an episode that waits should have; null where it has ended, or its shop has none. */
  readonly notices: readonly NoticeRow[] | null;
}

export interface EpisodePlan {
  readonly inserts: readonly (EpisodeFacts & Told & { readonly opener: string })[];
  readonly updates: readonly (EpisodeFacts & Told & { readonly id: number })[];
}

/** What the episodes of an inquiry are counted with. */
export interface CountedBy {
  readonly count: (wait: Wait) => Deadlines | null;
  /** Null where the shop has no notices. */
  readonly notices: ((episode: Episode, deadlines: Deadlines | null) => readonly NoticeRow[]) | null;
  /** Only the first episode has steps (RULES.md 3). */
  readonly onlyFirst: boolean;
  /** Waits of the inquiry that left by `retention`. */
  readonly waitsBefore: number;
  readonly revision: string;
}

/**
 * Plans the episode rows of one inquiry. A finished episode whose start is unchanged keeps the deadlines it was
 * counted with (RULES.md 6); everything else is counted with `count` and marked with `revision`.
 */
export function planEpisodes(thread: Thread, stored: readonly StoredEpisode[], by: CountedBy): EpisodePlan {
  const free = [...stored];
  const inserts: (EpisodeFacts & Told & { opener: string })[] = [];
  const updates: (EpisodeFacts & Told & { id: number })[] = [];
  for (const [index, episode] of thread.episodes.entries()) {
    const row = claimRow(free, episode);
    const wait = { startedAt: episode.startedAt, isFirst: by.waitsBefore + index === 0 };
    const counted = () => factsOf(episode, by.count(wait), by.revision);
    if (row === undefined) {
      const facts = counted();
      inserts.push({ opener: episode.messages[0]!, ...facts, notices: noticesOf(episode, facts, by) });
      continue;
    }
    const frozen = isFrozen(row, episode) && !isOtherwiseFirst(row, wait, by);
    const facts = frozen ? factsOf(episode, row.deadlines, row.revision) : counted();
    if (row.endedAt === null || !saysTheSame(row, facts))
      updates.push({ id: row.id, ...facts, notices: noticesOf(episode, facts, by) });
  }
  for (const row of free)
    if (row.endedBy !== 'superseded') updates.push({ ...row, ...SUPERSEDED, endedAt: row.startedAt, notices: null });
  return { inserts, updates };
}

/** The row of the episode, one that stands before one that was superseded: what was told belongs to that. */
function claimRow(free: StoredEpisode[], { messages }: Episode): StoredEpisode | undefined {
  const isOwn = ({ opener }: StoredEpisode) => messages.includes(opener);
  const standing = free.findIndex((row) => row.endedBy !== 'superseded' && isOwn(row));
  const at = standing < 0 ? free.findIndex(isOwn) : standing;
  return at < 0 ? undefined : free.splice(at, 1)[0];
}

/** A stretch that later knowledge joined to another, or dissolved: it never was one of its own. */
const SUPERSEDED = { endedBy: 'superseded', due: NOT_DUE } as const;

/** What can be learned of a finished episode: another start or end, and pauses, which move what is due. */
const CHANGEABLE = ['startedAt', 'endedAt', 'endedBy'] as const;

const saysTheSame = (row: EpisodeFacts, facts: EpisodeFacts): boolean =>
  CHANGEABLE.every((key) => row[key] === facts[key]) && STEPS.every((step) => row.due[step] === facts.due[step]);

/** A finished episode whose start is unchanged. */
const isFrozen = (row: StoredEpisode, { startedAt, endedAt }: Episode): boolean =>
  row.endedAt !== null && row.endedBy !== 'superseded' && endedAt !== null && row.startedAt === startedAt;

/** Under the same rules it had steps and is the first no more, or the other way round: that was learned, not edited. */
const isOtherwiseFirst = (row: StoredEpisode, { isFirst }: Wait, { onlyFirst, revision }: CountedBy): boolean =>
  onlyFirst && row.revision === revision && (row.deadlines !== null) !== isFirst;

const noticesOf = (episode: Episode, facts: EpisodeFacts, { notices }: CountedBy): readonly NoticeRow[] | null =>
  episode.endedAt === null && notices !== null ? notices(episode, facts.deadlines) : null;

/** The row of one derived episode. */
function factsOf(episode: Episode, deadlines: Deadlines | null, revision: string): EpisodeFacts {
  const { startedAt, endedAt, endedBy } = episode;
  return { startedAt, endedAt, endedBy, deadlines, due: dueInstants(episode, deadlines), revision };
}
