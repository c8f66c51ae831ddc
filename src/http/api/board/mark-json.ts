// api: a mark of 返信不要, no reply needed.

import { z } from '@hono/zod-openapi';
import { Instant, InstantOrNull } from '../shapes.ts';

export const MarkJson = z
  .object({
    id: z.int(),
    at: Instant.describe('When it ended the wait.'),
    by: z.string(),
    why: z.string().nullable(),
    endsWait: z.boolean().describe('Whether a wait is ended by it now; not once it was undone.'),
    undoneAt: InstantOrNull,
    undoneBy: z.string().nullable().describe('Empty when a message turned up that was written before the mark.'),
  })
  .openapi('NoReplyNeeded', {
    example: {
      id: 3,
      at: '2026-06-17T02:00:00.000Z',
      by: '佐藤',
      why: 'お礼のみ',
      endsWait: true,
      undoneAt: null,
      undoneBy: null,
    },
  });
