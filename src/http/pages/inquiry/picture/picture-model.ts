// What the picture shows, as plain values: days, messages, waits, steps. Pure, so that what is drawn can be tested.
// A wait that was completed and reopened pauses in between; that is known from the events alone.

import type { Calendar } from '../../../../core/calendar/calendar.ts';
import type { EpochDay, Instant, Pause, Step, ThreadEventType } from '../../../../core/model.ts';
import { STEPS } from '../../../../core/model.ts';
import { deriveThread } from '../../../../core/steps/episodes.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import { markOfEvent } from '../../../../service/actions/mark-no-reply-needed.ts';
import type { EpisodeDetail, InquiryDetail, LoggedEvent } from '../../../../service/board/read-inquiry.ts';
import { levelAt } from '../../../../service/board/read-open-page.ts';
import { createScale, type Scale } from './scale.ts';

export const percent = (place: number): string => `${Math.round(place * 100) / 100}%`;

/** The shapes of the picture; the mark of 返信不要 has one of its own. */
export type Shape = ThreadEventType | 'no_reply';

export interface Dot {
  readonly at: Instant;
  readonly shape: Shape;
}

/** A stretch of a wait under the strongest step that had passed. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly level: Step | 'none' | 'paused' | 'to-come';
}

/** `not-reached`: the wait ended before it was due. */
export type StepState = 'passed' | 'to-come' | 'not-reached' | 'withdrawn' | 'while-completed';

export interface StepMark {
  readonly step: Step;
  readonly at: Instant;
  readonly state: StepState;
  readonly episode: EpisodeDetail;
}

export interface PictureModel {
  readonly scale: Scale;
  readonly dots: readonly Dot[];
  /** How many older events are not drawn. */
  readonly leftOut: number;
  readonly stretches: readonly Stretch[];
  readonly steps: readonly StepMark[];
  /** Null when nobody waits: then today says nothing. */
  readonly now: Instant | null;
  /** Whether the steps of any wait are counted in opening hours. */
  readonly inHours: boolean;
  calendarOn(day: EpochDay): Calendar;
}

/** Days of a wait all shown; of a longer one only its edges and what is due. */
const LONGEST_SHOWN = 31;

/** Of a long thread the newest is drawn: so many events, waits and days at most, which is a picture of 100 KB. */
const MOST = { events: 150, episodes: 12, columns: 150 };

/** What to draw of an inquiry, the newest of it when there is much; null when nothing has happened. */
export function pictureOf(detail: InquiryDetail, zone: Zone): PictureModel | null {
  const all = detail.episodes.filter(({ endedBy }) => endedBy !== 'superseded');
  const pauses = pausesOf(detail.events);
  for (let part = 1; ; part *= 2) {
    const [events, episodes] = [Math.ceil(MOST.events / part), Math.ceil(MOST.episodes / part)];
    const shown = { events: detail.events.slice(-events), episodes: all.slice(0, episodes), pauses };
    const model = drawn(detail, shown, zone);
    if (model === null || model.scale.columns.length <= MOST.columns || events + episodes === 2)
      return model && { ...model, leftOut: detail.events.length - model.dots.length };
  }
}

interface Shown {
  readonly events: readonly LoggedEvent[];
  readonly episodes: readonly EpisodeDetail[];
  /** By the opener of their wait. */
  readonly pauses: ReturnType<typeof pausesOf>;
}

function drawn(detail: InquiryDetail, { events, episodes, pauses }: Shown, zone: Zone): PictureModel | null {
  const steps = episodes.flatMap((episode, at) => stepsOf(episode, detail.now, at === 0));
  const isOpen = episodes.some(({ endedAt }) => endedAt === null);
  const now = isOpen ? detail.now : null;
  const busy = busyDays({ ...detail, events }, episodes, steps, zone, now);
  if (busy.size === 0) return null;
  const stretches = episodes.flatMap((episode) => stretchesOf(episode, pauses.get(episode.opener) ?? [], detail.now));
  const moments = [...events, ...steps].map(({ at }) => at).concat(now ?? []);
  return {
    scale: createScale(busy, moments, zone),
    leftOut: 0,
    dots: events.map((event) => ({ at: event.at, shape: shapeOf(detail, event) })),
    stretches,
    steps,
    now,
    inHours: episodes.some(({ policy }) => 'openMs' in policy.after.flag),
    calendarOn: (day) => episodes.find((one) => isWithin(one, day, zone))?.calendar ?? detail.calendar,
  };
}

function shapeOf({ marks }: InquiryDetail, event: LoggedEvent): Shape {
  return event.type === 'completed' && markOfEvent(marks, event) !== null ? 'no_reply' : event.type;
}

/** By each message of the wait: of waits that began in one instant each has its own. */
function pausesOf(events: readonly LoggedEvent[]): ReadonlyMap<string, readonly Pause[]> {
  const { episodes } = deriveThread(events);
  return new Map(episodes.flatMap(({ messages, pauses }) => messages.map((id) => [id, pauses] as const)));
}

function isWithin({ startedAt, endedAt, deadlines }: EpisodeDetail, day: EpochDay, zone: Zone): boolean {
  const last = Math.max(endedAt ?? startedAt, (deadlines?.at.breach ?? startedAt + 1) - 1);
  return day >= zone.localDay(startedAt) && day <= zone.localDay(last);
}

/** The days that get a column: of messages, steps and waits, and today while somebody waits. */
function busyDays(
  { events, now: moment }: InquiryDetail,
  episodes: readonly EpisodeDetail[],
  steps: readonly StepMark[],
  zone: Zone,
  now: Instant | null,
): ReadonlySet<EpochDay> {
  const days = new Set(events.map((event) => zone.localDay(event.at)));
  // What is due at the start of a date belongs to the end of the date before.
  for (const { at } of steps) days.add(zone.localDay(at - 1));
  if (now !== null) days.add(zone.localDay(now));
  for (const episode of episodes) {
    const ends = [episode.endedAt ?? moment, ...steps.filter((one) => one.episode === episode).map(({ at }) => at - 1)];
    const from = zone.localDay(episode.startedAt);
    const to = zone.localDay(Math.max(...ends));
    if (to - from <= LONGEST_SHOWN) for (let day = from; day <= to; day++) days.add(day);
  }
  return days;
}

function stepsOf(episode: EpisodeDetail, now: Instant, isNewest: boolean): StepMark[] {
  const withdrawn = episode.withdrawals.map(
    ({ step, dueAt }): StepMark => ({ step, at: dueAt, state: 'withdrawn', episode }),
  );
  const standing = STEPS.flatMap((step) => standingStep(episode, step, now, isNewest) ?? []);
  return [...withdrawn, ...standing];
}

function standingStep(episode: EpisodeDetail, step: Step, now: Instant, isNewest: boolean): StepMark | null {
  const row = episode.steps.find((one) => one.step === step && one.withdrawnAt === null);
  if (row) return { step, at: row.dueAt, state: row.whileCompleted ? 'while-completed' : 'passed', episode };
  const at = episode.due[step];
  if (at === null) return null;
  if (episode.endedAt === null) return { step, at, state: at <= now ? 'passed' : 'to-come', episode };
  return isNewest ? { step, at, state: 'not-reached', episode } : null;
}

/** A wait cut at its steps and pauses; an open one goes on to its breach as what is to come. */
function stretchesOf(episode: EpisodeDetail, pauses: readonly Pause[], now: Instant): Stretch[] {
  const end = episode.endedAt ?? now;
  const dues = STEPS.flatMap((step) => episode.due[step] ?? []);
  const edges = [episode.startedAt, ...dues, ...pauses.flatMap(({ from, to }) => [from, to]), end];
  const cuts = [...new Set(edges.filter((at) => at >= episode.startedAt && at <= end))].sort((a, b) => a - b);
  const stretches = cuts.slice(1).map((to, at): Stretch => {
    const from = cuts[at]!;
    const paused = pauses.some((pause) => pause.from <= from && to <= pause.to);
    return { from, to, level: paused ? 'paused' : levelAt(episode, from) };
  });
  const last = Math.max(...dues);
  if (episode.endedAt === null && dues.length > 0 && last > now)
    stretches.push({ from: now, to: last, level: 'to-come' });
  return stretches;
}
