// core: whether a channel is open to customers, and what is odd about that.

import { expect, test } from 'vitest';
import { presenceOf } from '../../../src/core/presence/presence.ts';

const TODAY = 1_000_000;
const said = (isAccepting: boolean, at = TODAY) => ({ isAccepting, at, by: '佐藤' });

test.each([
  ['within its hours', { isInHours: true }, true, null],
  ['outside of them', { isInHours: false }, false, null],
  ['outside of them, and somebody waits', { isInHours: false, waiting: 3 }, false, null],
  ['within them, and somebody waits', { isInHours: true, waiting: 1 }, true, 'no-answer'],
  ['closed by somebody', { isInHours: true, said: said(false) }, false, 'closed-in-hours'],
  [
    'closed by somebody, and somebody waits',
    { isInHours: true, said: said(false), waiting: 1 },
    false,
    'closed-in-hours',
  ],
  ['closed by somebody outside of them', { isInHours: false, said: said(false) }, false, null],
  ['opened by somebody outside of them', { isInHours: false, said: said(true) }, true, null],
  ['opened so, and somebody waits', { isInHours: false, said: said(true), waiting: 1 }, true, 'no-answer'],
  ['closed by somebody the day before', { isInHours: true, said: said(false, TODAY - 1) }, true, null],
] as const)('%s', (_, facts, isAccepting, matter) => {
  const presence = presenceOf({ said: null, startOfToday: TODAY, waiting: 0, ...facts });
  expect(presence).toMatchObject({ isAccepting, matter });
});

test('what was said the day before is not said any more', () => {
  const facts = { startOfToday: TODAY, isInHours: true, waiting: 0 };
  expect(presenceOf({ ...facts, said: said(false, TODAY - 1) }).said).toBeNull();
  expect(presenceOf({ ...facts, said: said(false) }).said).toEqual(said(false));
});
