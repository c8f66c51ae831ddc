// What is not well, judged from facts alone: every part that did not answer, stood still, or waits for a person.

import { describe, expect, test } from 'vitest';
import { openZone } from '../../../../src/core/time/zone.ts';
import type { MachineState } from '../../../../src/service/monitoring/watch-machine.ts';
import {
  countOf,
  type HealthFacts,
  isWellHere,
  isWorking,
  judge,
  type MatterKind,
  mattersOf,
} from '../../../../src/service/status/health/matters.ts';
import { matterInWords } from '../../../../src/service/status/health/words.ts';
import type { StoredHealth } from '../../../../src/store/status/health.ts';
import { at } from '../../../support/service.ts';

const NOW = at('2026-11-28T13:01:00+09:00');
const zone = openZone('Asia/Tokyo');
const MINUTE = 60_000;

const STORED: StoredHealth = {
  workerAt: NOW - 20_000,
  sourceAt: NOW - 20_000,
  isReading: false,
  polled: 2,
  toRead: 2,
  newestReadAt: NOW - MINUTE,
  unknown: [],
  licenceEnding: [],
  licenceUnreadable: [],
  calendarFailing: [],
  calendarHeld: [],
  brokenSince: null,
  heldSince: null,
  held: null,
  undeliverable: {},
  gone: [],
  proof: { day: '2026-11-27', missing: 0, late: 0 },
  firstRevisionAt: at('2026-11-01T00:00:00+09:00'),
  clockJumpAt: null,
  canary: null,
};

const WELL: HealthFacts = {
  now: NOW,
  realMs: (ms) => ms,
  zone,
  stored: STORED,
  notBegun: [],
  hasCanary: false,
  queue: { ok: true, since: null, error: null },
  mail: { ok: true, reason: null },
  files: null,
  machine: null,
  here: null,
  stuck: [],
};

const kinds = (facts: HealthFacts): MatterKind[] => judge(facts).map(({ kind }) => kind);
const stored = (more: Partial<StoredHealth>): HealthFacts => ({ ...WELL, stored: { ...STORED, ...more } });
const machine = (more: Partial<MachineState>): HealthFacts => ({
  ...WELL,
  machine: { disk: null, drift: null, vacuum: null, ...more },
});
const canary = (found: StoredHealth['canary']): HealthFacts => ({ ...stored({ canary: found }), hasCanary: true });
const words = (facts: HealthFacts, language: 'ja' | 'en' = 'ja') =>
  judge(facts).map((matter) => matterInWords(matter, language, { now: NOW, zone }));

test('nothing is said when every part is well', () => {
  expect(judge(WELL)).toEqual([]);
  expect([isWorking(WELL), isWellHere(WELL)]).toEqual([true, true]);
});

describe('the worker', () => {
  test.each<[string, number | null, MatterKind[]]>([
    ['120 s ago', NOW - 120_000, []],
    ['more than 120 s ago', NOW - 120_001, ['worker']],
    ['never', null, ['worker']],
    ['in a time that lies ahead: another clock, not a round of just now', NOW + 120_001, ['worker', 'clock']],
  ])('whose last round was %s', (_, workerAt, found) => {
    expect(kinds(stored({ workerAt }))).toEqual(found);
    expect(isWorking(stored({ workerAt }))).toBe(found.length === 0);
  });

  test('that stopped is told with its time, with the date on another day; never is never', () => {
    expect(words(stored({ workerAt: at('2026-11-28T12:55:00+09:00') }))).toEqual([
      '期限の監視が12:55から止まっています。',
    ]);
    expect(words(stored({ workerAt: at('2026-11-27T20:00:00+09:00') }))).toEqual([
      '期限の監視が11/27(金) 20:00から止まっています。',
    ]);
    expect(words(stored({ workerAt: null }))).toEqual([
      '期限の監視処理がまだ一度も動いていません。期限は監視されていません。',
    ]);
    expect(words(stored({ workerAt: null }), 'en')).toEqual([
      'No worker has ever made its round. Deadlines are not watched.',
    ]);
  });

  test('counts in real time on an accelerated clock', () => {
    const fast = { ...stored({ workerAt: NOW - 60 * MINUTE }), realMs: (ms: number) => ms / 1_000 };
    expect(kinds(fast)).toEqual([]);
  });

  test('of this process that has just started is starting; that never ends a round is not', () => {
    const old = stored({ workerAt: NOW - 8 * 60 * MINUTE });
    expect(kinds({ ...old, here: { ageMs: null, openMs: 5_000 } })).toEqual(['starting']);
    expect(kinds({ ...old, here: { ageMs: null, openMs: 90_000 } })).toEqual(['worker', 'here']);
    expect(kinds({ ...WELL, here: { ageMs: null, openMs: 5_000 } })).toEqual([]);
    expect(isWellHere({ ...WELL, here: { ageMs: null, openMs: 5_000 } })).toBe(false);
  });

  test('of this process that stands still is told while others work', () => {
    expect(kinds({ ...WELL, here: { ageMs: 90_000, openMs: 900_000 } })).toEqual(['here']);
    expect(isWellHere({ ...WELL, here: { ageMs: 89_999, openMs: 900_000 } })).toBe(true);
  });
});

describe('what reads sources', () => {
  const dead = { sourceAt: NOW - 6 * MINUTE, newestReadAt: NOW - 7 * MINUTE };
  test('dead while the worker lives', () => {
    expect(words(stored(dead))).toEqual(['読み取り処理が12:55から止まっています。']);
  });
  test('is not missed where nothing is to be read, and not while it reads', () => {
    expect(kinds(stored({ ...dead, polled: 0, toRead: 0 }))).toEqual([]);
    expect(kinds(stored({ ...dead, isReading: true }))).toEqual([]);
  });
  test('that never ran, with shops nobody has begun to read', () => {
    const never = {
      ...stored({ sourceAt: null, newestReadAt: null, polled: 0, toRead: 0 }),
      notBegun: ['tea', 'kimono'],
    };
    expect(words(never)).toEqual(['読み取り処理はまだ一度も動いていません。', '状況が分からない店舗 2店舗']);
  });
  test('of the release before leaves no sign: there what was read speaks', () => {
    expect(kinds(stored({ sourceAt: null }))).toEqual([]);
  });
});

test.each<[string, HealthFacts, MatterKind[]]>([
  ['a database that does not answer', { ...WELL, stored: null }, ['database']],
  ['a queue', { ...WELL, queue: { ok: false, since: null, error: 'x' } }, ['queue']],
  ['mails that cannot be sent', { ...WELL, mail: { ok: false, reason: '535', toldNobody: true } }, ['mail']],
  ['mails in files', { ...WELL, mail: { ok: true, reason: null, state: 'files only', toldNobody: true } }, ['files']],
  ['a shop never read', stored({ unknown: ['tea'] }), ['unknown']],
  ['broken files, as another process sees them', stored({ brokenSince: NOW }), ['broken']],
  ['a held edit', stored({ heldSince: NOW, held: { shops: ['tea'], inquiries: 31, confirmAbove: 20 } }), ['held']],
  ['licences', stored({ licenceEnding: ['a'], licenceUnreadable: ['b'] }), ['licence-ending', 'licence-unreadable']],
  ['calendars', stored({ calendarFailing: ['a'], calendarHeld: ['b'] }), ['calendar-failing', 'calendar-held']],
  ['mails given up', stored({ undeliverable: { tea: 2, '': 1 } }), ['undeliverable']],
  ['shops that are configured no more', stored({ gone: ['old'] }), ['gone']],
  ['a jump of the clock', stored({ clockJumpAt: NOW - 60 * MINUTE }), ['clock']],
  ['a jump of two days ago', stored({ clockJumpAt: NOW - 48 * 60 * MINUTE }), []],
  ['a clock that is not RMS’s', machine({ drift: 'RMS +62 s' }), ['clock']],
  ['a disk that is almost full', machine({ disk: '900 MiB / 99999 MiB' }), ['disk']],
  ['tables that are not cleared', machine({ vacuum: 'episode' }), ['vacuum']],
  ['a canary that did not arrive', canary({ day: '2026-11-28', overdue: true }), ['canary']],
  ['one that is under way, or has arrived', canary({ day: '2026-11-28', overdue: false }), []],
  ['none begun today', canary({ day: '2026-11-27', overdue: false }), ['canary']],
  ['none ever', canary(null), []],
  ['one that nobody asks for any more', stored({ canary: { day: '2026-11-28', overdue: true } }), []],
  ['a proof that differs', stored({ proof: { day: '2026-11-27', missing: 1, late: 0 } }), ['proof-differs']],
  ['a proof that was not made', stored({ proof: { day: '2026-11-26', missing: 0, late: 0 } }), ['proof-missing']],
  ['no proof of a new installation', stored({ proof: null, firstRevisionAt: NOW - MINUTE }), []],
  ['no proof of an old one', stored({ proof: null }), ['proof-missing']],
])('%s', (_, facts, found) => {
  expect(kinds(facts)).toEqual(found);
});

test('a proof has until seven in the morning', () => {
  const proof = { day: '2026-11-26', missing: 0, late: 0 };
  const early = at('2026-11-28T06:59:00+09:00');
  expect(kinds({ ...stored({ proof, workerAt: early, sourceAt: early }), now: early })).toEqual([]);
});

test('somebody of some shops sees what concerns them, and no reason of a server', () => {
  const facts: HealthFacts = {
    ...stored({
      unknown: ['tea', 'kimono'],
      undeliverable: { tea: 2, '': 1 },
      gone: ['old'],
      licenceEnding: ['kimono'],
      proof: { day: '2026-11-27', missing: 1, late: 0 },
    }),
    mail: { ok: false, reason: '535 mallory@example.com' },
  };
  const own = mattersOf(judge(facts), (shop) => shop === 'tea');
  expect(own.map((one) => [one.kind, countOf(one), one.reason])).toEqual([
    ['mail', 0, null],
    ['unknown', 1, null],
    ['undeliverable', 2, null],
  ]);
});
