// What a contact does not want to be told (RULES.md 9.4), and what is told all the same.

import { expect, test } from 'vitest';
import { QUIET_KINDS, quietKindOf, whoWants } from '../../../src/core/notifications/quiet.ts';

const L = { days: 1 };

test.each([
  [{ before: L, of: 'flag' }, 'before'],
  [{ before: L, of: 'owner_alert' }, 'before'],
  [{ before: L, of: 'breach' }, 'before'],
  [{ before: L, of: 'promise' }, null],
  [{ at: 'flag' }, 'flag'],
  [{ at: 'owner_alert' }, 'owner_alert'],
  [{ at: 'breach' }, null],
  [{ at: 'promise' }, null],
  [{ after: L }, null],
] as const)('%j is silenced by %s', (time, kind) => {
  expect(quietKindOf(time)).toBe(kind);
});

test.each(QUIET_KINDS)('who is quiet about %s is left out of it alone', (kind) => {
  const quietOf = (contact: string) => (contact === 'staff' ? [kind] : []);
  const left = QUIET_KINDS.filter((other) => !whoWants(['staff', 'lead', 'ops'], other, quietOf).includes('staff'));
  expect(left).toEqual([kind]);
  expect(whoWants(['staff', 'lead', 'ops'], kind, quietOf)).toEqual(['lead', 'ops']);
  expect(whoWants(['staff'], null, quietOf)).toEqual(['staff']);
});
