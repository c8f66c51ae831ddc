// What a holding reply names as its date (RULES.md 10.6), read on Wednesday 2026-11-25.

import { expect, test } from 'vitest';
import { promisedDay } from '../../../src/core/promises/promised-date.ts';
import { formatDate, parseDate } from '../../../src/core/time/civil-date.ts';

const WRITTEN = '2026-11-25';

function named(text: string, written = WRITTEN): string | null {
  const day = promisedDay(text, parseDate(written)!);
  return day === null ? null : formatDate(day);
}

test.each([
  ['メーカーに確認いたします。11月27日までにご連絡します。', '2026-11-27'],
  ['11/27(金)にご連絡します', '2026-11-27'],
  ['１１月２７日（金）までに', '2026-11-27'],
  ['11月27日(金曜日)までに', '2026-11-27'],
  ['11/27までに', '2026-11-27'],
  ['2026年12月1日に', '2026-12-01'],
  ['2026/12/1 にご返信します', '2026-12-01'],
  ['2026-12-01までに', '2026-12-01'],
  ['本日11月25日中に', '2026-11-25'],
  ['1月5日までに', '2027-01-05'],
  ['1月24日までに', '2027-01-24'],
  // Of several the one with まで; a date that is past is none.
  ['11月20日のご注文について、11月30日に届く商品を確認し、11月27日までに', '2026-11-27'],
  ['11月20日のご注文について確認いたします。11月26日', '2026-11-26'],
])('%s', (text, date) => {
  expect(named(text)).toBe(date);
});

test.each([
  ['確認いたします。'],
  ['1月25日までに'],
  ['11月24日までに'],
  ['11月31日までに'],
  ['13月1日までに'],
  ['11/27(木)まで'],
  ['1/2の価格で'],
  ['型番 2026/11/27-3'],
  ['2027年3月1日までに'],
  ['電話 03-11-27'],
])('none: %s', (text) => {
  expect(named(text)).toBeNull();
});

test('the next year where this one has no such date any more', () => {
  expect(named('2月1日までに', '2026-12-20')).toBe('2027-02-01');
  expect(named('2月29日までに', '2028-01-15')).toBe('2028-02-29');
});
