// The answer to `at` that names no moment that can be shown.

import type { Context } from 'hono';
import type { AccessEnv } from '../../access/principal.ts';
import type { Asked } from '../../ahead.ts';
import { type PageParts, page, viewOf } from '../page.tsx';
import { AheadRefused } from './parts.tsx';

export function refusedMoment(
  parts: Pick<PageParts, 'service'>,
  c: Context<AccessEnv>,
  asked: Extract<Asked, { found: string }>,
): Response {
  return page(c, <AheadRefused view={viewOf(parts, c)} {...asked} />, 400);
}
