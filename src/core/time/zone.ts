// Local time of one IANA zone by integers alone: the transitions are read once, then looked up.
// Trap: a local time may not exist, exist twice, or a whole date may be missing (Pacific/Apia 2011-12-30).

import { Temporal } from 'temporal-polyfill';
import type { EpochDay, Instant } from '../model.ts';
import { DAY_MS } from './civil-date.ts';

/** Local time of one zone. Offsets are ms to add to UTC; `wallMs` is ms of the local wall clock since 00:00. */
export interface Zone {
  /** The zone's name in its usual spelling, e.g. `Asia/Tokyo`. */
  readonly name: string;
  offsetAt(instant: Instant): number;
  /** The first instant of a local date; a date that the zone skipped starts (and ends) where the next one starts. */
  startOfDay(day: EpochDay): Instant;
  /** The local date that the wall clock shows. */
  localDay(instant: Instant): EpochDay;
  /** What the wall clock shows, as ms since 00:00. */
  localMs(instant: Instant): number;
  /** The instant of a local time: a missing one becomes the first that exists, of two the earlier counts (RULES.md 3). */
  instantOf(day: EpochDay, wallMs: number): Instant;
  /** The instants in [from, to] at which the offset changes, in order. */
  transitions(from: Instant, to: Instant): readonly Instant[];
}

/** Offsets of [from, to]: offsets[i] holds from starts[i] until starts[i + 1]. */
interface Timeline {
  readonly from: Instant;
  readonly to: Instant;
  readonly starts: readonly Instant[];
  readonly offsets: readonly number[];
}

const MARGIN = 20 * 366 * DAY_MS;
const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name (upper or lower case). Zones are kept: opening one again costs nothing.
 * @throws RangeError when the name is no IANA zone; a bare offset such as `+09:00` is none.
 */
export function openZone(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  // Kept by its one usual spelling, so no caller's spellings can fill the map.
  const canonical = canonicalName(name);
  const zone = zones.get(canonical) ?? createZone(canonical);
  zones.set(canonical, zone);
  return zone;
}

function canonicalName(name: string): string {
  if (!/^[A-Za-z]/.test(name)) throw new RangeError(`Unknown time zone: ${JSON.stringify(name)}`);
  // Intl refuses what Temporal would take as well: whole timestamps that carry a zone.
  new Intl.DateTimeFormat('en', { timeZone: name });
  return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
}

function createZone(name: string): Zone {
  let timeline: Timeline | null = null;
  const covering = (from: Instant, to: Instant): Timeline => {
    if (timeline && from >= timeline.from && to <= timeline.to) return timeline;
    timeline = readTimeline(
      name,
      Math.min(from - MARGIN, timeline?.from ?? from),
      Math.max(to + MARGIN, timeline?.to ?? to),
    );
    return timeline;
  };
  const offsetAt = (instant: Instant): number => {
    const { starts, offsets } = covering(instant, instant);
    return offsets[indexAt(starts, instant)]!;
  };
  const instantOf = (day: EpochDay, wallMs: number): Instant => {
    const local = day * DAY_MS + wallMs;
    return earliest(covering(local - 2 * DAY_MS, local + 2 * DAY_MS), local);
  };
  return {
    name,
    offsetAt,
    instantOf,
    startOfDay: (day) => instantOf(day, 0),
    localDay: (instant) => Math.floor((instant + offsetAt(instant)) / DAY_MS),
    localMs: (instant) => modulo(instant + offsetAt(instant), DAY_MS),
    transitions: (from, to) => covering(from, to).starts.filter((start) => start >= from && start <= to),
  };
}

/** The earliest instant at which the wall clock shows `local` or, if it never does, the first at which it shows more. */
function earliest({ starts, offsets }: Timeline, local: number): Instant {
  // No zone was ever a whole day off, so nothing before this can show the local time.
  let i = indexAt(starts, local - DAY_MS);
  while (i + 1 < starts.length && local >= starts[i + 1]! + offsets[i]!) i++;
  return Math.max(starts[i]!, local - offsets[i]!);
}

/** Index of the last start that is not after the instant. */
function indexAt(starts: readonly Instant[], instant: Instant): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= instant) low = middle;
    else high = middle;
  }
  return low;
}

function readTimeline(name: string, from: Instant, to: Instant): Timeline {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name);
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [offsetMs(at)];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null) return { from, to: Number.POSITIVE_INFINITY, starts, offsets };
    if (next.epochMilliseconds > to) return { from, to, starts, offsets };
    at = next;
    starts.push(at.epochMilliseconds);
    offsets.push(offsetMs(at));
  }
}

function offsetMs(at: Temporal.ZonedDateTime): number {
  return at.offsetNanoseconds / 1_000_000;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
