// config: what a policy and an event of a request may hold beyond a shop file, and how each mistake is named.

import { describe, expect, test } from 'vitest';
import { parseRequestPolicy } from '../../../src/config/input/request-policy.ts';
import { parseThreadEvent } from '../../../src/config/input/thread-event.ts';
import { openZone } from '../../../src/core/time/zone.ts';

const CALENDARS = new Map([
  ['shop', { hasHours: false, neverStops: false }],
  ['always', { hasHours: true, neverStops: true }],
]);

describe('the policy of a request', () => {
  test('names its calendar, its time of day and its notices', () => {
    const read = parseRequestPolicy(
      {
        counting: 'day-end-shifted',
        flagAfter: '0d',
        dueTime: '19:00',
        counts: 'first',
        calendar: 'always',
        mailOwnerAfter: '1d',
        breachAfter: '2d',
        notices: [
          { before: '3h', of: 'breach', tell: ['staff'] },
          { after: '4d', tell: ['lead', 'ops'] },
        ],
      },
      CALENDARS,
    );
    expect(read).toMatchObject({
      after: { flag: { days: 0 } },
      dueTime: 19 * 60,
      counts: 'first',
      calendar: 'always',
      notices: [
        { before: { openMs: 3 * 3_600_000 }, of: 'breach', tell: ['staff'] },
        { after: { days: 4 }, tell: ['lead', 'ops'] },
      ],
    });
  });

  test.each<[unknown, string]>([
    [{ flagAfter: '0d' }, 'policy.flagAfter'],
    [{ counting: 'day-end-shifted', mailOwnerAfter: '0d' }, 'policy.mailOwnerAfter'],
    [{ counting: 'elapsed', dueTime: '19:00' }, 'policy.dueTime'],
    [{ dueTime: '24:00' }, 'policy.dueTime'],
    [{ dueTime: '7:00' }, 'policy.dueTime'],
    [{ calendar: 'nosuch' }, 'policy.calendar'],
    [{ counts: 'last' }, 'policy.counts'],
    [
      { calendar: 'always', flagAfter: '1h', mailOwnerAfter: '2h', breachAfter: '3h', dueTime: '19:00' },
      'policy.dueTime',
    ],
    [{ flagAfter: '1h', mailOwnerAfter: '2h', breachAfter: '3h' }, 'policy.flagAfter'],
    [{ notices: [{ at: 'flag' }] }, 'policy.notices[0].tell'],
    [{ notices: [{ at: 'flag', tell: [] }] }, 'policy.notices[0].tell'],
    [{ notices: [{ before: '3h', tell: ['staff'] }] }, 'policy.notices[0].of'],
    [{ notices: [{ at: 'flag', after: '2d', tell: ['staff'] }] }, 'policy.notices[0]'],
    [{ notices: [{ after: '0d', tell: ['staff'] }] }, 'policy.notices[0].after'],
    [{ notices: [{ after: '3h', tell: ['staff'] }] }, 'policy.notices[0].after'],
    [{ notices: [{ at: 'flagged', tell: ['staff'] }] }, 'policy.notices[0].at'],
  ])('%j is refused at %s', (value, path) => {
    const read = parseRequestPolicy(value, CALENDARS);
    expect('faults' in read && read.faults[0]?.message.split(':')[0]).toBe(path);
  });
});

describe('an event of a request', () => {
  const parse = (value: object) =>
    parseThreadEvent({ id: 'e', at: '2026-06-02T11:00:00+09:00', ...value }, openZone('Asia/Tokyo'), ['events', 0]);

  test('a date promises until its end, in the zone', () => {
    expect(parse({ type: 'promised', until: '2026-06-05' })).toMatchObject({
      event: { until: Date.parse('2026-06-06T00:00:00+09:00') },
    });
  });

  test('an answer elsewhere is told with how', () => {
    expect(parse({ type: 'answered_elsewhere', how: 'phone', seq: 3 })).toMatchObject({
      event: { type: 'answered_elsewhere', seq: 3 },
    });
  });

  test.each<[object, string]>([
    [{ type: 'promised' }, 'invalid-event'],
    [{ type: 'promised', until: '2026-06-02T11:00:00+09:00' }, 'invalid-event'],
    [{ type: 'promised', until: '2026-06-02T12:00:00' }, 'invalid-event'],
    [{ type: 'promised', until: '2026-02-30' }, 'invalid-event'],
    [{ type: 'promise_withdrawn' }, 'invalid-event'],
    [{ type: 'answer_withdrawn', promise: 'p' }, 'invalid-event'],
    [{ type: 'answered_elsewhere', how: 'fax' }, 'invalid-event'],
    [{ type: 'answered_elsewhere' }, 'invalid-event'],
    [{ type: 'promised', until: '2026-06-05', at: 'soon' }, 'invalid-instant'],
    [{ type: 'promises', until: '2026-06-05' }, 'invalid-event'],
  ])('%j is %s', (value, code) => {
    expect(parse(value)).toMatchObject({ code });
  });
});
