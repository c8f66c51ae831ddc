// core: local time. Trap: gaps and repeats, also at midnight, also of whole dates; held against Temporal itself.

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { at, day } from '../shop.ts';
import { referenceInstantOf } from '../steps/reference.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the instant of a local time', () => {
  test.each([
    ['Asia/Tokyo', '2026-06-01', 10 * HOUR, '2026-06-01T01:00:00.000Z', 'an ordinary time'],
    ['America/New_York', '2026-03-08', 2.5 * HOUR, '2026-03-08T07:00:00.000Z', 'a missing time: the first that exists'],
    ['America/New_York', '2026-11-01', 1.5 * HOUR, '2026-11-01T05:30:00.000Z', 'an ambiguous time: the earlier'],
    ['Australia/Lord_Howe', '2026-10-04', 2.25 * HOUR, '2026-10-03T15:30:00.000Z', 'a gap of half an hour'],
    ['Australia/Lord_Howe', '2026-04-05', 1.75 * HOUR, '2026-04-04T14:45:00.000Z', 'half an hour twice'],
    ['Asia/Beirut', '2026-03-29', 0, '2026-03-28T22:00:00.000Z', 'a missing midnight'],
    ['America/Sao_Paulo', '2018-11-04', 0, '2018-11-04T03:00:00.000Z', 'a missing midnight'],
    ['Atlantic/Azores', '2026-03-29', 0.5 * HOUR, '2026-03-29T01:00:00.000Z', 'a missing first hour'],
    ['America/St_Johns', '2010-11-07', 0, '2010-11-07T02:30:00.000Z', 'a midnight that comes twice'],
    ['Pacific/Apia', '2011-12-30', 12 * HOUR, '2011-12-30T10:00:00.000Z', 'a time on a date that was skipped'],
    ['Africa/Monrovia', '1960-01-01', 0, '1960-01-01T00:44:30.000Z', 'an offset with seconds'],
    ['Asia/Tokyo', '2026-06-01', 24 * HOUR, '2026-06-01T15:00:00.000Z', '24:00'],
  ])('%s %s + %i ms is %s (%s)', (name, date, wallMs, utc) => {
    expect(isoUtc(openZone(name).instantOf(day(date), wallMs))).toBe(utc);
  });

  test('a date that the zone skipped starts where the next one starts', () => {
    const apia = openZone('Pacific/Apia');
    expect(apia.startOfDay(day('2011-12-30'))).toBe(apia.startOfDay(day('2011-12-31')));
    expect(apia.localDay(at('2011-12-30T09:59:59.999Z'))).toBe(day('2011-12-29'));
    expect(apia.localDay(at('2011-12-30T10:00:00.000Z'))).toBe(day('2011-12-31'));
  });
});

describe('a zone', () => {
  test('agrees with Temporal on dates, times and offsets at random instants, transitions most of all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (name, instant) => {
        const zone = openZone(name);
        const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
        expect(zone.offsetAt(instant)).toBe(local.offsetNanoseconds / 1e6);
        expect(zone.localDay(instant)).toBe(day(local.toPlainDate().toString()));
        expect(zone.localMs(instant)).toBe(local.toPlainTime().since('00:00').total('milliseconds'));
        expect(zone.startOfDay(zone.localDay(instant))).toBe(local.startOfDay().epochMilliseconds);
      }),
      { numRuns: 120 },
    );
  });

  test('agrees with Temporal on the instant of every local time near a transition', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, fc.nat(47), (name, near, halfHours) => {
        const zone = openZone(name);
        const [change = near] = zone.transitions(near, near + 400 * 24 * HOUR);
        const date = zone.localDay(change) + (halfHours % 3) - 1;
        expect(zone.instantOf(date, halfHours * 30 * MINUTE)).toBe(
          referenceInstantOf(name, date, halfHours * 30 * MINUTE),
        );
      }),
      { numRuns: 120 },
    );
  });

  test('answers the same whatever was asked before', () => {
    const zone = openZone('Europe/Berlin');
    const first = zone.offsetAt(at('2026-07-01T00:00Z'));
    zone.offsetAt(at('1901-01-01T00:00Z'));
    zone.offsetAt(at('2199-07-01T00:00Z'));
    expect(zone.offsetAt(at('2026-07-01T00:00Z'))).toBe(first);
  });

  test('has its usual spelling however it is written', () => {
    expect(openZone('asia/tokyo').name).toBe('Asia/Tokyo');
  });

  test.each(['Mars/Olympus_Mons', '', '+09:00', '2026-06-01T00:00[Asia/Tokyo]', 'JST+9', 'Asia'])(
    '%j is refused',
    (name) => expect(() => openZone(name)).toThrow(RangeError),
  );
});

const ZONES = [
  'Asia/Tokyo',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Europe/Berlin',
  'Europe/Amsterdam',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Monrovia',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Antarctica/Troll',
];

const instants = fc.integer({ min: Date.UTC(1905, 0, 1), max: Date.UTC(2190, 0, 1) });
