// All that /metrics says about the whole service, read from the database: the same in every process, so that a worker
// without a port of its own is seen through any process that has one.

import type { GoalWarningKind } from '../../core/goals/warnings.ts';
import type { Instant } from '../../core/model.ts';
import { type CanaryRow, latestArrival } from '../../store/canary/canary-rows.ts';
import { standingWarnings } from '../../store/goals/goal-warnings.ts';
import { mailsByState } from '../../store/notifications/outbox-queries.ts';
import { type PromiseBacklog, promiseBacklog } from '../../store/promises/promise-numbers.ts';
import { type DailyProof, latestProofs } from '../../store/proof/daily-proof.ts';
import { type Count, readCounts } from '../../store/status/counters.ts';
import { type Backlog, backlog, type OpenNumbers, openNumbers } from '../../store/status/open-numbers.ts';
import {
  failuresByKind,
  type Licences,
  licences,
  type OutsideCounts,
  outsideCounts,
  refusalCounts,
  type SourceCounts,
  sourceCounts,
} from '../../store/status/system-status.ts';
import type { OutboxState } from '../../store/tables/notifications-tables.ts';
import { configRevision } from '../configuration/config-revision.ts';
import type { ConfigHealth } from '../configuration/reload-config.ts';
import { staleBefore } from '../monitoring/read-freshness.ts';
import type { Service } from '../service.ts';
import type { Matter } from './health/matters.ts';
import type { HealthReader } from './health/read-health.ts';
import type { QueueDepth, SystemParts } from './read-system.ts';

export type { Count } from '../../store/status/counters.ts';

export interface Measures {
  readonly now: Instant;
  readonly open: OpenNumbers;
  readonly backlog: Backlog;
  readonly promises: PromiseBacklog;
  /** Goals of which such a warning stands. */
  readonly goals: Readonly<Record<GoalWarningKind, number>>;
  readonly counts: readonly Count[];
  readonly outbox: Readonly<Partial<Record<OutboxState, number>>>;
  readonly sources: SourceCounts;
  readonly failures: readonly { readonly kind: string; readonly sources: number }[];
  readonly licences: Licences;
  readonly calendars: OutsideCounts;
  readonly refusals: { readonly kept: number; readonly recent: number };
  /** Everything that is not well. */
  readonly matters: readonly Matter[];
  readonly workerTickAt: Instant | null;
  readonly sourceTickAt: Instant | null;
  readonly hereMs: number | null;
  readonly queue: { readonly connected: boolean; readonly depth: QueueDepth | null };
  readonly mail: { readonly ok: boolean };
  readonly config: { readonly revision: string; readonly shops: number; readonly files: ConfigHealth | null };
  /** The last one. */
  readonly proof: DailyProof | null;
  /** The last that went all the way. */
  readonly canary: CanaryRow | null;
}

const DAY_MS = 86_400_000;
const LICENCE_SOON_MS = 14 * DAY_MS;
const SHORTEST_REST_MS = 10_000;
/** Reading takes at most this share of the time. */
const LOAD_AT_MOST = 0.05;

/** Reads everything once for all who ask within ten seconds, longer where reading takes long. */
export function createMeasures(service: Service, parts: SystemParts, reader: HealthReader): () => Promise<Measures> {
  let current: Promise<Measures> | null = null;
  let until = 0;
  return () => {
    if (current !== null && performance.now() < until) return current;
    const began = performance.now();
    until = Number.POSITIVE_INFINITY;
    current = readMeasures(service, parts, reader).finally(() => {
      const took = performance.now() - began;
      until = performance.now() + Math.max(SHORTEST_REST_MS, took / LOAD_AT_MOST);
    });
    current.catch(() => {
      until = 0;
    });
    return current;
  };
}

async function readMeasures(service: Service, parts: SystemParts, reader: HealthReader): Promise<Measures> {
  const { db, clock } = service;
  const now = clock.now();
  const { facts, matters } = await reader.ask();
  return {
    now,
    matters,
    open: await openNumbers(db, now),
    backlog: await backlog(db, now),
    promises: await promiseBacklog(db, now),
    goals: await standingWarnings(db),
    counts: await readCounts(db),
    outbox: await mailsByState(db, null),
    sources: await sourceCounts(db, staleBefore(service, now)),
    failures: await failuresByKind(db),
    licences: await licences(db, now + LICENCE_SOON_MS, 1),
    calendars: await outsideCounts(db),
    refusals: await refusalCounts(db, now - DAY_MS),
    workerTickAt: facts.stored?.workerAt ?? null,
    sourceTickAt: facts.stored?.sourceAt ?? null,
    hereMs: facts.here?.ageMs ?? null,
    queue: { connected: facts.queue.ok, depth: (await parts.queueDepth?.()) ?? null },
    mail: { ok: facts.mail.ok && facts.mail.toldNobody !== true },
    config: {
      revision: configRevision(service),
      shops: service.config.shops.size,
      files: parts.config?.() ?? null,
    },
    proof: (await latestProofs(db, 1))[0] ?? null,
    canary: await latestArrival(db),
  };
}
