// A thread that somebody's system filled with thousands of events: its page and its JSON stay readable, the counts true.

import { describe, expect, test } from 'vitest';
import { acceptLines } from '../../../src/service/intake/intake-lines.ts';
import { at } from '../../support/service.ts';
import { fixture, line } from '../support.ts';

const on = fixture();
const PAGE = '/shops/sample-tea/inquiries/long';
const EVENTS = 7_000;

/** A customer and a shop who write in turn, `everyMinutes`, the last of them at 2026-11-26 09:00. */
async function fill(everyMinutes: number): Promise<void> {
  const last = at('2026-11-26T09:00:00+09:00');
  const lines = Array.from({ length: EVENTS }, (_, n) => {
    const when = new Date(last - (EVENTS - 1 - n) * everyMinutes * 60_000).toISOString();
    return { line: n + 1, value: line('long', n % 2 === 0 ? 'shop_reply' : 'customer_message', when) };
  });
  const { accepted } = await acceptLines(on.service, lines, 'api');
  expect(accepted).toBe(EVENTS);
}

describe.each([
  ['within days', 5],
  ['over years', 1_500],
])('an inquiry with 7,000 events %s', (_, everyMinutes) => {
  test('has a page below 200 KB that says what it leaves out, and leads there', async () => {
    await fill(everyMinutes);
    const answer = await on.ask(PAGE);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html.length).toBeLessThan(200_000);
    const [, total] = /全(\d+)件のうち/.exec(html)!;
    expect(Number(total)).toBeGreaterThan(EVENTS);
    expect(html).toContain(`これより前の返信待ち ほか ${EVENTS / 2 - 10}件`);
    expect(html).toMatch(/新しいものだけを図にしています（ほか \d+件は履歴にあります）/);
    const older = /href="([^"]*history=2[^"]*)"/.exec(html)![1]!;
    const second = await (await on.ask(older.split('#')[0]!)).text();
    expect(second).toContain('201〜400件目');
    expect(second).toContain('これより後の 200件を見る');
    const oldest = await (await on.ask(`${PAGE}?history=999999&lang=en`)).text();
    expect(oldest).toContain(`${Number(total) - (Number(total) % 200 || 200) + 1} to ${total} of ${total}`);
    for (const page of [second, oldest]) expect(page.length).toBeLessThan(200_000);
    const json = (await (await on.ask(`/v1${PAGE}`)).json()) as Record<string, unknown[]>;
    expect(json).toMatchObject({ eventsTotal: EVENTS, episodesTotal: EVENTS / 2 });
    expect([json.events!.length, json.episodes!.length]).toEqual([500, 50]);
    expect(json.events!.at(-1)).toMatchObject({ at: '2026-11-26T00:00:00.000Z' });
    expect(JSON.stringify(json).length).toBeLessThan(600_000);
  }, 120_000);
});

test('a short thread is shown whole', async () => {
  await on.take(line('short', 'customer_message', '2026-11-25T09:00:00+09:00'));
  const html = await (await on.ask('/shops/sample-tea/inquiries/short?history=7')).text();
  expect(html).not.toMatch(/件を見る|件のうち|新しいものだけ/);
  expect(html).toContain('お客様');
});
