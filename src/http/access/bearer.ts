// access: the token in the header of a program. A proxy with a login of its own sends its Authorization on to us,
// so other schemes are none of our business.

import type { Context } from 'hono';

/** The token, possibly no good one, or null when none was sent. */
export function readBearer(c: Context): string | null {
  return /^bearer\b *(.*)$/i.exec(c.req.header('authorization') ?? '')?.[1]?.trim() ?? null;
}
