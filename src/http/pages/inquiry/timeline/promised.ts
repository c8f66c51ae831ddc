// Promises and answers given elsewhere in the history: who said what, and which promise was broken.

import type { Zone } from '../../../../core/time/zone.ts';
import type { InquiryDetail, LoggedEvent } from '../../../../service/board/read-inquiry.ts';
import { due, type View } from '../../view.ts';
import { answerInWords, PROMISING, reasonInWords } from '../promising-words.ts';
import type { TimelineEntry } from './entry.ts';

/** What an event of these four types says; null for any other. */
export function promisingEntry(
  view: View,
  { promises }: InquiryDetail,
  event: LoggedEvent,
  zone: Zone,
): Pick<TimelineEntry, 'label' | 'note'> | null {
  const { history } = PROMISING[view.language];
  const by = event.by ?? '';
  if (event.type === 'answered_elsewhere')
    return { label: history.answered(answerInWords(event.how, view.language), by), note: null };
  if (event.type === 'answer_withdrawn') return { label: history.unanswered(by), note: null };
  if (event.type === 'promise_withdrawn') return { label: history.withdrawn(by), note: null };
  if (event.type !== 'promised' || event.until === undefined) return null;
  const promise = promises.find(({ id }) => id === event.id);
  const until = due(view, event.until, zone);
  const label = promise?.extends ? history.moved(until, by) : history.promised(until, by);
  const state = promise === undefined ? '' : history.state[promise.state];
  const notes = [reasonInWords(event.reason, view.language) ?? '', state].filter((note) => note !== '');
  return { label, note: notes.length === 0 ? null : notes.join(view.words.separator) };
}

/** When a promise was broken. */
export function brokenEntries(view: View, { promises, now }: InquiryDetail): TimelineEntry[] {
  const broken = promises.filter(({ state, until }) => state === 'broken' && until <= now);
  return broken.map(({ until }) => ({
    at: until,
    kind: 'step',
    step: 'breach',
    isDue: true,
    label: PROMISING[view.language].history.broken,
  }));
}
