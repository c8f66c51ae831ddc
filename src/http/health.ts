// http: whether the process lives (/healthz) and whether it does its work (/readyz), part by part.
// A queue, a mail server or RMS that is away leaves us ready: the tick heals, mails wait, the board says unknown.

import { isoUtc } from '../core/time/instant.ts';
import { configRevision } from '../service/configuration/config-revision.ts';
import type { ConfigHealth } from '../service/configuration/reload-config.ts';
import { readSources } from '../service/monitoring/read-freshness.ts';
import type { MailHealth } from '../service/notifications/record/mail-health.ts';
import type { Service } from '../service/service.ts';
import {
  type Health,
  type HealthFacts,
  isWellHere,
  isWorking,
  type MatterKind,
} from '../service/status/health/matters.ts';
import type { SystemParts } from '../service/status/read-system.ts';

/** What app.ts knows of the parts it opened. */
export type HealthParts = SystemParts;

const NAMED_SOURCES = 20;

export interface Readiness {
  readonly ready: boolean;
  readonly parts: {
    readonly database: { readonly ok: boolean };
    readonly tick: TickPart;
    readonly queue: { readonly state: 'connected' | 'degraded'; readonly error: string | null };
    readonly mail: MailHealth;
    readonly config: ConfigPart;
    readonly sources: SourcesPart | null;
  };
  /** Everything that is not well, each part by its name. */
  readonly matters: readonly MatterKind[];
}

interface TickPart {
  readonly ok: boolean;
  /** Real ms since the slowest loop of this process last ended well; null before the first time, and when it has none. */
  readonly ageMs: number | null;
  /** Real ms since any worker, and any process that reads, did its round; null: not known, or never. */
  readonly workerAgeMs: number | null;
  readonly sourceAgeMs: number | null;
}

interface ConfigPart {
  readonly revision: string;
  readonly shops: number;
  /** Since when this process works with it. */
  readonly since?: string;
  /** The files are broken since then, and the last good configuration is in force. */
  readonly brokenSince?: string | null;
  readonly faults?: readonly string[];
  /** An edit waits for `inquiry-sla apply --yes` since then. */
  /** A start with broken files gave these shops their last good revision; those left out nobody watches. */
  readonly kept?: readonly string[];
  readonly leftOut?: readonly string[];
  readonly heldSince?: string | null;
  readonly held?: ConfigHealth['held'];
}

interface SourcesPart {
  readonly count: number;
  readonly unknown: number;
  /** The longest first, at most twenty. */
  readonly unknownSince: readonly { readonly shop: string; readonly since: string | null }[];
}

/** The database answers, a worker watches, and the loops of this process, if it has any, do their rounds. */
export const isReady = ({ facts }: Health): boolean => isWorking(facts) && isWellHere(facts);

/** What whoever may see every shop gets; the names of shops cost a query more. */
export async function detailed(service: Service, health: Health): Promise<Readiness> {
  const { facts, matters } = health;
  const { queue } = facts;
  return {
    ready: isReady(health),
    parts: {
      database: { ok: facts.stored !== null },
      tick: tickPart(facts),
      queue: { state: queue.ok ? 'connected' : 'degraded', error: queue.error },
      mail: facts.mail,
      config: configPart(service, facts.files),
      sources: facts.stored === null ? null : await sourcesPart(service),
    },
    matters: matters.map(({ kind }) => kind),
  };
}

/** What anybody may know: which parts do their work, without names and reasons. */
export interface ReadinessInBrief {
  readonly ready: boolean;
  readonly parts: Readonly<Record<Exclude<keyof Readiness['parts'], 'mail' | 'sources'>, { readonly ok: boolean }>> & {
    readonly mail: { readonly ok: boolean; readonly state?: MailHealth['state'] };
    readonly sources: { readonly ok: boolean } | null;
  };
  readonly matters: readonly MatterKind[];
}

export function inBrief(health: Health): ReadinessInBrief {
  const { facts, matters } = health;
  const has = (...kinds: MatterKind[]) => matters.some(({ kind }) => kinds.includes(kind));
  return {
    ready: isReady(health),
    parts: {
      database: { ok: facts.stored !== null },
      tick: { ok: tickPart(facts).ok },
      queue: { ok: facts.queue.ok },
      mail: { ok: facts.mail.ok, ...(facts.mail.state && { state: facts.mail.state }) },
      config: { ok: !has('broken') },
      sources: facts.stored === null ? null : { ok: !has('unknown', 'reader') },
    },
    matters: matters.map(({ kind }) => kind),
  };
}

function tickPart(facts: HealthFacts): TickPart {
  const { here, stored, now, realMs } = facts;
  const age = (at: number | null | undefined) => (at == null ? null : Math.round(realMs(now - at)));
  const ageMs = here?.ageMs ?? null;
  return {
    ok: isWorking(facts) && isWellHere(facts),
    ageMs: ageMs === null ? null : Math.round(ageMs),
    workerAgeMs: age(stored?.workerAt),
    sourceAgeMs: age(stored?.sourceAt),
  };
}

function configPart(service: Service, files: ConfigHealth | null): ConfigPart {
  const inForce = { revision: configRevision(service), shops: service.config.shops.size };
  if (files === null) return inForce;
  const { since, brokenSince, faults, heldSince, held, kept, leftOut } = files;
  const text = (at: number | null) => (at === null ? null : isoUtc(at));
  return {
    ...inForce,
    since: isoUtc(since),
    brokenSince: text(brokenSince),
    faults,
    heldSince: text(heldSince),
    held,
    ...(kept && { kept }),
    ...(leftOut && { leftOut }),
  };
}

async function sourcesPart(service: Service): Promise<SourcesPart> {
  const sources = await readSources(service);
  const unknown = sources.flatMap(({ shop, freshness }) =>
    freshness.state === 'unknown' ? [{ shop: shop.id, since: freshness.since }] : [],
  );
  return {
    count: sources.length,
    unknown: unknown.length,
    unknownSince: unknown
      .sort((a, b) => (a.since ?? 0) - (b.since ?? 0))
      .slice(0, NAMED_SOURCES)
      .map(({ shop, since }) => ({ shop, since: since === null ? null : isoUtc(since) })),
  };
}
