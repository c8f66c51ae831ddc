// What is not well, judged from what was just asked. Pure: the facts come in, nothing is asked here.
// A part that did not answer is never well. What hangs on it is left out, and its own matter says so.

import type { Instant } from '../../../core/model.ts';
import { formatDate, parseDate } from '../../../core/time/civil-date.ts';
import type { Zone } from '../../../core/time/zone.ts';
import type { StoredHealth } from '../../../store/status/health.ts';
import { canaryBegins } from '../../canary-shop.ts';
import type { ConfigHealth } from '../../configuration/reload-config.ts';
import type { MachineState } from '../../monitoring/watch-machine.ts';
import type { MailHealth } from '../../notifications/record/mail-health.ts';

/** In the order in which they are shown. */
export const MATTERS = [
  'database',
  'worker',
  'starting',
  'here',
  'stuck',
  'mail',
  'files',
  'reader',
  'unknown',
  'queue',
  'clock',
  'disk',
  'vacuum',
  'canary',
  'broken',
  'held',
  'gone',
  'undeliverable',
  'licence-ending',
  'licence-unreadable',
  'calendar-failing',
  'calendar-held',
  'proof-differs',
  'proof-missing',
] as const;
export type MatterKind = (typeof MATTERS)[number];

/**
 * `stopped`: nothing is watched, or nothing can be said. `untold`: nobody is told. `look`: a person should look, the rest
 * goes on.
 */
export type Gravity = 'stopped' | 'untold' | 'look';

const GRAVITY: Partial<Record<MatterKind, Gravity>> = {
  database: 'stopped',
  worker: 'stopped',
  starting: 'stopped',
  here: 'stopped',
  mail: 'untold',
  files: 'untold',
};

export const gravityOf = (kind: MatterKind): Gravity => GRAVITY[kind] ?? 'look';

export interface Matter {
  readonly kind: MatterKind;
  /** Null: not known, or it never was otherwise. */
  readonly since: Instant | null;
  /** The shops it is about and how many of it each has; null when it is about the service. */
  readonly shops: ReadonlyMap<string, number> | null;
  /** What was found, from a server or a file: for those who may see every shop. */
  readonly reason: string | null;
}

export interface Health {
  readonly now: Instant;
  /** In the order of MATTERS; empty when all is well. */
  readonly matters: readonly Matter[];
  readonly facts: HealthFacts;
}

/** What every process can ask; a part that does not answer within its limit is null. */
export interface HealthFacts {
  readonly now: Instant;
  /** How long an interval of the clock is in real milliseconds. */
  readonly realMs: (ms: number) => number;
  /** The zone of those who operate the service: a day of the proof is one of theirs. */
  readonly zone: Zone;
  /** Null: the database did not answer. */
  readonly stored: StoredHealth | null;
  /** Shops that are read and that no process has begun to read. */
  readonly notBegun: readonly string[];
  readonly queue: { readonly ok: boolean; readonly since: Instant | null; readonly error: string | null };
  readonly mail: MailHealth;
  /** Whether a canary goes out each day, and there is a mail server for it. */
  readonly hasCanary: boolean;
  /** The files as this process sees them; null without a folder of its own. */
  readonly files: ConfigHealth | null;
  /** The machine under this process; null when nobody looks (a command). */
  readonly machine: MachineState | null;
  /** The loops of this process; null when it has none (role http, a command). */
  readonly here: LoopsHere | null;
  /** Names of those loops, of all kinds, whose run does not end. */
  readonly stuck: readonly string[];
}

export interface LoopsHere {
  /** Real ms since the slowest of them last ended well; null before the first time. */
  readonly ageMs: number | null;
  /** Real ms since the process opened. */
  readonly openMs: number;
}

/** Real time after which a worker, or a process that reads, is taken for stopped: four rounds. */
export const STOPPED_MS = 120_000;
/** The loops of this process itself: three rounds. */
export const HERE_STOPPED_MS = 90_000;

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** A proof waits for a recompute at most six hours after its day; then it has an hour to be made. */
const PROOF_BY_MS = 7 * HOUR_MS;

/** Everything that is not well. */
export function judge(facts: HealthFacts): Matter[] {
  const found = [...partMatters(facts), ...(facts.stored === null ? [] : storedMatters(facts, facts.stored))];
  return found.sort((a, b) => MATTERS.indexOf(a.kind) - MATTERS.indexOf(b.kind));
}

function partMatters(facts: HealthFacts): Matter[] {
  const { stored, queue, mail, files, here, stuck, machine } = facts;
  const brokenSince = files?.brokenSince ?? stored?.brokenSince ?? null;
  const heldSince = files?.heldSince ?? stored?.heldSince ?? null;
  const held = files?.held ?? stored?.held ?? null;
  return [
    ...(stored === null ? [matter('database')] : []),
    ...(here !== null && isLate(here) ? [matter('here')] : []),
    ...(stuck.length === 0 ? [] : [matter('stuck', { reason: stuck.join(', ') })]),
    ...(queue.ok ? [] : [matter('queue', { since: queue.since, reason: queue.error })]),
    ...(mail.ok ? [] : [matter('mail', { reason: mail.reason })]),
    ...(mail.ok && mail.toldNobody === true ? [matter('files')] : []),
    ...clockMatters(facts),
    ...(machine?.disk == null ? [] : [matter('disk', { reason: machine.disk })]),
    ...(machine?.vacuum == null ? [] : [matter('vacuum', { reason: machine.vacuum })]),
    ...(brokenSince === null ? [] : [matter('broken', { since: brokenSince })]),
    ...(heldSince === null ? [] : [matter('held', { since: heldSince, shops: oneEach(held?.shops ?? []) })]),
  ];
}

function storedMatters(facts: HealthFacts, stored: StoredHealth): Matter[] {
  const about = (kind: MatterKind, shops: readonly string[]): Matter[] =>
    shops.length === 0 ? [] : [matter(kind, { shops: oneEach(shops) })];
  const undeliverable = new Map(Object.entries(stored.undeliverable));
  return [
    ...workerMatters(facts, stored),
    ...readerMatters(facts, stored),
    ...about('unknown', [...stored.unknown, ...facts.notBegun]),
    ...about('gone', stored.gone),
    ...(undeliverable.size === 0 ? [] : [matter('undeliverable', { shops: undeliverable })]),
    ...about('licence-ending', stored.licenceEnding),
    ...about('licence-unreadable', stored.licenceUnreadable),
    ...about('calendar-failing', stored.calendarFailing),
    ...about('calendar-held', stored.calendarHeld),
    ...proofMatters(facts, stored),
    ...canaryMatters(facts, stored),
  ];
}

/** Real ms since then; a time that lies ahead tells of another clock, and not that something ran just now. */
const ageOf = ({ now, realMs }: HealthFacts, at: Instant): number => Math.abs(realMs(now - at));

/** Whether a worker of any process did its round just now. */
export function isWorking(facts: HealthFacts): boolean {
  const at = facts.stored?.workerAt ?? null;
  return at !== null && ageOf(facts, at) <= STOPPED_MS;
}

/** Whether the loops of this process do their rounds; so too when it has none. */
export function isWellHere({ here }: HealthFacts): boolean {
  return here === null || (here.ageMs !== null && here.ageMs < HERE_STOPPED_MS);
}

/** Before the first round the age is that of the process: a start takes its time. */
const isLate = ({ ageMs, openMs }: LoopsHere): boolean => (ageMs ?? openMs) >= HERE_STOPPED_MS;
const isStarting = ({ here }: HealthFacts): boolean => here !== null && here.ageMs === null && !isLate(here);

function workerMatters(facts: HealthFacts, { workerAt }: StoredHealth): Matter[] {
  if (isWorking(facts)) return [];
  return [isStarting(facts) ? matter('starting') : matter('worker', { since: workerAt })];
}

function readerMatters(facts: HealthFacts, stored: StoredHealth): Matter[] {
  const { sourceAt, newestReadAt, isReading, toRead } = stored;
  if (toRead + facts.notBegun.length === 0 || isReading || isStarting(facts)) return [];
  if (sourceAt !== null && ageOf(facts, sourceAt) <= STOPPED_MS) return [];
  // The release before leaves no sign of its rounds: there what was read speaks.
  if (sourceAt === null && newestReadAt !== null && stored.unknown.length < stored.polled) return [];
  return [matter('reader', { since: sourceAt ?? newestReadAt })];
}

/** One of them: whoever is to look, looks at the clock. */
function clockMatters(facts: HealthFacts): Matter[] {
  const { clockJumpAt = null, workerAt = null } = facts.stored ?? {};
  const drift = facts.machine?.drift ?? null;
  if (drift !== null) return [matter('clock', { reason: drift })];
  if (clockJumpAt !== null && Math.abs(facts.now - clockJumpAt) < DAY_MS)
    return [matter('clock', { since: clockJumpAt })];
  const ahead = workerAt !== null && facts.realMs(workerAt - facts.now) > STOPPED_MS;
  return ahead ? [matter('clock')] : [];
}

function proofMatters({ now, zone }: HealthFacts, { proof, firstRevisionAt }: StoredHealth): Matter[] {
  const today = zone.localDay(now);
  const proved = proof === null ? null : parseDate(proof.day);
  const wrong = proof !== null && proof.missing + proof.late > 0;
  const differs = wrong ? [matter('proof-differs', { reason: proof.day })] : [];
  // The day before yesterday must be proved at any time, yesterday from some hours after its end on.
  const wanted = now - zone.startOfDay(today) >= PROOF_BY_MS ? today - 1 : today - 2;
  const isOld = firstRevisionAt !== null && zone.localDay(firstRevisionAt) < wanted;
  const isMissing = proved === null ? isOld : proved < wanted;
  return [
    ...differs,
    ...(isMissing ? [matter('proof-missing', { reason: proved === null ? null : formatDate(proved) })] : []),
  ];
}

/** It is not there in time; or the day's was not begun, though an hour has passed. */
function canaryMatters({ now, zone, hasCanary }: HealthFacts, { canary }: StoredHealth): Matter[] {
  if (!hasCanary || canary === null) return [];
  const today = zone.localDay(now);
  const wanted = now - canaryBegins(zone, today) >= HOUR_MS ? today : today - 1;
  const isMissing = (parseDate(canary.day) ?? 0) < wanted;
  return canary.overdue || isMissing ? [matter('canary', { reason: canary.day })] : [];
}

const oneEach = (shops: readonly string[]): ReadonlyMap<string, number> => new Map(shops.map((shop) => [shop, 1]));

function matter(kind: MatterKind, more: Partial<Omit<Matter, 'kind'>> = {}): Matter {
  return { kind, since: null, shops: null, reason: null, ...more };
}

/** How many there are of what it counts; 0 when it counts nothing. */
export function countOf({ shops }: Matter): number {
  return shops === null ? 0 : [...shops.values()].reduce((sum, one) => sum + one, 0);
}

/** About the service, and of concern to nobody but those who operate it. */
const OPERATORS_ONLY: readonly MatterKind[] = ['proof-differs', 'proof-missing', 'clock', 'disk', 'vacuum', 'canary'];

/** The matters that concern somebody who sees only some shops, without reasons and other shops. */
export function mattersOf(matters: readonly Matter[], sees: (shop: string) => boolean): Matter[] {
  return matters.flatMap((one) => {
    if (OPERATORS_ONLY.includes(one.kind)) return [];
    if (one.shops === null) return [{ ...one, reason: null }];
    const shops = new Map([...one.shops].filter(([shop]) => sees(shop)));
    return shops.size === 0 ? [] : [{ ...one, shops, reason: null }];
  });
}
