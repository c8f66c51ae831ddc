// http: whether the process lives (/healthz) and whether it does its work (/readyz), part by part.
// Trap: a queue, a mail server or RMS that is away leaves us ready: the tick heals, mails wait, the board says unknown.

import { isoUtc } from '../core/instant.ts';
import { configRevision } from '../service/config-revision.ts';
import { readSources } from '../service/freshness.ts';
import type { MailHealth } from '../service/mail-state.ts';
import { reachDatabase } from '../service/reach-database.ts';
import type { ConfigHealth } from '../service/reload.ts';
import type { Service } from '../service/service.ts';
import type { SystemParts } from '../service/system.ts';

/** What app.ts knows of the parts it opened. */
export type HealthParts = SystemParts;

/** Three ticks of real time. */
const TICK_OK_MS = 90_000;
const DATABASE_WAIT_MS = 2_000;
const NAMED_SOURCES = 20;

export interface Readiness {
  readonly ready: boolean;
  readonly parts: {
    readonly database: { readonly ok: boolean };
    readonly tick: { readonly ok: boolean; readonly ageMs: number | null };
    readonly queue: { readonly state: 'connected' | 'degraded'; readonly error: string | null };
    readonly mail: MailHealth;
    readonly config: ConfigPart;
    readonly sources: SourcesPart | null;
  };
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
  readonly heldSince?: string | null;
  readonly held?: ConfigHealth['held'];
}

interface SourcesPart {
  readonly count: number;
  readonly unknown: number;
  /** The longest first, at most twenty. */
  readonly unknownSince: readonly { readonly shop: string; readonly since: string | null }[];
}

/** Asks every part; ready means the database answers and the tick runs. Never rejects, answers within seconds. */
export async function readReadiness(service: Service, health: HealthParts): Promise<Readiness> {
  const sources = await withinOrNull(sourcesPart(service), DATABASE_WAIT_MS);
  const database = { ok: sources !== null || (await withinOrNull(reachDatabase(service), DATABASE_WAIT_MS)) !== null };
  const tick = tickPart(health);
  const { connected, error } = health.queue();
  return {
    ready: database.ok && tick.ok,
    parts: {
      database: { ok: database.ok },
      tick,
      queue: { state: connected ? 'connected' : 'degraded', error },
      mail: health.mail(),
      config: configPart(service, health.config?.() ?? null),
      sources,
    },
  };
}

/** What anybody may know: which parts do their work, without names and reasons. */
export interface ReadinessInBrief {
  readonly ready: boolean;
  readonly parts: Readonly<Record<Exclude<keyof Readiness['parts'], 'mail' | 'sources'>, { readonly ok: boolean }>> & {
    readonly mail: { readonly ok: boolean; readonly state?: MailHealth['state'] };
    readonly sources: { readonly ok: boolean } | null;
  };
}

export function inBrief({ ready, parts }: Readiness): ReadinessInBrief {
  const { database, tick, queue, mail, config, sources } = parts;
  return {
    ready,
    parts: {
      database: { ok: database.ok },
      tick: { ok: tick.ok },
      queue: { ok: queue.state === 'connected' },
      mail: { ok: mail.ok, ...(mail.state && { state: mail.state }) },
      config: { ok: (config.brokenSince ?? null) === null },
      sources: sources && { ok: sources.unknown === 0 },
    },
  };
}

export function tickPart(health: Pick<HealthParts, 'tickAgeMs'>): { ok: boolean; ageMs: number | null } {
  const ageMs = health.tickAgeMs();
  return { ok: ageMs !== null && ageMs < TICK_OK_MS, ageMs: ageMs === null ? null : Math.round(ageMs) };
}

function configPart(service: Service, files: ConfigHealth | null): ConfigPart {
  const inForce = { revision: configRevision(service), shops: service.config.shops.size };
  if (files === null) return inForce;
  const { since, brokenSince, faults, heldSince, held } = files;
  const text = (at: number | null) => (at === null ? null : isoUtc(at));
  return { ...inForce, since: isoUtc(since), brokenSince: text(brokenSince), faults, heldSince: text(heldSince), held };
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

/** The answer, or null when it fails or takes longer. */
async function withinOrNull<T>(answer: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
