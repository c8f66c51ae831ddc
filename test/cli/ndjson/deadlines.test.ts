import { describe, expect, test } from 'vitest';
import { deadlines } from '../../../src/cli/ndjson/deadlines.ts';
import { testIo } from '../io.ts';

async function ask(...requests: readonly object[]): Promise<Record<string, unknown>[]> {
  const io = testIo(...requests.map((request) => `${JSON.stringify(request)}\n`));
  await deadlines(io);
  return io.lines().map((line) => JSON.parse(line));
}

const AT = '2026-06-01T10:00:00+09:00';

describe('deadlines', () => {
  test('everything left out: Asia/Tokyo, closed on Saturday, Sunday and holidays, the default policy', async () => {
    expect(await ask({ id: 'a', startedAt: AT })).toEqual([
      {
        id: 'a',
        flagAt: '2026-06-02T15:00:00.000Z',
        mailOwnerAt: '2026-06-03T15:00:00.000Z',
        breachAt: '2026-06-04T15:00:00.000Z',
        provisional: false,
      },
    ]);
  });

  test('the same calendar again gives the same answer, another one its own', async () => {
    const open = { weeklyClosed: [], nationalHolidays: 'none' };
    const answers = await ask(
      { calendar: open, startedAt: '2026-06-05T10:00:00+09:00' },
      { startedAt: '2026-06-05T10:00:00+09:00' },
      { calendar: open, startedAt: '2026-06-05T10:00:00+09:00' },
      { calendar: open, startedAt: '2026-06-05T10:00:00+09:00', timeZone: 'UTC' },
    );
    expect(answers.map(({ flagAt }) => flagAt)).toEqual([
      '2026-06-06T15:00:00.000Z',
      '2026-06-08T15:00:00.000Z',
      '2026-06-06T15:00:00.000Z',
      '2026-06-07T00:00:00.000Z',
    ]);
  });

  test.each([
    [
      'the zone and the calendar before the policy',
      { timeZone: 'Mars/Olympus', policy: {}, startedAt: 'x' },
      'invalid-calendar',
    ],
    ['an offset is no zone', { timeZone: '+09:00', startedAt: AT }, 'invalid-calendar'],
    ['null is no calendar', { calendar: null, startedAt: AT }, 'invalid-calendar'],
    ['the policy before the instant', { policy: { flagAfter: '1h' }, startedAt: 'x' }, 'invalid-policy'],
    ['null is no policy', { policy: null, startedAt: AT }, 'invalid-policy'],
    [
      'the instant before counting',
      { calendar: { weeklyClosed: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } },
      'invalid-instant',
    ],
    ['a year before 1900', { startedAt: '1899-12-31T23:59:59Z' }, 'invalid-instant'],
    ['a year after 2199', { startedAt: '2200-01-01T00:00:00+09:00' }, 'invalid-instant'],
    ['a number', { startedAt: 1_780_000_000_000 }, 'invalid-instant'],
    [
      'a deadline beyond all tables',
      {
        calendar: { hours: ['09:00-09:01'], nationalHolidays: 'none' },
        policy: { flagAfter: '1h', mailOwnerAfter: '2h', breachAfter: '9999h' },
        startedAt: AT,
      },
      'invalid-policy',
    ],
    ['an unknown key', { startedAt: AT, timezone: 'UTC' }, 'invalid-request'],
  ])('%s', async (_, request, code) => {
    expect(await ask(request)).toMatchObject([{ error: { code } }]);
  });

  test('lists nested without end spoil only their own line', async () => {
    const deep = `{"id":1,"calendar":${'['.repeat(100_000)}${']'.repeat(100_000)},"startedAt":"${AT}"}\n`;
    const io = testIo(deep, `{"id":2,"startedAt":"${AT}"}\n`);
    expect(await deadlines(io)).toBe(1);
    expect(io.lines().map((line) => JSON.parse(line))).toMatchObject([
      { id: 1, error: { code: 'invalid-calendar' } },
      { id: 2, provisional: false },
    ]);
  });

  test('the message says where, what was found and what is allowed, for the first three faults', async () => {
    const [answer] = await ask({
      calendar: { closed: [{ on: '2026-02-30' }], cutoff: 9, weeklyclosed: [], x: 1 },
      startedAt: AT,
    });
    expect(answer).toHaveProperty('error.message', expect.stringContaining('did you mean "weeklyClosed"?'));
    expect(answer).toHaveProperty('error.message', expect.stringMatching(/ \| and 1 more$/));
  });

  test('the first and the last year are answered', async () => {
    const answers = await ask({ startedAt: '1900-01-01T00:00:00+09:00' }, { startedAt: '2199-12-31T23:59:59+09:00' });
    for (const answer of answers) expect(answer).not.toHaveProperty('error');
  });
});
