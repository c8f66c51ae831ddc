import { describe, expect, test } from 'vitest';
import { openZone } from '../../../src/core/time/zone.ts';
import { labelled } from '../../../src/http/pages/inquiry/picture/labels.ts';
import { pictureOf, type StepMark } from '../../../src/http/pages/inquiry/picture/picture-model.ts';
import { createScale } from '../../../src/http/pages/inquiry/picture/scale.ts';
import { markNoReplyNeeded } from '../../../src/service/actions/mark-no-reply-needed.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { at, shopOf } from '../../support/service.ts';
import { fixture, line } from '../support.ts';

const TOKYO = openZone('Asia/Tokyo');
const dayOf = (text: string) => TOKYO.localDay(at(`${text}T12:00:00+09:00`));

describe('the scale', () => {
  const columnsOf = (...dates: string[]) =>
    createScale(new Set(dates.map(dayOf)), [at(`${dates[0]}T12:00:00+09:00`)], TOKYO).columns;

  test('shows short gaps as days and folds longer ones into one column', () => {
    expect(columnsOf('2026-11-02', '2026-11-06').map(({ from, to }) => to - from + 1)).toEqual([1, 1, 1, 1, 1]);
    expect(columnsOf('2026-11-02', '2026-11-07').map(({ from, to }) => to - from + 1)).toEqual([1, 4, 1]);
    expect(columnsOf('2024-01-01', '2026-11-07').map(({ from, to }) => to - from + 1)).toEqual([1, 1040, 1]);
  });

  test('places instants in order, and a day’s end at the next day’s start', () => {
    const days = new Set(['2026-11-02', '2026-11-03', '2026-12-24'].map(dayOf));
    const scale = createScale(days, [at('2026-11-02T12:00:00+09:00')], TOKYO);
    const instants = [
      '2026-11-02T00:00',
      '2026-11-02T12:00',
      '2026-11-03T00:00',
      '2026-11-20T00:00',
      '2026-12-25T00:00',
    ];
    const places = instants.map((text) => Math.round(scale.place(at(`${text}:00+09:00`)) * 10) / 10);
    expect([places[0], places[1], places[2], places[4]]).toEqual([0, 12.5, 25, 100]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('fills a day of 23 hours like any other', () => {
    const zone = openZone('Europe/Berlin');
    const day = zone.localDay(at('2026-03-29T12:00:00+02:00'));
    const scale = createScale(new Set([day, day + 1]), [zone.startOfDay(day)], zone);
    expect(scale.place(zone.startOfDay(day + 1))).toBe(50);
  });

  test('cuts a single day to the hours that matter', () => {
    const moments = ['2026-11-26T09:10:00+09:00', '2026-11-26T10:20:00+09:00'].map(at);
    const scale = createScale(new Set([dayOf('2026-11-26')]), moments, TOKYO);
    expect(scale.hours).toEqual([at('2026-11-26T08:00:00+09:00'), at('2026-11-26T12:00:00+09:00')]);
    expect(scale.place(at('2026-11-26T10:00:00+09:00'))).toBe(50);
  });
});

describe('the labels of the steps', () => {
  const mark = (x: number, state: StepMark['state'] = 'passed') => ({
    step: 'flag' as const,
    at: x,
    state,
    episode: {} as StepMark['episode'],
    x,
    text: '1営業日経過',
  });
  const sides = (...marks: ReturnType<typeof mark>[]) =>
    Object.fromEntries(labelled(marks, 266).map(({ x, side }) => [x, side]));

  test('stay inside the picture', () => {
    expect(sides(mark(2), mark(100))).toEqual({ 2: 'right', 100: 'left' });
  });

  test('never touch: of two too close, the later one keeps its words, and one in force goes before a withdrawn one', () => {
    expect(sides(mark(20), mark(32))).toEqual({ 20: null, 32: 'right' });
    expect(sides(mark(94), mark(98, 'withdrawn'))).toEqual({ 94: 'left', 98: null });
  });
});

describe('the picture of an inquiry', () => {
  const on = fixture(() => [shopOf('sample-tea')]);
  const model = async () => pictureOf((await readInquiryDetail(on.service, 'sample-tea', 'i1'))!, TOKYO)!;
  const customer = (when: string) => on.take(line('i1', 'customer_message', when));

  test('cuts the wait where its steps passed and shows what is to come', async () => {
    await customer('2026-11-24T10:00:00+09:00');
    await fireDue(on.service);
    const { stretches, steps } = await model();
    expect(stretches.map(({ level }) => level)).toEqual(['none', 'flag', 'to-come']);
    expect(stretches.map(({ to }) => to)).toEqual(
      ['2026-11-26T00:00:00+09:00', '2026-11-26T10:00:00+09:00', '2026-11-28T00:00:00+09:00'].map(at),
    );
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ['flag', 'passed'],
      ['owner_alert', 'to-come'],
      ['breach', 'to-come'],
    ]);
  });

  test('a step that a late answer withdrew is crossed out, and what the wait never reached is said', async () => {
    on.clock.set(at('2026-11-24T10:00:00+09:00'));
    await customer('2026-11-24T10:00:00+09:00');
    on.clock.set(at('2026-11-26T10:00:00+09:00'));
    await fireDue(on.service);
    await on.take(line('i1', 'shop_reply', '2026-11-25T11:00:00+09:00'));
    const { steps, now } = await model();
    expect(now).toBeNull();
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ['flag', 'withdrawn'],
      ['flag', 'not-reached'],
      ['owner_alert', 'not-reached'],
      ['breach', 'not-reached'],
    ]);
  });

  test('a wait that was completed and reopened pauses in between', async () => {
    await customer('2026-11-24T10:00:00+09:00');
    await on.take(
      line('i1', 'completed', '2026-11-24T12:00:00+09:00'),
      line('i1', 'reopened', '2026-11-25T12:00:00+09:00'),
    );
    expect((await model()).stretches.map(({ level }) => level)).toEqual(['none', 'paused', 'none', 'flag', 'to-come']);
  });

  test('a mark of no reply needed has a sign of its own', async () => {
    await customer('2026-11-24T10:00:00+09:00');
    await markNoReplyNeeded(on.service, { shop: 'sample-tea', inquiry: 'i1', by: '田中' });
    expect((await model()).dots.map(({ shape }) => shape)).toEqual(['customer_message', 'no_reply']);
  });

  test('years between two messages take one column', async () => {
    await customer('2024-03-04T10:00:00+09:00');
    await on.take(line('i1', 'shop_reply', '2024-03-04T11:00:00+09:00'));
    await customer('2026-11-26T09:00:00+09:00');
    const { scale } = await model();
    expect(scale.columns.length).toBeLessThan(12);
    expect(scale.columns.filter(({ from, to }) => to - from > 900)).toHaveLength(1);
  });

  test('says itself in a sentence, with the closed days, and carries no inline style', async () => {
    await customer('2026-11-20T10:00:00+09:00');
    await fireDue(on.service);
    const html = await (await on.ask('/shops/sample-tea/inquiries/i1')).text();
    expect(/<desc id="picture-words">([^<]+)</.exec(html)![1]).toBe(
      '11/20(金) 10:00 から未返信です、1営業日経過 11/24(火) 24:00、2営業日経過 11/25(水) 24:00、3営業日の期限 11/26(木) 24:00、休業日は 11/21(土)・11/22(日)・11/23(月)。',
    );
    expect(html).not.toMatch(/ style=|<style/);
  });
});
