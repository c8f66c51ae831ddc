import { describe, expect, test } from 'vitest';
import { deadline } from '../../../src/cli/ndjson/deadline.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { testIo } from '../io.ts';

const SATURDAY = '2026-12-26T10:00:00+09:00';

function ask(id: string, instant: string, options: Partial<Parameters<typeof deadline>[2]> = {}) {
  const io = testIo();
  const code = deadline(id, instant, { config: 'config', ...options }, io);
  return { code, io, text: io.written.join('\n') };
}

describe('deadline', () => {
  test('Japanese first, English beside it: the instants, day by day why, and the other counting rules', () => {
    const { code, text } = ask('sample-tea', SATURDAY);
    expect(code).toBe(0);
    expect(text.indexOf('受信: 2026/12/26(土) 10:00')).toBeLessThan(text.indexOf('Received: Sat 26 Dec 2026 10:00'));
    expect(text).toContain('年末年始');
    expect(text).toMatch(/3営業日超過: (2027\/)?1\/5\(火\) 24:00/);
    expect(text).toMatch(/day-end-shifted {2}1\/4\(月\) 24:00 {2}1\/5\(火\) 24:00 {2}1\/6\(水\) 24:00/);
    expect(text).toMatch(/elapsed {10}Mon 4 Jan 09:00/);
    expect(text).toContain('RMSの休業日は含みません');
  });

  test('--lang gives one language', () => {
    const { text } = ask('sample-tea', SATURDAY, { lang: 'en' });
    expect(text).toContain('Received');
    expect(text).not.toContain('受信');
  });

  test('the channel chooses the policy; in minutes the counting rules do not differ', () => {
    const { text } = ask('sample-tea', SATURDAY, { channel: 'chat', lang: 'en' });
    expect(text).toContain('Policy: day-end 5m / 30m / 1h');
    expect(text).toContain('Mon 28 Dec 09:05');
    expect(text).toContain('the same under every counting rule');
  });

  test('--json carries instants, explanation, words and the other rules', () => {
    const answer = JSON.parse(ask('sample-tea', SATURDAY, { json: true }).text);
    expect(answer).toMatchObject({
      shop: 'sample-tea',
      startedAt: '2026-12-26T01:00:00.000Z',
      policy: { counting: 'day-end', flagAfter: '1d', mailOwnerAfter: '2d', breachAfter: '3d' },
      explanation: { policy: { flagAfter: { days: 1 } }, deadlines: { breachAt: Date.parse('2027-01-05T15:00:00Z') } },
      flagAt: '2026-12-28T15:00:00.000Z',
      mailOwnerAt: '2027-01-04T15:00:00.000Z',
      breachAt: '2027-01-05T15:00:00.000Z',
      provisional: false,
      otherRules: [
        { counting: 'day-end-shifted', flagAt: '2027-01-04T15:00:00.000Z' },
        { counting: 'elapsed', flagAt: '2027-01-04T00:00:00.000Z' },
      ],
    });
    expect(answer.explanation.days.length).toBeGreaterThan(3);
    expect(answer.words.ja.length).toBeGreaterThan(3);
  });

  test('an unknown shop is wrong usage, with what was meant', () => {
    const { code, io } = ask('sampletea', SATURDAY);
    expect(code).toBe(2);
    expect(io.errors).toEqual(['found the unknown shop "sampletea"; allowed: sample-tea; did you mean "sample-tea"?']);
  });

  test.each([
    ['2026-02-30T10:00:00+09:00', 'a date that does not exist'],
    ['12/28 16:00', 'which has no year; did you mean "2026-12-28 16:00"?'],
    ['2026-12-28 25:00', 'allowed: a local time such as "2026-12-28 16:00"'],
    ['2200-01-01T00:00:00Z', '1900 to 2199'],
  ])('the instant %s is wrong usage', (instant, says) => {
    const { code, io } = ask('sample-tea', instant);
    expect(code).toBe(2);
    expect(io.errors.join('\n')).toContain(says);
  });

  test('a local time is taken in the shop’s zone, and said so; as JSON too', () => {
    const { code, text } = ask('sample-tea', '2026-12-28 16:00');
    expect(code).toBe(0);
    expect(text).toContain('受信: 2026/12/28(月) 16:00\n  店舗の現地時刻（Asia/Tokyo）として読み取りました');
    expect(text).toContain('taken as the shop’s local time (Asia/Tokyo)');
    expect(JSON.parse(ask('sample-tea', '２０２６／１２／２８　１６：００', { json: true }).text)).toMatchObject({
      startedAt: '2026-12-28T07:00:00.000Z',
      takenAs: { as: 'local', en: ['taken as the shop’s local time (Asia/Tokyo)'] },
    });
    expect(ask('sample-tea', SATURDAY).text).not.toContain('現地時刻');
  });

  test('an unknown language is wrong usage', () => {
    expect(ask('sample-tea', SATURDAY, { lang: 'fr' }).code).toBe(2);
  });

  test('a broken shop file is answered with its faults, a broken other one only mentioned', () => {
    const config = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': SHOP, 'shops/b.yaml': 'x: 1\n' });
    const broken = ask('b', SATURDAY, { config });
    expect(broken.code).toBe(1);
    expect(broken.io.errors.join('\n')).toContain('shops/b.yaml:1:1 x: found the unknown key');
    const fine = ask('a', SATURDAY, { config });
    expect(fine.code).toBe(0);
    expect(fine.io.errors).toEqual([`${config}: 3 faults elsewhere, see: inquiry-sla check ${config}`]);
  });

  test('a shop that never opens has no deadline: the answer is no', () => {
    const shop = `${SHOP}calendar: { weeklyClosed: [sun, mon, tue, wed, thu, fri, sat] }\n`;
    const config = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': shop });
    const { code, io } = ask('a', SATURDAY, { config });
    expect(code).toBe(1);
    expect(io.errors[0]).toMatch(/^no-business-day: /);
  });
});
