// api: `at` of a query: the answer as it will be at a moment to come, if nobody answers and nothing new comes in.

import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Asked, allowedMoment } from '../../ahead.ts';
import { problem } from '../../problem.ts';

export const At = z
  .string()
  .optional()
  .openapi({ type: 'string', example: '2027-01-04' })
  .describe(
    'A moment to come, at most 366 days ahead: a date, whose start it is (in the shop’s zone; over all shops in that of ' +
      '`service.yaml`), or an instant. The answer is as it will be then if nobody answers and nothing new comes in; how ' +
      'fresh a source is and how goals stand is told of now. Left out: now.',
  );

export const AtQuery = z.object({ at: At });

/** 400 with the place, what was found and what is allowed. */
export function refusedAt(c: Context, { found, limits }: Extract<Asked, { found: string }>): Response {
  const allowed = allowedMoment(limits);
  return problem(c, 400, 'invalid-at', `at: found ${found}; allowed: ${allowed}`, {
    faults: [{ path: 'at', allowed }],
  });
}
