// What the monitoring says of itself: whether it sees every shop, does its work, can send, and works with which files.
// A page that is opened because something is wrong must answer while something is wrong, so nothing here waits.

import type { Instant } from '../../core/model.ts';
import { listMutes, type Mute } from '../../store/actions/mutes.ts';
import { mailsByState } from '../../store/notifications/outbox-queries.ts';
import { type DailyProof, latestProofs } from '../../store/proof/daily-proof.ts';
import {
  databaseVersion,
  driftingShops,
  failuresByKind,
  type Licences,
  latestRevisions,
  licences,
  type MuteCounts,
  muteCounts,
  type OutsideCounts,
  type OutsideLine,
  outsideCounts,
  type RevisionLine,
  refusalCounts,
  type SourceCounts,
  type SourceLine,
  sourceCounts,
  troubledOutside,
  worstSources,
} from '../../store/status/system-status.ts';
import type { OutboxState } from '../../store/tables/notifications-tables.ts';
import { configRevision } from '../configuration/config-revision.ts';
import type { ConfigHealth } from '../configuration/reload-config.ts';
import type { LoopState } from '../loop.ts';
import { type FirstReadProgress, firstReadProgress } from '../monitoring/first-read-progress.ts';
import { staleBefore } from '../monitoring/read-freshness.ts';
import type { MailHealth } from '../notifications/record/mail-health.ts';
import type { Service } from '../service.ts';
import type { Health } from './health/matters.ts';
import type { HealthReader, HealthSources } from './health/read-health.ts';

export type { DailyProof } from '../../store/proof/daily-proof.ts';
export type { RevisionLine } from '../../store/status/system-status.ts';

/** Jobs of one queue by state. */
export type QueueDepth = Readonly<Record<string, { waiting: number; active: number; delayed: number }>>;

/** What the process knows of its own parts. */
export interface SystemParts extends HealthSources {
  /** Each loop of this process with when it last ended well. */
  loops?(): readonly LoopState[];
  /** Null when the queue does not answer. */
  queueDepth?(): Promise<QueueDepth | null>;
  /** The queues themselves, for the page that looks into them; none while there is no contact. */
  queues?(): readonly object[];
  /** What the process was started with; left out in tests. */
  readonly built?: BuiltWith;
}

export interface BuiltWith {
  readonly database: 'embedded' | 'given';
  readonly queue: 'redis' | 'postgresql';
  readonly version: string;
}

/** A source that is not known to be well, and how far its first read has come. */
export interface WorstSource extends Omit<SourceLine, 'firstBackTo' | 'firstInquiries'> {
  readonly firstRead: FirstReadProgress | null;
}

export interface SystemReport {
  readonly now: Instant;
  /** What was asked together with it: everything that is not well. */
  readonly health: Health;
  readonly sources: SourceCounts & {
    /** Those unread for longest, at most fifty. */
    readonly worst: readonly WorstSource[];
    readonly failures: readonly { readonly kind: string; readonly sources: number }[];
  };
  /** `ending`: within fourteen days. */
  readonly licences: Licences;
  readonly queue: {
    readonly connected: boolean;
    readonly error: string | null;
    readonly since: Instant | null;
    readonly depth: QueueDepth | null;
  };
  readonly tick: {
    /** Real milliseconds since the slowest loop of this process; null before its first round, and when it has none. */
    readonly hereMs: number | null;
    readonly hasLoops: boolean;
    /** When any worker, and any process that reads, last ended its round. */
    readonly workerAt: Instant | null;
    readonly sourceAt: Instant | null;
  };
  readonly config: {
    readonly revision: string;
    readonly shops: number;
    readonly files: ConfigHealth | null;
    readonly recent: readonly RevisionLine[];
  };
  readonly mail: MailHealth & {
    readonly transport: 'smtp' | 'files';
    readonly outbox: Readonly<Partial<Record<OutboxState, number>>>;
  };
  readonly calendars: OutsideCounts & {
    readonly troubled: readonly OutsideLine[];
    readonly drift: readonly { readonly shop: string; readonly since: Instant }[];
  };
  readonly mutes: MuteCounts & { readonly next: readonly Mute[] };
  readonly refusals: { readonly kept: number; readonly recent: number };
  /** The last fourteen days, the newest first. */
  readonly proofs: readonly DailyProof[];
  readonly built: BuiltWith | null;
  readonly versions: { readonly node: string; readonly postgres: string };
}

const DAY_MS = 86_400_000;
const SHOWN = { sources: 50, licences: 20, outside: 20, drift: 20, mutes: 20, revisions: 10, proofs: 14 } as const;
const LICENCE_SOON_MS = 14 * DAY_MS;

/** Everything that page shows, over all shops; counts are whole, lists are cut. */
export async function readSystem(service: Service, parts: SystemParts, reader: HealthReader): Promise<SystemReport> {
  const { db, clock, mail } = service;
  const now = clock.now();
  const { error, since = null } = parts.queue();
  const health = await reader.ask();
  const { facts } = health;
  return {
    now,
    health,
    sources: await sourcesOf(service, now),
    licences: await licences(db, now + LICENCE_SOON_MS, SHOWN.licences),
    queue: { connected: facts.queue.ok, error, since, depth: (await parts.queueDepth?.()) ?? null },
    tick: {
      hereMs: facts.here?.ageMs ?? null,
      hasLoops: facts.here !== null,
      workerAt: facts.stored?.workerAt ?? null,
      sourceAt: facts.stored?.sourceAt ?? null,
    },
    config: {
      revision: configRevision(service),
      shops: service.config.shops.size,
      files: parts.config?.() ?? null,
      recent: await latestRevisions(db, SHOWN.revisions),
    },
    mail: { transport: mail.kind, ...facts.mail, outbox: await mailsByState(db, null) },
    calendars: {
      ...(await outsideCounts(db)),
      troubled: await troubledOutside(db, SHOWN.outside),
      drift: await driftingShops(db, SHOWN.drift),
    },
    mutes: { ...(await muteCounts(db, now)), next: (await listMutes(db, now)).slice(0, SHOWN.mutes) },
    refusals: await refusalCounts(db, now - DAY_MS),
    proofs: await latestProofs(db, SHOWN.proofs),
    built: parts.built ?? null,
    versions: { node: process.versions.node, postgres: await databaseVersion(db) },
  };
}

async function sourcesOf(service: Service, now: Instant): Promise<SystemReport['sources']> {
  const stale = staleBefore(service, now);
  const worst = await worstSources(service.db, stale, SHOWN.sources);
  return {
    ...(await sourceCounts(service.db, stale)),
    worst: worst.map(({ firstBackTo, firstInquiries, ...line }) => ({
      ...line,
      firstRead: firstReadProgress({ firstBackTo, firstInquiries }, now),
    })),
    failures: await failuresByKind(service.db),
  };
}
