// api: a group of shops in a query, and that there is none of that name.

import type { Context } from 'hono';
import type { Service } from '../../service/service.ts';
import { principalOf } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import { problem } from '../problem.ts';
import { groupsSeen } from '../seen-shops.ts';
import { fitting } from './shapes.ts';

export const GroupName = fitting(/^.{1,60}$/u, 'the name of a group, 1 to 60 characters').openapi({
  description: 'Only the shops of this group, as `group` of their files names it.',
  example: 'tokyo-team',
});

const MOST_NAMED = 10;

/** What is allowed are the groups of which the token sees a shop. */
export function unknownGroup(c: Context<AccessEnv>, service: Pick<Service, 'config'>): Response {
  const known = groupsSeen(service, principalOf(c));
  const named = known.slice(0, MOST_NAMED).join(', ') + (known.length > MOST_NAMED ? ', …' : '');
  const allowed = named === '' ? 'there are no groups' : named;
  return problem(c, 400, 'invalid-group', `group: ${allowed}`, { faults: [{ path: 'group', allowed }] });
}
