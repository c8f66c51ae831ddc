// What a source shows besides messages is kept with each read, without asking it for more: read by the shop, and its question.

import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { readSource } from '../../support/read-source.ts';
import { openRmsDesk, RMS, type RmsDesk } from '../../support/rms-desk.ts';
import { at, shopOf } from '../../support/service.ts';

const database = testDatabase();
let desk: RmsDesk;
beforeEach(async () => {
  desk = await openRmsDesk(database.db, shopOf('sample-tea', { rms: RMS }));
});
afterEach(() => desk.rms.close());

/** In June 2026 in Japan. */
const june = (day: string, time: string) => at(`2026-06-${day}T${time}:00+09:00`);

async function signsAt(day: string, time: string) {
  desk.clock.set(june(day, time));
  desk.it.clock.set(june(day, time));
  expect(await readSource(desk.it.service, 'sample-tea')).toBe('complete');
  const { rows } = await sql<{ number: string; read: number | null; asked: number | null; answered: number | null }>`
    select external_id as number, read_at as read, asked_at as asked, answered_at as answered from inquiry order by 1`.execute(
    database.db,
  );
  return rows.map(({ number, ...times }) => [number, times.read, times.asked, times.answered]);
}

test('read since when that was seen first; asked until somebody writes', async () => {
  const { shop, rms } = desk;
  shop.customerWrites('a', june('01', '09:00'));
  shop.customerWrites('b', june('01', '10:00'));
  shop.shopWrites('c', june('01', '10:30'), { text: 'ご都合はいかがですか？' });
  expect(await signsAt('01', '12:00')).toEqual([
    ['a', null, null, null],
    ['b', null, null, null],
    ['c', june('01', '12:00'), june('01', '10:30'), null],
  ]);
  shop.reads('a', june('01', '12:01'));
  shop.shopWrites('b', june('01', '12:02'), { text: 'どちらのお色でしょうか。' });
  const before = rms.requests.length;
  expect(await signsAt('01', '12:05')).toEqual([
    ['a', june('01', '12:05'), null, null],
    ['b', june('01', '12:05'), june('01', '12:02'), june('01', '12:02')],
    ['c', june('01', '12:00'), june('01', '10:30'), null],
  ]);
  const asked = rms.requests.length - before;
  shop.customerWrites('a', june('01', '12:06'));
  shop.customerWrites('b', june('01', '12:07'));
  const again = rms.requests.length;
  expect(await signsAt('01', '12:10')).toEqual([
    ['a', null, null, null],
    ['b', null, null, null],
    ['c', june('01', '12:00'), june('01', '10:30'), null],
  ]);
  expect(rms.requests.length - again).toBe(asked);
});
