// The form of an edit, read: clicked days, a first and a last date, or stretches as a preview wrote them.
// Nothing is checked here but what is a date; whatever else was typed is refused with a reason further down.

import type { EpochDay } from '../../../core/model.ts';
import { formatDate, parseDate } from '../../../core/time/civil-date.ts';
import { rangesOf } from '../../../core/time/day-ranges.ts';
import type { DatesRequest, EditRequest } from '../../../service/calendar/edit-calendar.ts';

/** Longer ones are left as they were typed: the config refuses or hints at them. */
const LONGEST_DAYS = 400;

/** Fields as Hono parses them with `all`: what came more than once is a list. */
export type PostedForm = Readonly<Record<string, string | File | (string | File)[]>>;

export function readEditRequest(form: PostedForm): EditRequest {
  if (text(form, 'edit') === 'undo') return 'undo';
  const removed = /^(closed|open)-(\d{1,4})$/.exec(text(form, 'remove'));
  if (removed) return { remove: { list: removed[1] as DatesRequest['list'], index: Number(removed[2]) } };
  const [name, hours] = [text(form, 'name'), text(form, 'hours')];
  return {
    list: text(form, 'list') === 'open' ? 'open' : 'closed',
    ranges: readRanges(form),
    ...(name !== '' && { name }),
    ...(hours !== '' && { hours }),
    ...(text(form, 'every') !== '' && { every: true }),
  };
}

/** The hash of the file that was previewed. */
export const readHash = (form: PostedForm): string => text(form, 'hash');

/** The same change as fields of the form that saves it. */
export function fieldsOf(asked: EditRequest): (readonly [string, string])[] {
  if (asked === 'undo') return [['edit', 'undo']];
  if ('remove' in asked) return [['remove', `${asked.remove.list}-${asked.remove.index}`]];
  const { list, ranges, name, hours, every } = asked;
  return [
    ['list', list],
    ...ranges.map((range) => ['range', range] as const),
    ...(name === undefined ? [] : [['name', name] as const]),
    ...(hours === undefined ? [] : [['hours', hours] as const]),
    ...(every === true ? [['every', 'yes'] as const] : []),
  ];
}

function readRanges(form: PostedForm): DatesRequest['ranges'] {
  const given = [...texts(form, 'range'), ...texts(form, 'day'), ...betweenOf(form)].filter((one) => one !== '');
  const days = new Set<EpochDay>();
  const odd: string[] = [];
  for (const range of given) {
    const [from, to = from] = range.split('..').map(parseDate);
    if (from == null || to == null || to < from || to - from > LONGEST_DAYS) odd.push(range);
    else for (let day = from; day <= to; day++) days.add(day);
  }
  const runs = rangesOf([...days].sort((a, b) => a - b));
  return [...runs.map(({ from, to }) => [...new Set([from, to])].map(formatDate).join('..')), ...odd];
}

function betweenOf(form: PostedForm): string[] {
  const [from, to] = [text(form, 'from'), text(form, 'to')];
  if (from === '' || to === '') return [from || to];
  return [`${from}..${to}`];
}

function text(form: PostedForm, field: string): string {
  return texts(form, field)[0] ?? '';
}

function texts(form: PostedForm, field: string): string[] {
  return [form[field] ?? []].flat().flatMap((value) => (typeof value === 'string' ? [value.trim()] : []));
}
