// api: what an edit of a calendar does, as `inquiry-sla calendar close … --json` writes it, with what saving it needs.

import { z } from '@hono/zod-openapi';
import type { CalendarPreview, SavedChange } from '../../../service/calendar/edit-calendar.ts';
import { editAsJson } from '../../../service/calendar/preview-json.ts';
import { unifiedDiff } from '../../../service/calendar/unified-diff.ts';
import { DeadlinesJson, StepName } from '../board/episode-json.ts';
import { Instant, InstantOrNull, LocalDate, listOf, orNull } from '../shapes.ts';

const StepTimes = z.object({
  flagAt: InstantOrNull,
  mailOwnerAt: InstantOrNull,
  breachAt: InstantOrNull,
});

const ChangedStep = z
  .object({
    inquiry: z.string(),
    step: StepName,
    from: InstantOrNull,
    to: InstantOrNull,
    mailedAt: InstantOrNull,
  })
  .openapi('ChangedStep');

const OpenInquiries = z
  .looseObject({
    moved: listOf(z.object({ inquiry: z.string(), from: StepTimes, to: StepTimes })),
    withdrawn: listOf(ChangedStep),
    raised: listOf(ChangedStep),
    notices: z.object({ due: z.int(), withdrawn: z.int() }).describe('Notices that fall due, or were due and are not.'),
    unwatched: z.int(),
  })
  .openapi('OpenInquiriesTouched');

const ComingSide = z.object({ isOpen: z.boolean(), due: z.int().min(0) });

export const CalendarChange = z
  .object({
    shop: z.string(),
    file: z.string(),
    what: z.string().describe('The edit in a word.'),
    saved: z.boolean(),
    takenOver: z.int().describe('Entries for all shops that are copied into the shop’s own list.'),
    lines: listOf(z.object({ line: z.int(), change: z.enum(['gone', 'new']), text: z.string() })),
    diff: z.string().describe('The same as a unified diff, to copy where the file cannot be written.'),
    days: listOf(z.object({ date: LocalDate, change: z.enum(['closes', 'opens', 'hours']) })),
    policy: z.string().describe('The policy that `moved` is told for.'),
    moved: listOf(
      z.object({ startedAt: Instant, before: orNull(DeadlinesJson), after: orNull(DeadlinesJson) }),
    ).describe('Deadlines that move, by day of arrival.'),
    openInquiries: orNull(OpenInquiries).describe('What becomes of open inquiries.'),
    coming: orNull(listOf(z.object({ date: LocalDate, before: ComingSide, after: ComingSide }))).describe(
      'The next ten business days of both calendars: how many open inquiries fall due on each date.',
    ),
    hints: listOf(z.object({ code: z.string(), ja: z.string(), en: z.string() })),
    warnings: listOf(z.looseObject({ rule: z.string(), path: z.string() })),
    hash: z.string().describe('Of the shop’s file as it was read: bring it back with `save`.'),
    readOnly: z.boolean().describe('The file cannot be written here.'),
    many: orNull(z.object({ inquiries: z.int(), confirmAbove: z.int() })).describe(
      'How many inquiries it raises or withdraws something for, when that is above `confirmAbove`.',
    ),
    result: z
      .enum(['in-force', 'broken', 'held', 'unstable', 'overtaken'])
      .optional()
      .describe('Once saved. `broken`: faults elsewhere keep the files from coming in force.'),
    recounted: z
      .object({ episodes: z.int(), raised: z.int(), withdrawn: z.int() })
      .optional()
      .describe('Once saved: open episodes counted anew.'),
  })
  .openapi('CalendarChange');

/** Text already: the command writes it as well. */
type ChangeJson = z.input<typeof CalendarChange>;

export function changeJson(done: CalendarPreview | SavedChange): ChangeJson {
  if (!('saved' in done)) return previewJson(done, false);
  const { episodes, raised, withdrawn } = done.recounted;
  return { ...previewJson(done.saved, true), result: done.result, recounted: { episodes, raised, withdrawn } };
}

/** All that the command writes, and more. */
function previewJson({ effect, hash, readOnly, many }: CalendarPreview, saved: boolean): ChangeJson {
  return { ...editAsJson(effect, saved), diff: unifiedDiff(effect), hash, readOnly: readOnly !== null, many };
}
