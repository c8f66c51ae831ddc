// All that happened to an inquiry as plain entries in the order of time: what was written, which steps passed, who was
// told, who had it in hand. What the picture shows is all in here as words.

import type { Step } from '../../../../core/model.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import { markOfEvent } from '../../../../service/actions/mark-no-reply-needed.ts';
import type { EpisodeDetail, InquiryDetail, LoggedEvent } from '../../../../service/board/read-inquiry.ts';
import { levelInWords } from '../../parts.tsx';
import { local, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { TimelineEntry } from './entry.ts';
import { handEntries } from './hands.ts';
import { mailEntries } from './mails.ts';
import { noticeEntries } from './noticed.ts';
import { brokenEntries, promisingEntry } from './promised.ts';

/** Learned this much later than it happened: worth saying. */
const LATE_MS = 60 * 60_000;
/** Of a revision's hash; as long as one needs to tell two apart. */
const REVISION_LENGTH = 8;

const KINDS: Readonly<Record<LoggedEvent['type'], TimelineEntry['kind']>> = {
  customer_message: 'customer',
  shop_reply: 'shop_',
  auto_reply: 'other',
  completed: 'shop_',
  reopened: 'shop_',
  message_deleted: 'other',
  answered_elsewhere: 'shop_',
  answer_withdrawn: 'acted',
  promised: 'acted',
  promise_withdrawn: 'acted',
};

export function timelineOf(view: View, detail: InquiryDetail, zone: Zone): TimelineEntry[] {
  const waiting = detail.episodes.some((episode) => episode.endedAt === null);
  const now: TimelineEntry[] = waiting ? [{ at: detail.now, kind: 'now', label: view.words.inquiry.now }] : [];
  return [
    ...detail.events.map((event) => written(view, detail, event, zone)),
    ...detail.episodes.flatMap((episode) => marksOf(view, episode)),
    ...mailEntries(view, detail),
    ...noticeEntries(view, detail, zone),
    ...handEntries(view, detail, zone),
    ...brokenEntries(view, detail),
    ...now,
  ].sort(inTime);
}

/** A due instant at the start of a date stands under the date before, so it comes before what happened at it. */
const inTime = (a: TimelineEntry, b: TimelineEntry): number =>
  a.at - b.at || Number(b.isDue ?? false) - Number(a.isDue ?? false);

function written(view: View, detail: InquiryDetail, event: LoggedEvent, zone: Zone): TimelineEntry {
  const { marks } = detail;
  const late = event.learnedAt - event.at > LATE_MS;
  const learned = late ? view.words.inquiry.learned(local(view, event.learnedAt, zone)) : null;
  const entry = { at: event.at, kind: KINDS[event.type] };
  const said = promisingEntry(view, detail, event, zone);
  if (said !== null) return { ...entry, ...said };
  const ours = markOfEvent(marks, event);
  if (ours === null) return { ...entry, label: view.words.event[event.type], note: learned };
  const { history } = INQUIRY_WORDS[view.language];
  if (!ours.undone) return { ...entry, kind: 'acted', label: history.marked(ours.mark.by), note: ours.mark.why };
  const by = ours.mark.undoneBy ?? '';
  return { ...entry, kind: 'acted', label: by === '' ? history.unmarkedByMessage : history.unmarked(by) };
}

function marksOf(view: View, episode: EpisodeDetail): TimelineEntry[] {
  const { late, mark, why } = view.words.inquiry;
  const name = (step: Step) => levelInWords(view, step, episode.policy);
  const standing = episode.steps.filter((step) => step.withdrawnAt === null);
  return [
    ...standing.map(
      ({ step, dueAt, whileCompleted, late: reason }): TimelineEntry => ({
        at: dueAt,
        kind: 'step',
        step,
        isDue: true,
        label: mark.raised(name(step)),
        note: whileCompleted ? view.words.level.whileCompleted : reason && late[reason],
      }),
    ),
    ...standing.flatMap(({ step, loweredAt, loweredWhy }): TimelineEntry[] =>
      step !== 'flag' || loweredAt === null
        ? []
        : [{ at: loweredAt, kind: 'step', step, label: mark.lowered(why(loweredWhy ?? '')) }],
    ),
    ...episode.withdrawals.map(
      ({ step, withdrawnAt, why: reason, revision }): TimelineEntry => ({
        at: withdrawnAt,
        kind: 'step',
        step,
        label: mark.withdrawn(name(step), why(reason)),
        note: INQUIRY_WORDS[view.language].history.revision(revision.slice(0, REVISION_LENGTH)),
      }),
    ),
  ];
}
