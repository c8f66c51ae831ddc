// Asks every part whether it is well, each with a limit and all at once. Everything that says how the service is goes
// through here: header, board, /system, /readyz, /v1/system, /metrics, doctor.
// A database that hangs would take one connection for each who asks, so those who ask meanwhile share one answer.

import type { Config } from '../../../config/load.ts';
import type { Instant } from '../../../core/model.ts';
import { openZone } from '../../../core/time/zone.ts';
import { readStoredHealth, type StoredHealth, withoutSource } from '../../../store/status/health.ts';
import { CANARY_IN_TIME_MS } from '../../canary-shop.ts';
import type { ConfigHealth } from '../../configuration/reload-config.ts';
import { type LoopState, stuckOf } from '../../loop.ts';
import { staleBefore } from '../../monitoring/read-freshness.ts';
import type { MachineState } from '../../monitoring/watch-machine.ts';
import type { MailHealth } from '../../notifications/record/mail-health.ts';
import type { Service } from '../../service.ts';
import { type Health, type HealthFacts, judge, type MatterKind } from './matters.ts';
import { matterInWords } from './words.ts';

/** What the process knows of its own parts, or can ask. */
export interface HealthSources {
  /** Real ms since the slowest loop of this process last ended well, null before the first time; left out: it has none. */
  readonly tickAgeMs?: (() => number | null) | undefined;
  /** How each loop of this process is; left out: it has none. */
  loops?(): readonly LoopState[];
  queue(): { readonly connected: boolean; readonly error: string | null; readonly since?: Instant | null };
  /** Asks the queue itself: null when it does not answer. */
  queueDepth?(): Promise<unknown>;
  mail(): MailHealth;
  config?(): ConfigHealth | null;
  /** What the last look at the machine found; left out: nobody looks. */
  machine?(): MachineState;
}

export interface HealthReader {
  /** Asks now. */
  ask(): Promise<Health>;
  /** What was found at most five seconds ago, for what is asked for with every page. */
  recent(): Promise<Health>;
}

const DATABASE_LIMIT_MS = 1_500;
const QUEUE_LIMIT_MS = 1_000;
/** Pages may be that old in what they say of the service; less while the database is away, so that its return shows. */
const KEPT_MS = 5_000;
const KEPT_AWAY_MS = 1_000;

const DAY_MS = 86_400_000;
const LICENCE_SOON_MS = 14 * DAY_MS;
/** They are read each day. */
const CALENDAR_STALE_MS = 2 * DAY_MS;
const MAILS_BACK_MS = 14 * DAY_MS;

export interface HealthOptions {
  /** How long `recent` gives an answer again, in real ms. */
  readonly keptMs?: number;
  /** Connections that no page uses, so that busy pages are not taken for a database that is away; else the service's. */
  readonly db?: Asking['db'];
}

/** What is asked with. */
export type Asking = Pick<Service, 'db' | 'clock' | 'logger'> & {
  readonly config: {
    readonly service: Pick<Config['service'], 'timeZone' | 'canary'>;
    readonly shops: Config['shops'];
  };
};

/** One for the process. */
export function createHealthReader(
  service: Asking,
  sources: HealthSources,
  { keptMs = KEPT_MS, db }: HealthOptions = {},
): HealthReader {
  const askStored = shared(() =>
    storedFacts(service, db ?? service.db).catch((error) => {
      service.logger.warn({ err: error }, 'the database could not be asked whether all is well');
      throw error;
    }),
  );
  const opened = performance.now();
  let last: { readonly health: Health; readonly goodUntil: number } | null = null;
  const say = sayChanges(service);

  async function ask(): Promise<Health> {
    const [stored, depth] = await Promise.all([
      withinOrNull(askStored(), DATABASE_LIMIT_MS),
      sources.queueDepth === undefined ? 'not asked' : withinOrNull(sources.queueDepth(), QUEUE_LIMIT_MS),
    ]);
    const facts = factsOf(service, sources, {
      stored,
      isQueueDeaf: depth === null,
      openMs: performance.now() - opened,
    });
    const health = { now: facts.now, matters: judge(facts), facts };
    say(health);
    const kept = stored === null ? Math.min(keptMs, KEPT_AWAY_MS) : keptMs;
    last = { health, goodUntil: performance.now() + kept };
    return health;
  }

  const askOnce = shared(ask);
  return {
    ask: askOnce,
    recent: async () => (last !== null && performance.now() < last.goodUntil ? last.health : askOnce()),
  };
}

interface Stored {
  readonly health: StoredHealth;
  readonly notBegun: readonly string[];
}

/** What begins and what ends, once each, in the log: with the worker dead there is no other way to be told. */
function sayChanges({ logger, config }: Asking): (health: Health) => void {
  let known = new Set<MatterKind>();
  return ({ now, matters }) => {
    const zone = openZone(config.service.timeZone);
    for (const one of matters)
      if (!known.has(one.kind))
        logger.warn({ matter: one.kind }, `not well: ${matterInWords(one, 'en', { now, zone })}`);
    const kinds = new Set(matters.map(({ kind }) => kind));
    for (const kind of known) if (!kinds.has(kind)) logger.info({ matter: kind }, 'well again');
    known = kinds;
  };
}

async function storedFacts(service: Asking, db: Asking['db']): Promise<Stored> {
  const now = service.clock.now();
  const health = await readStoredHealth(db, {
    now,
    staleBefore: staleBefore(service, now),
    licenceBefore: now + LICENCE_SOON_MS,
    calendarBefore: now - CALENDAR_STALE_MS,
    mailsSince: now - MAILS_BACK_MS,
    canaryBefore: now - CANARY_IN_TIME_MS,
  });
  const polled = [...service.config.shops.values()].filter(({ rms }) => rms !== null).map(({ id }) => id);
  return { health, notBegun: polled.length > health.polled ? await withoutSource(db, polled) : [] };
}

interface Answers {
  readonly stored: Stored | null;
  readonly isQueueDeaf: boolean;
  readonly openMs: number;
}

function factsOf(service: Asking, sources: HealthSources, { stored, isQueueDeaf, openMs }: Answers): HealthFacts {
  const { clock, config } = service;
  const { connected, error, since = null } = sources.queue();
  return {
    now: clock.now(),
    realMs: (ms) => clock.realMs(ms),
    zone: openZone(config.service.timeZone),
    stored: stored?.health ?? null,
    notBegun: stored?.notBegun ?? [],
    queue: { ok: connected && !isQueueDeaf, since: connected ? null : since, error },
    mail: sources.mail(),
    hasCanary: config.service.canary !== undefined && sources.mail().state !== 'files only',
    files: sources.config?.() ?? null,
    machine: sources.machine?.() ?? null,
    here: sources.tickAgeMs === undefined ? null : { ageMs: sources.tickAgeMs(), openMs },
    stuck: stuckOf(sources.loops?.() ?? []),
  };
}

/** Whoever asks while an answer is under way gets that answer. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= ask().finally(() => {
      running = null;
    });
    return running;
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
