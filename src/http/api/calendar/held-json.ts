// api: who has something in hand or muted it, in short.

import { z } from '@hono/zod-openapi';
import type { Instant as EpochMs } from '../../../core/model.ts';
import { Instant } from '../shapes.ts';

export const Held = z.object({ by: z.string(), until: Instant }).openapi('Held', {
  description: 'Who has it in hand or muted it, and until when.',
});

/** Null unless both are known. */
export function heldOf(by: string | null, until: EpochMs | null): z.output<typeof Held> | null {
  return by === null || until === null ? null : { by, until };
}
