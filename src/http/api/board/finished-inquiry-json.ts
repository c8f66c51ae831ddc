// api: an inquiry whose wait is over in a list. Field names are public interface (CONTRACT.md).

import { z } from '@hono/zod-openapi';
import type { FinishedInquiry } from '../../../service/board/read-finished.ts';
import { InstantOrNull } from '../shapes.ts';
import { Level } from './episode-json.ts';
import { InquiryFacts } from './open-inquiry-json.ts';

export const FinishedInquiryItem = z
  .object({
    id: z.string(),
    ...InquiryFacts,
    status: z.enum(['unanswered', 'answered', 'completed']).describe('As it is now: `unanswered` waits again.'),
    level: Level.describe('The strongest step that had passed when the wait ended.'),
    startedAt: InstantOrNull.describe('When the wait that ended began; null: the customer never waited.'),
    endedAt: InstantOrNull,
    endedBy: z.enum(['shop_reply', 'answered_elsewhere', 'completed', 'message_deleted']).nullable(),
    flagAt: InstantOrNull.describe('Due instant of the first step of that wait.'),
    mailOwnerAt: InstantOrNull.describe('Due instant of the second step.'),
    breachAt: InstantOrNull.describe('Due instant of the third step.'),
    by: z
      .string()
      .nullable()
      .describe('Who answered, as far as anybody said so: elsewhere, as needing no reply, or had it in hand then.'),
    askedAt: InstantOrNull.describe('When the shop asked something that the customer has not answered.'),
  })
  .openapi('FinishedInquiry');

export function finishedInquiryJson(row: FinishedInquiry): z.output<typeof FinishedInquiryItem> {
  const { flag, owner_alert, breach } = row.due;
  const endedBy = FinishedInquiryItem.shape.endedBy.parse(row.endedBy);
  return { ...row, id: row.inquiry, endedBy, flagAt: flag, mailOwnerAt: owner_alert, breachAt: breach };
}
