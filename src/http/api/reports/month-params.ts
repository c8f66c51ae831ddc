// api: the month in the path of a report.

import { z } from '@hono/zod-openapi';
import { MONTHS_ALLOWED, parseMonth } from '../../../core/reports/month.ts';

export const MonthParams = z.object({
  month: z
    .string()
    .transform((text, { addIssue }) => {
      const month = parseMonth(text);
      if (month !== null) return month;
      addIssue(MONTHS_ALLOWED);
      return z.NEVER;
    })
    .openapi({ type: 'string', description: `A month in the shop’s zone, ${MONTHS_ALLOWED}.`, example: '2026-06' }),
});
