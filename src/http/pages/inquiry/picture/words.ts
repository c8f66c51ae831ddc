// The picture in a sentence, for those who do not see it: since when the customer waits, the steps, the closed days.

import { formatDay } from '../../../../core/time/format.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import { levelInWords } from '../../parts.tsx';
import { due, local, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { PictureModel } from './picture-model.ts';

/** Of closed days that are named; more would not be listened to. */
const MOST_DAYS = 12;

export function sentenceOf(view: View, { episodes }: InquiryDetail, model: PictureModel, zone: Zone): string {
  const words = INQUIRY_WORDS[view.language].picture;
  const [glue, end] = words.list;
  const newest = episodes.find(({ endedBy }) => endedBy !== 'superseded');
  if (newest === undefined) return words.title;
  const from = local(view, newest.startedAt, zone);
  const wait = newest.endedAt === null ? words.waitOpen(from) : words.waitOver(from, local(view, newest.endedAt, zone));
  const steps = model.steps
    .filter(({ episode }) => episode === newest)
    .map(({ step, state, at }) =>
      words.stepAt(words.step[state](levelInWords(view, step, newest.policy)), due(view, at, zone)),
    );
  const days = model.scale.columns
    .filter((column) => column.from === column.to && !model.calendarOn(column.from).isOpen(column.from))
    .slice(0, MOST_DAYS)
    .map(({ from: day }) => formatDay(day, view.language));
  const closed = days.length === 0 ? [] : [words.closedDays(days.join(view.language === 'ja' ? '・' : ', '))];
  return [wait, ...steps, ...closed].join(glue) + end;
}
