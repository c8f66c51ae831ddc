// From a derived thread and the rows that exist to the rows that should: pure, no I/O. A row belongs to the stretch
// that holds its opener, whatever was learned since; so a step once announced stays tied to the same wait.

import type { Deadlines, Episode, Instant, Thread } from '../core/model.ts';
import { dueInstants } from '../core/steps.ts';
import type { EpisodeFacts, StoredEpisode } from '../store/episodes.ts';

export interface EpisodePlan {
  readonly inserts: readonly (EpisodeFacts & { readonly opener: string })[];
  readonly updates: readonly (EpisodeFacts & { readonly id: number })[];
}

export type Count = (startedAt: Instant) => Deadlines | null;

/**
 * Plans the episode rows of one inquiry. A finished episode whose start is unchanged keeps the deadlines it was
 * counted with (domain.md 6); everything else is counted with `count` and marked with `revision`.
 */
export function planEpisodes(
  thread: Thread,
  stored: readonly StoredEpisode[],
  count: Count,
  revision: string,
): EpisodePlan {
  const free = [...stored];
  const inserts: (EpisodeFacts & { opener: string })[] = [];
  const updates: (EpisodeFacts & { id: number })[] = [];
  for (const episode of thread.episodes) {
    const at = free.findIndex((row) => episode.messages.includes(row.opener));
    const row = at < 0 ? undefined : free.splice(at, 1)[0];
    if (row === undefined) {
      inserts.push({ opener: episode.messages[0]!, ...factsOf(episode, count, revision) });
    } else if (row.endedAt === null || !isSameStretch(row, episode)) {
      updates.push({ id: row.id, ...changedFacts(row, episode, count, revision) });
    }
  }
  for (const row of free)
    if (row.endedBy !== 'superseded') updates.push({ ...row, ...SUPERSEDED, endedAt: row.startedAt });
  return { inserts, updates };
}

/** A stretch that later knowledge joined to another, or dissolved: it never was one of its own. */
const SUPERSEDED = { endedBy: 'superseded', flagDueAt: null, ownerAlertDueAt: null, breachDueAt: null } as const;

const isSameStretch = (row: StoredEpisode, episode: Episode): boolean =>
  row.startedAt === episode.startedAt && row.endedAt === episode.endedAt && row.endedBy === episode.endedBy;

function changedFacts(row: StoredEpisode, episode: Episode, count: Count, revision: string): EpisodeFacts {
  const frozen = row.endedAt !== null && episode.endedAt !== null && row.startedAt === episode.startedAt;
  if (!frozen || row.flagAt === null) return factsOf(episode, count, revision);
  const { flagAt, mailOwnerAt, breachAt, provisional } = row as {
    flagAt: number;
    mailOwnerAt: number;
    breachAt: number;
  } & StoredEpisode;
  return factsOf(episode, () => ({ flagAt, mailOwnerAt, breachAt, provisional }), row.revision);
}

/** The row of one derived episode. */
function factsOf(episode: Episode, count: Count, revision: string): EpisodeFacts {
  const deadlines = count(episode.startedAt);
  const due = deadlines === null ? null : dueInstants(episode, deadlines);
  return {
    startedAt: episode.startedAt,
    endedAt: episode.endedAt,
    endedBy: episode.endedBy,
    flagAt: deadlines?.flagAt ?? null,
    mailOwnerAt: deadlines?.mailOwnerAt ?? null,
    breachAt: deadlines?.breachAt ?? null,
    provisional: deadlines?.provisional ?? false,
    flagDueAt: due?.flag ?? null,
    ownerAlertDueAt: due?.owner_alert ?? null,
    breachDueAt: due?.breach ?? null,
    revision,
  };
}
