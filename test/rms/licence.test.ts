import { expect, test } from 'vitest';
import { licenceWarning } from '../../src/rms/licence.ts';
import { inQuietWindow, quietUntil } from '../../src/rms/maintenance.ts';
import { jst } from './support.ts';

const END = jst('2027-02-18T23:59:59');

test.each([
  ['2027-02-03T23:59:59', null],
  ['2027-02-04T00:00:00', 14],
  ['2027-02-10T12:00:00', 14],
  ['2027-02-11T00:00:00', 7],
  ['2027-02-15T00:00:00', 3],
  ['2027-02-16T23:00:00', 3],
  ['2027-02-17T00:00:00', 1],
  ['2027-02-18T00:00:00', 0],
  ['2027-02-18T23:59:59', 0],
  ['2027-03-01T00:00:00', 0],
])('at %s the licence warning is %s', (now, expected) => {
  expect(licenceWarning(END, jst(now))).toBe(expected);
});

test.each([
  ['2026-06-14T01:59:59', null, 'Sunday, before'],
  ['2026-06-14T02:00:00', '2026-06-14T09:00:00', 'Sunday'],
  ['2026-06-14T08:45:00', '2026-06-14T09:00:00', 'Sunday, the usual end'],
  ['2026-06-14T09:00:00', null, 'Sunday, still failing at nine is mailed'],
  ['2026-06-14T23:00:00', null, 'Sunday evening'],
  ['2026-06-15T02:30:00', '2026-06-15T09:00:00', 'the night from Sunday to Monday'],
  ['2026-06-16T02:30:00', null, 'Tuesday'],
  ['2026-06-13T02:30:00', null, 'Saturday'],
])('a failure at %s is quiet until %s (%s)', (now, until, _why) => {
  expect(quietUntil(jst(now))).toBe(until === null ? null : jst(until));
  expect(inQuietWindow(jst(now))).toBe(until !== null);
});
