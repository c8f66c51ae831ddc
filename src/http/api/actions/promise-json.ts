// api: a promise, and an answer given elsewhere. Field names are public interface (CONTRACT.md).

import { z } from '@hono/zod-openapi';
import { ANSWER_WAYS, PROMISE_REASONS } from '../../../core/model.ts';
import { Instant, InstantOrNull } from '../shapes.ts';

export const PromiseJson = z
  .object({
    id: z.string().describe('Of its event.'),
    madeAt: Instant,
    until: Instant,
    by: z.string().nullable().describe('Who made it; null where nobody said.'),
    reason: z.enum(PROMISE_REASONS).nullable(),
    endedAt: InstantOrNull.describe('When it was fulfilled, taken back or cancelled, also after `until`.'),
    endedBy: z.enum(['shop_reply', 'answered_elsewhere', 'completed', 'withdrawn']).nullable(),
    extends: z.string().nullable().describe('The promise whose date it moved.'),
    state: z.enum(['standing', 'kept', 'broken', 'extended', 'withdrawn']),
  })
  .openapi('Promise', {
    example: {
      id: 'promised:1',
      madeAt: '2026-06-17T02:05:00.000Z',
      until: '2026-06-19T15:00:00.000Z',
      by: '佐藤',
      reason: 'maker',
      endedAt: null,
      endedBy: null,
      extends: null,
      state: 'standing',
    },
  });

export const AnswerJson = z
  .object({
    id: z.string().describe('Of its event.'),
    at: Instant,
    how: z.enum(ANSWER_WAYS),
    by: z.string().nullable(),
  })
  .openapi('AnsweredElsewhere', {
    example: { id: 'answered:1', at: '2026-06-17T02:00:00.000Z', how: 'phone', by: '佐藤' },
  });
