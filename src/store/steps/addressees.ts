// For whom a step is pending when it is raised: the rows of core/notifications/who-is-told.ts as SQL.

import { type RawBuilder, sql } from 'kysely';
import { type Audience, stepsToldTo } from '../../core/notifications/who-is-told.ts';

/** Whether they are told of such a step at all; `step` is an SQL expression. */
export function isTheirs(to: Audience, step: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${step} in (${sql.join(stepsToldTo(to).map((one) => sql.lit(one)))})`;
}
