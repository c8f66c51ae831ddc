// Calendars that go wrong in the ways in which calendars do.

import fc from 'fast-check';
import { createRandom } from '../simulate/random.ts';

const VALUES = [
  '',
  'None',
  '00010101',
  '99991231',
  '20261232',
  '20260229',
  '20261229T000000Z',
  '20261229T246060',
  '20261228T150000Z',
  '-20261229',
  'P1W',
  'P900000000000000W',
  'PT1S',
  '-P5D',
  'P999999999D',
  'FREQ=DAILY',
  'FREQ=DAILY;COUNT=999999999999999',
  'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1,1',
  'FREQ=YEARLY;BYWEEKNO=53,-53;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MONTHLY;INTERVAL=999999999999999',
  'FREQ=WEEKLY;BYDAY=5MO',
  'FREQ=SECONDLY;COUNT=9999999',
  'freq=weekly;byday=mo, we ;until=20270102t150000z;',
  'FREQ=DAILY;UNTIL=99991231T235959Z;INTERVAL=1',
  'TRUE',
  'CANCELLED',
  '9'.repeat(400),
  '🎄\ud83c',
  '\0',
  ';=:",',
] as const;
const NAMES = [
  'DTSTART',
  'DTSTART;VALUE=DATE',
  'DTSTART;TZID=Asia/Tokyo',
  'DTSTART;TZID="No/Where"',
  'DTEND',
  'DTEND;VALUE=DATE',
  'DURATION',
  'RRULE',
  'EXRULE',
  'RDATE',
  'RDATE;VALUE=PERIOD',
  'EXDATE',
  'EXDATE;TZID=America/New_York',
  'RECURRENCE-ID',
  'RECURRENCE-ID;RANGE=THISANDFUTURE',
  'UID',
  'SEQUENCE',
  'DTSTAMP',
  'STATUS',
  'SUMMARY',
  'X-MICROSOFT-CDO-ALLDAYEVENT',
  'METHOD',
  'BEGIN',
  'END',
] as const;

type Fault = (bytes: Buffer, random: () => number) => Buffer;

const at = (length: number, random: () => number): number => Math.floor(random() * length);
const one = <T>(list: readonly T[], random: () => number): T => list[at(list.length, random)]!;

/** The same with its lines changed, each by its bytes. */
function inLines(bytes: Buffer, change: (lines: string[]) => void): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  change(lines);
  return Buffer.from(lines.join('\n'), 'latin1');
}

const written = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const FAULTS: readonly Fault[] = [
  function flipsBytes(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let n = at(8, random); n >= 0 && copy.length > 0; n--) copy[at(copy.length, random)] = at(256, random);
    return copy;
  },
  function isCut(bytes, random) {
    return bytes.subarray(0, at(bytes.length + 1, random));
  },
  function losesAPiece(bytes, random) {
    const from = at(bytes.length + 1, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + at(40, random))]);
  },
  function saysAPieceAgain(bytes, random) {
    const from = at(bytes.length + 1, random);
    const piece = bytes.subarray(from, from + at(200, random));
    return Buffer.concat([
      bytes.subarray(0, from),
      ...Array.from({ length: 1 + at(30, random) }, () => piece),
      bytes.subarray(from),
    ]);
  },
  function losesALine(bytes, random) {
    return inLines(bytes, (lines) => lines.splice(at(lines.length, random), 1));
  },
  function swapsLines(bytes, random) {
    return inLines(bytes, (lines) => {
      const [a, b] = [at(lines.length, random), at(lines.length, random)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    });
  },
  function getsALine(bytes, random) {
    return inLines(bytes, (lines) =>
      lines.splice(at(lines.length, random), 0, `${one(NAMES, random)}:${written(one(VALUES, random))}`),
    );
  },
  function changesAValue(bytes, random) {
    return inLines(bytes, (lines) => {
      const line = at(lines.length, random);
      lines[line] = `${lines[line]!.split(':')[0]}:${written(one(VALUES, random))}`;
    });
  },
  function changesAName(bytes, random) {
    return inLines(bytes, (lines) => {
      const line = at(lines.length, random);
      lines[line] = `${one(NAMES, random)}:${lines[line]!.split(':').slice(1).join(':')}`;
    });
  },
  function getsAnEntry(bytes, random) {
    const properties = Array.from(
      { length: 1 + at(7, random) },
      () => `${one(NAMES, random)}:${written(one(VALUES, random))}`,
    );
    return inLines(bytes, (lines) => lines.splice(lines.length - 2, 0, 'BEGIN:VEVENT', ...properties, 'END:VEVENT'));
  },
  function foldsSomewhere(bytes, random) {
    const from = at(bytes.length + 1, random);
    return Buffer.concat([
      bytes.subarray(0, from),
      Buffer.from(one(['\r\n ', '\n\t', '\r', '\r\n'], random)),
      bytes.subarray(from),
    ]);
  },
  function changesCase(bytes, random) {
    return inLines(bytes, (lines) => {
      const line = at(lines.length, random);
      lines[line] = random() < 0.5 ? lines[line]!.toLowerCase() : lines[line]!.toUpperCase();
    });
  },
  function changesADigit(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let n = 0; n < 50; n++) {
      const place = at(copy.length, random);
      if (copy[place]! >= 48 && copy[place]! <= 57) {
        copy[place] = 48 + at(10, random);
        return copy;
      }
    }
    return copy;
  },
];

/** One fault; what it does to which place is drawn too. */
export const faultOfCalendar: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc
  .tuple(fc.constantFrom(...FAULTS), fc.nat({ max: 1_000_000 }))
  .map(([fault, seed]) => (bytes: Buffer) => {
    const random = createRandom(seed);
    return fault(bytes, random.next);
  });
