import { describe, expect, test } from 'vitest';
import { replay } from '../../../src/cli/ndjson/replay.ts';
import { testIo } from '../io.ts';

async function ask(request: object): Promise<Record<string, unknown>> {
  const io = testIo(JSON.stringify(request));
  await replay(io);
  return JSON.parse(io.lines()[0]!);
}

const MESSAGE = { type: 'customer_message', id: 'm0', at: '2026-06-01T10:00:00+09:00' };
const REPLY = { type: 'shop_reply', id: 'r0', at: '2026-06-03T00:00:00+09:00' };

describe('replay', () => {
  test('an episode answered at the due instant of the flag has passed it', async () => {
    expect(await ask({ id: 'b', events: [REPLY, MESSAGE, MESSAGE], now: '2026-06-05T00:00:00+09:00' })).toEqual({
      id: 'b',
      status: 'answered',
      episodes: [
        {
          startedAt: '2026-06-01T01:00:00.000Z',
          endedAt: '2026-06-02T15:00:00.000Z',
          endedBy: 'shop_reply',
          flagAt: '2026-06-02T15:00:00.000Z',
          mailOwnerAt: '2026-06-03T15:00:00.000Z',
          breachAt: '2026-06-04T15:00:00.000Z',
          provisional: false,
          flagged: true,
          flagUp: false,
          ownerAlertDue: false,
          breached: false,
          breachedWhileCompleted: false,
        },
      ],
    });
  });

  test('events after now are ignored', async () => {
    const answer = await ask({ events: [MESSAGE, REPLY], now: '2026-06-02T12:00:00+09:00' });
    expect(answer).toMatchObject({ status: 'unanswered', episodes: [{ endedAt: null, endedBy: null, flagUp: false }] });
  });

  test('no customer message, no episode', async () => {
    expect(await ask({ events: [], now: '2026-06-02T12:00:00+09:00' })).toMatchObject({
      status: 'answered',
      episodes: [],
    });
  });

  test('a breach that passed while completed is told, and not counted', async () => {
    const events = [
      MESSAGE,
      { type: 'completed', id: 'c', at: '2026-06-02T10:00:00+09:00' },
      { type: 'reopened', id: 'u', at: '2026-06-08T10:00:00+09:00' },
    ];
    expect(await ask({ events, now: '2026-06-09T10:00:00+09:00' })).toMatchObject({
      status: 'unanswered',
      episodes: [{ flagUp: true, ownerAlertDue: true, breached: false, breachedWhileCompleted: true }],
    });
  });

  test('RMS’s reply 10 answers its message 9 of the same second, and 完了 of that second ends nothing', async () => {
    const at = REPLY.at;
    const events = [
      { type: 'completed', id: 'c', at },
      { type: 'shop_reply', id: 'r10', at, seq: 10 },
      { type: 'customer_message', id: 'r9', at, seq: 9 },
    ];
    expect(await ask({ events, now: '2026-06-09T10:00:00+09:00' })).toMatchObject({
      status: 'completed',
      episodes: [{ endedBy: 'shop_reply', flagged: false, breached: false }],
    });
  });

  test('a reopened thread is not completed any more, whoever wrote meanwhile', async () => {
    const events = [
      MESSAGE,
      { type: 'completed', id: 'c', at: '2026-06-01T11:00:00+09:00' },
      { type: 'shop_reply', id: 'r', at: '2026-06-01T12:00:00+09:00' },
      { type: 'reopened', id: 'u', at: '2026-06-01T13:00:00+09:00' },
    ];
    expect(await ask({ events, now: '2026-06-09T10:00:00+09:00' })).toMatchObject({
      status: 'answered',
      episodes: [{ endedBy: 'completed', endedAt: '2026-06-01T02:00:00.000Z' }],
    });
  });

  test('a seq that is no whole number is refused with place, found and allowed', async () => {
    expect(await ask({ events: [MESSAGE, { ...REPLY, seq: -1 }], now: MESSAGE.at })).toMatchObject({
      error: {
        code: 'invalid-event',
        message: expect.stringMatching(/^events\[1\]\.seq: found -1; allowed: a whole number from 0 to \d+$/),
      },
    });
  });

  test.each([
    ['no now', { events: [] }, 'invalid-instant'],
    ['now before the events', { events: 'x', now: 'x' }, 'invalid-instant'],
    ['no events', { now: MESSAGE.at }, 'invalid-event'],
    ['an event with a bad instant', { events: [{ ...MESSAGE, at: '2026-06-01' }], now: MESSAGE.at }, 'invalid-instant'],
    ['an event without id', { events: [{ ...MESSAGE, id: undefined }], now: MESSAGE.at }, 'invalid-event'],
    [
      'no business day',
      { events: [MESSAGE], now: MESSAGE.at, calendar: { closed: [{ every: '01-01..12-31' }] } },
      'no-business-day',
    ],
    ['a bad policy before a bad event', { events: [{}], now: 'x', policy: { counting: '' } }, 'invalid-policy'],
  ])('%s', async (_, request, code) => {
    expect(await ask({ id: 7, ...request })).toMatchObject({ id: 7, error: { code } });
  });

  test('the fault of an event names its place in the list', async () => {
    const answer = await ask({ events: [MESSAGE, { ...REPLY, type: 'shop-reply' }], now: MESSAGE.at });
    expect(answer).toHaveProperty(
      'error.message',
      expect.stringMatching(/^events\[1\]\.type: found "shop-reply".*did you mean "shop_reply"\?$/),
    );
  });
});
