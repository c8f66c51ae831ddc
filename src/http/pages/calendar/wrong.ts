// What is wrong with an edit, at its field and in a sentence; where the right one is plain, the way to its preview.

import { sayingInWords } from '../../../config/values/fault-words.ts';
import type { Fault } from '../../../config/values/faults.ts';
import type { Language } from '../../../core/model.ts';
import { parseDate } from '../../../core/time/civil-date.ts';
import { rangeInWords } from '../../../core/time/day-ranges.ts';
import type { DatesRequest } from '../../../service/calendar/edit-calendar.ts';
import { queryOf } from './posted.ts';
import { CALENDAR_WORDS } from './words.ts';

/** `form`: the edit as a whole. */
export type WrongField = 'dates' | 'name' | 'hours' | 'every' | 'form';

export interface Wrong {
  readonly field: WrongField;
  readonly words: string;
  /** What was probably meant: in words, and as the query of its preview. */
  readonly meant?: { readonly words: string; readonly query: Readonly<Record<string, string>> };
}

/** `file`: the shop's file does not take it, although the request makes sense. */
export function wrongOf(
  refused: 'usage' | 'file',
  faults: readonly Fault[],
  asked: DatesRequest,
  language: Language,
): Wrong[] {
  const words = CALENDAR_WORDS[language].wrong;
  if (refused === 'file')
    return [{ field: 'form', words: words.file }, ...faults.map((one) => inGeneral(one, language))];
  return faults.flatMap((one): Wrong[] => {
    const [key] = one.path;
    if (key === 'range') return wrongDates(asked, one, language);
    if (key === '--name') return [{ field: 'name', words: words.name }];
    if (key === '--hours') return [{ field: 'hours', words: words.hours }];
    if (key === '--every') return [{ field: 'every', words: words.everyOpen }];
    return [inGeneral(one, language)];
  });
}

const inGeneral = (fault: Fault, language: Language): Wrong => ({
  field: 'form',
  words: sayingInWords(fault.message, language),
});

function wrongDates(asked: DatesRequest, fault: Fault, language: Language): Wrong[] {
  const words = CALENDAR_WORDS[language].wrong;
  if (asked.ranges.length === 0) return [{ field: 'dates', words: words.nothing }];
  const odd = asked.ranges.flatMap((range) => oddDates(range, asked, language));
  if (odd.length > 0) return odd;
  return asked.every === true ? [{ field: 'every', words: words.everyLong }] : [inGeneral(fault, language)];
}

function oddDates(range: string, asked: DatesRequest, language: Language): Wrong[] {
  const words = CALENDAR_WORDS[language].wrong;
  const [first = '', last = first] = range.split('..');
  const [from, to] = [parseDate(first), parseDate(last)];
  if (from === null || to === null)
    return [{ field: 'dates', words: words.noSuchDate((from === null ? first : last).slice(0, 40)) }];
  if (from <= to) return [];
  const turned = { ...asked, ranges: asked.ranges.map((one) => (one === range ? `${last}..${first}` : one)) };
  const meant = words.turned(rangeInWords({ from: to, to: from }, language, true));
  return [{ field: 'dates', words: words.backwards, meant: { words: meant, query: queryOf(turned) } }];
}
