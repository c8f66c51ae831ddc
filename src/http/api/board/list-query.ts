// api: what a list of a shop's inquiries can be asked for: of those that wait, of those whose wait is over, or of a watch.

import { z } from '@hono/zod-openapi';
import { STEPS } from '../../../core/model.ts';
import type { Filters } from '../../../service/board/read-open-page.ts';
import { WATCH_DAYS } from '../../../service/board/read-watches.ts';
import { type DrawerCursor, readDrawerCursor } from '../../cursors/drawer-cursor.ts';
import { type ListCursor, readCursor } from '../../cursors/inquiries-cursor.ts';
import { DUE_DAYS_ALLOWED, readDueDays } from '../../due-days.ts';
import { cursorOf, fitting, Limit, only } from '../shapes.ts';
import { At } from './at.ts';

const STEP_ALLOWED = `one of ${STEPS.join(', ')}`;
const STATUSES = ['open', 'finished', 'answered', 'completed', 'all'] as const;
const WATCHES = ['uncompleted', 'read', 'asked'] as const;
const DUE_WORDS = ['today', 'later', 'overdue', 'coming'] as const;
const MOST_DAYS = 60;
const DAYS_ALLOWED = `a whole number from 1 to ${MOST_DAYS}`;
const name = fitting(/^.{1,300}$/u, 'a text of 1 to 300 characters').optional();

type OpenCursor = { readonly kind: 'open' } & ListCursor;

const dates = (description: string) =>
  z
    .string()
    .transform((text, { addIssue }) => {
      const days = readDueDays(text);
      if (days !== null) return days;
      addIssue(DUE_DAYS_ALLOWED);
      return z.NEVER;
    })
    .optional()
    .openapi({ type: 'string', example: '2026-11-16..2026-11-22' })
    .describe(description);

export const ListQuery = only({
  status: z
    .enum(STATUSES, `one of ${STATUSES.join(', ')}`)
    .optional()
    .describe(
      '`open` (default): the customer waits. `finished`: nobody waits; `answered`, `completed`: the one or the other of ' +
        'these. `all`: those that wait, and behind them those whose wait is over.',
    ),
  ended: dates(
    'Of those whose wait is over: on which dates of the shop it ended. Without `status`: also those that wait again.',
  ),
  by: fitting(/^.{1,80}$/u, 'a text of 1 to 80 characters')
    .optional()
    .describe('Of those whose wait is over: part of the name of whoever answered.'),
  watch: z
    .enum(WATCHES, `one of ${WATCHES.join(', ')}`)
    .optional()
    .describe(
      '`uncompleted`: answered, and not completed for more than `days`. `asked`: our question has no answer for more than ' +
        '`days`. `read`: waits, and the shop has read it.',
    ),
  days: z.coerce
    .number(DAYS_ALLOWED)
    .int(DAYS_ALLOWED)
    .min(1, DAYS_ALLOWED)
    .max(MOST_DAYS, DAYS_ALLOWED)
    .optional()
    .describe(`Business days of the watch; left out: ${WATCH_DAYS}.`),
  step: z
    .enum(STEPS, STEP_ALLOWED)
    .optional()
    .describe('At least this step has passed; of those whose wait is over, when it ended.'),
  due: z
    .string()
    .transform((text, { addIssue }): Filters['due'] => {
      const found = DUE_WORDS.find((one) => one === text) ?? readDueDays(text);
      if (found !== null) return found;
      addIssue(`${DUE_WORDS.join(', ')}, ${DUE_DAYS_ALLOWED}`);
      return z.NEVER;
    })
    .optional()
    .openapi({ type: 'string', example: '2026-11-30' })
    .describe(
      '`today`: the breach is still to come and falls due before the end of the shop’s today; `later`: all others. `overdue`: it ' +
        'is over; `coming`: it is after today, or there is none. A date, or two as `2026-11-28..2026-11-29`: it is still to come ' +
        'and falls due there, as `coming` counts it.',
    ),
  channel: name.describe('Exactly this channel.'),
  category: name.describe('Exactly this category.'),
  hand: fitting(/^(free|taken|by:.{1,80})$/u, 'free, taken, or by: and a name, such as by:Sato')
    .optional()
    .describe('In nobody’s hand, in somebody’s, or in that of one person: `free`, `taken`, `by:Sato`.'),
  muted: z.literal('yes', 'yes').optional().describe('Its mails are held back.'),
  q: fitting(/^.{1,100}$/u, 'a text of 1 to 100 characters')
    .optional()
    .describe(
      'Part of the number, the item, the category, the order tail or who has it in hand, or answered; upper and lower case and ' +
        'widths are all the same.',
    ),
  limit: Limit,
  cursor: cursorOf(readPlace),
  at: At,
}).superRefine((query, { addIssue }) => {
  for (const { path, says, fits } of TOGETHER)
    if (query[path] !== undefined && !fits(query)) addIssue({ code: 'custom', path: [path], message: says });
});

export type ListQuery = z.output<typeof ListQuery>;

function readPlace(text: string): OpenCursor | DrawerCursor | 'invalid' {
  const open = readCursor(text);
  if (open !== null && open !== 'invalid') return { kind: 'open', ...open };
  return readDrawerCursor(text) ?? 'invalid';
}

type Parts = Pick<ListQuery, 'status' | 'ended' | 'by' | 'watch' | 'cursor'>;

/** Which parts a list has. */
export function partsOf({ status, ended, by, watch }: Omit<Parts, 'cursor'>) {
  const isWatched = watch === 'uncompleted' || watch === 'asked';
  const isOver = ended !== undefined || by !== undefined;
  const isOpen = !isWatched && !isOver && (status === undefined || status === 'open' || status === 'all');
  return { isOpen, isFinished: !isWatched && (!isOpen || status === 'all'), watched: isWatched ? watch : null };
}

const isOpenAlone = (query: Parts) => partsOf(query).isOpen && !partsOf(query).isFinished;
const isFinishedAlone = ({ status, watch }: Parts) => watch === undefined && status !== 'open' && status !== 'all';

const KIND_FITS = {
  open: (query: Parts) => partsOf(query).isOpen,
  finished: (query: Parts) => partsOf(query).isFinished,
  watch: (query: Parts) => partsOf(query).watched !== null,
} as const;

/** What can only be asked for together with something else. */
const TOGETHER: readonly {
  readonly path: 'status' | 'due' | 'hand' | 'muted' | 'at' | 'ended' | 'by' | 'days' | 'step' | 'cursor';
  readonly says: string;
  readonly fits: (query: Parts) => boolean;
}[] = [
  { path: 'status', says: 'not together with watch', fits: ({ watch }) => watch === undefined },
  ...(['due', 'hand', 'muted', 'at'] as const).map((path) => ({
    path,
    says: 'only of those that wait: status open',
    fits: isOpenAlone,
  })),
  ...(['ended', 'by'] as const).map((path) => ({
    ...{ path, says: 'only of those whose wait is over: status finished, answered, completed, or none' },
    fits: isFinishedAlone,
  })),
  { path: 'days', says: 'only with watch uncompleted or asked', fits: (query) => partsOf(query).watched !== null },
  {
    path: 'step',
    says: 'not together with watch uncompleted or asked',
    fits: (query) => partsOf(query).watched === null,
  },
  {
    path: 'cursor',
    says: 'the `next` of an earlier answer to the same question',
    fits: (query) => query.cursor === undefined || KIND_FITS[query.cursor.kind](query),
  },
];
