// The timeline of an inquiry as plain entries in the order of time: what was written, which steps passed, who was told.

import type { Instant, Step } from '../../../core/model.ts';
import type { Zone } from '../../../core/zone.ts';
import type { EpisodeDetail, InquiryDetail, LoggedEvent } from '../../../service/inquiry-detail.ts';
import { levelInWords } from '../parts.tsx';
import { local, type View } from '../view.ts';

export interface TimelineEntry {
  readonly at: Instant;
  /** `shop_` is the shop's own hand; `step` a mark of ours. */
  readonly kind: 'customer' | 'shop_' | 'other' | 'step' | 'now';
  readonly label: string;
  /** For a mark that a step left. */
  readonly step: Step | null;
  /** A due instant: at the start of a date it reads as the 24:00 of the date before. */
  readonly isDue: boolean;
  /** Set when we learned of it much later than it happened. */
  readonly note: string | null;
}

/** Learned this much later than it happened: worth saying. */
const LATE_MS = 60 * 60_000;

const KINDS: Readonly<Record<LoggedEvent['type'], TimelineEntry['kind']>> = {
  customer_message: 'customer',
  shop_reply: 'shop_',
  auto_reply: 'other',
  completed: 'shop_',
  reopened: 'shop_',
  message_deleted: 'other',
};

export function timelineOf(view: View, detail: InquiryDetail, zone: Zone): TimelineEntry[] {
  const written = detail.events.map((event): TimelineEntry => {
    const late = event.learnedAt - event.at > LATE_MS;
    return {
      at: event.at,
      kind: KINDS[event.type],
      step: null,
      isDue: false,
      label: view.words.event[event.type],
      note: late ? view.words.inquiry.learned(local(view, event.learnedAt, zone)) : null,
    };
  });
  const marks = detail.episodes.flatMap((episode) => marksOf(view, detail, episode));
  const waiting = detail.episodes.some((episode) => episode.endedAt === null);
  const now: TimelineEntry[] = waiting
    ? [{ at: detail.now, kind: 'now', step: null, isDue: false, label: view.words.inquiry.now, note: null }]
    : [];
  return [...written, ...marks, ...now].sort((a, b) => a.at - b.at);
}

function marksOf(view: View, detail: InquiryDetail, episode: EpisodeDetail): TimelineEntry[] {
  const { mark, why } = view.words.inquiry;
  const name = (step: Step) => levelInWords(view, step, detail.policy);
  const entry = (step: Step, at: Instant, label: string): TimelineEntry => ({
    at,
    kind: 'step',
    step,
    isDue: false,
    label,
    note: null,
  });
  const standing = episode.steps.filter((step) => step.withdrawnAt === null);
  return [
    ...standing.map(({ step, dueAt, whileCompleted }) => ({
      ...entry(step, dueAt, mark.raised(name(step))),
      isDue: true,
      note: whileCompleted ? view.words.level.whileCompleted : null,
    })),
    ...episode.steps.flatMap(({ step, notifiedAt }) =>
      notifiedAt === null ? [] : [entry(step, notifiedAt, mark.notified(name(step)))],
    ),
    ...standing.flatMap(({ step, loweredAt, loweredWhy }) =>
      step !== 'flag' || loweredAt === null ? [] : [entry(step, loweredAt, mark.lowered(why(loweredWhy ?? '')))],
    ),
    ...episode.withdrawals.map(({ step, withdrawnAt, why: reason }) =>
      entry(step, withdrawnAt, mark.withdrawn(name(step), why(reason))),
    ),
  ];
}
