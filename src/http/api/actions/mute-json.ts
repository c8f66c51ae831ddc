// api: a mute, or that an inquiry is in hand; whole, and in short.

import { z } from '@hono/zod-openapi';
import type { Instant as EpochMs } from '../../../core/model.ts';
import { Instant, InstantOrNull } from '../shapes.ts';

export const MuteJson = z
  .object({
    id: z.int(),
    kind: z.enum(['in_hand', 'mute']).describe('Both hold the owner’s mails back; steps pass all the same.'),
    shop: z.string(),
    inquiry: z.string().nullable().describe('Null: the whole shop.'),
    madeAt: Instant,
    until: Instant,
    why: z.string().describe('Empty when nothing was said.'),
    by: z.string(),
    liftedAt: InstantOrNull.describe('When it was ended before its time.'),
    liftedBy: z.string().nullable(),
    givenBy: z.string().nullable().describe('Who gave it into their hand; null: they took it themselves.'),
  })
  .openapi('Mute', {
    example: {
      id: 12,
      kind: 'in_hand',
      shop: 'sample-tea',
      inquiry: '373343-20260617-00000001o',
      madeAt: '2026-06-17T01:00:00.000Z',
      until: '2026-06-17T04:00:00.000Z',
      why: '',
      by: '佐藤',
      liftedAt: null,
      liftedBy: null,
      givenBy: null,
    },
  });

export const Held = z.object({ by: z.string(), until: Instant }).openapi('Held', {
  description: 'Who has it in hand or muted it, and until when.',
});

/** Null unless both are known. */
export function standingJson(by: string | null, until: EpochMs | null): z.output<typeof Held> | null {
  return by === null || until === null ? null : { by, until };
}
