// The form of an edit, read: clicked days, a first and a last date, or stretches as a link or a preview wrote them.
// Nothing is checked here but what is a date; whatever else was typed is refused with a reason further down.

import type { EpochDay } from '../../../core/model.ts';
import { formatDate, parseDate } from '../../../core/time/civil-date.ts';
import { type DayRange, rangesOf } from '../../../core/time/day-ranges.ts';
import type { DatesRequest, EditRequest } from '../../../service/calendar/edit-calendar.ts';

/** Longer ones are left as they were typed: the config refuses or hints at them. */
const LONGEST_DAYS = 400;

/** Fields as Hono parses them with `all`, or a query's: what came more than once is a list. */
export type PostedForm = Readonly<Record<string, string | File | (string | File)[]>>;

export function readEditRequest(form: PostedForm): EditRequest {
  if (text(form, 'edit') === 'undo') return 'undo';
  const removed = /^(closed|open)-(\d{1,4})$/.exec(text(form, 'remove'));
  if (removed) return { remove: { list: removed[1] as DatesRequest['list'], index: Number(removed[2]) } };
  const [name, hours] = [text(form, 'name'), plainHours(text(form, 'hours'))];
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

/** The same change as the address of its preview has it: each field once, so that a link can keep it. */
export function queryOf(asked: EditRequest): Record<string, string> {
  if (asked === 'undo') return { edit: 'undo' };
  if ('remove' in asked) return { remove: `${asked.remove.list}-${asked.remove.index}` };
  const { list, ranges, name, hours, every } = asked;
  return {
    choose: ranges.join(','),
    list,
    ...(name !== undefined && { name }),
    ...(hours !== undefined && { hours }),
    ...(every === true && { every: 'yes' }),
  };
}

/** Whether a form was sent as it was filled in, with a field for each day. */
export const isFilledIn = (form: PostedForm): boolean =>
  ['day', 'from', 'to'].some((field) => texts(form, field).some((value) => value !== ''));

/** What the form shows: what was typed and clicked, also where it makes no sense. */
export interface FormState {
  readonly chosen: readonly DayRange[];
  readonly list: DatesRequest['list'];
  readonly name: string;
  readonly every: boolean;
  readonly from: string;
  readonly to: string;
  readonly hours: string;
}

const MOST_SHOWN = 200;

export function readFormState(form: PostedForm): FormState {
  const shown = (field: string) => text(form, field).slice(0, MOST_SHOWN);
  return {
    chosen: clicked(form).flatMap((range) => rangeOf(range) ?? []),
    list: text(form, 'list') === 'open' ? 'open' : 'closed',
    name: shown('name'),
    every: text(form, 'every') !== '',
    from: shown('from'),
    to: shown('to'),
    hours: shown('hours'),
  };
}

function readRanges(form: PostedForm): DatesRequest['ranges'] {
  const given = [...clicked(form), ...betweenOf(form)].filter((one) => one !== '');
  const days = new Set<EpochDay>();
  const odd: string[] = [];
  for (const text of given) {
    const range = rangeOf(text);
    if (range === null) odd.push(text);
    else for (let day = range.from; day <= range.to; day++) days.add(day);
  }
  const runs = rangesOf([...days].sort((a, b) => a - b));
  return [...runs.map(({ from, to }) => [...new Set([from, to])].map(formatDate).join('..')), ...odd];
}

const clicked = (form: PostedForm): string[] => [
  ...texts(form, 'choose').flatMap((value) => value.split(',')),
  ...texts(form, 'range'),
  ...texts(form, 'day'),
];

function rangeOf(text: string): DayRange | null {
  const [from, to = from] = text.split('..').map(parseDate);
  return from == null || to == null || to < from || to - from > LONGEST_DAYS ? null : { from, to };
}

function betweenOf(form: PostedForm): string[] {
  const [from, to] = [text(form, 'from'), text(form, 'to')];
  if (from === '' || to === '') return [from || to];
  return [`${from}..${to}`];
}

/** `10時〜15時`, `１０：００－１５：００` and `9:00-12:00、13:00-17:00` as the file writes them; anything else as it is. */
export function plainHours(typed: string): string {
  const half = typed
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replaceAll(/[~〜–—−]|から/g, '-')
    .replaceAll('、', ',')
    .replaceAll(/(\d{1,2})時(?:(\d{1,2})分)?/g, (_, hour: string, minute = '00') => `${hour}:${minute}`);
  const padded = half.replaceAll(/\b\d{1,2}:\d{1,2}\b/g, (time) =>
    time
      .split(':')
      .map((part) => part.padStart(2, '0'))
      .join(':'),
  );
  return /^\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*$/.test(padded) ? padded : typed;
}

function text(form: PostedForm, field: string): string {
  return texts(form, field)[0] ?? '';
}

function texts(form: PostedForm, field: string): string[] {
  return [form[field] ?? []].flat().flatMap((value) => (typeof value === 'string' ? [value.trim()] : []));
}
