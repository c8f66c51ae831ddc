// The mails about calendars: what they say, in both languages, the same in text and HTML, within the widths.

import { describe, expect, test } from 'vitest';
import type { SeasonMailFacts } from '../../../src/mail/calendar-facts.ts';
import { displayWidth } from '../../../src/mail/display-text.ts';
import type { RenderedMail } from '../../../src/mail/facts.ts';
import { renderCalendarMail } from '../../../src/mail/render/render-calendar.ts';
import { renderDigestMail } from '../../../src/mail/render/render-digest.ts';
import { renderSeasonMail } from '../../../src/mail/render/render-season.ts';
import { SHOP } from '../sample.ts';
import { calendarMail, digestMail, digestRow, seasonMail } from './calendar-sample.ts';

const EN = { ...SHOP, language: 'en', name: 'Sample Shop' } as const;

const rendered: [string, RenderedMail][] = [
  ['season', renderSeasonMail(seasonMail())],
  ['season in English', renderSeasonMail(seasonMail({ shop: EN, season: 'New Year', lastYear: [] }))],
  ['digest', renderDigestMail(digestMail())],
  ['digest in English', renderDigestMail(digestMail({ shop: EN }))],
  ['calendar', renderCalendarMail(calendarMail())],
  ['calendar in English', renderCalendarMail(calendarMail({ language: 'en' }))],
];

describe.each(rendered)('%s', (_name, { subject, text, html }) => {
  test('keeps its lines within 35 full-width characters', () => {
    const wide = text.split('\n').filter((line) => displayWidth(line) > 70 && !/https?:/.test(line));
    expect(wide).toEqual([]);
  });

  test('says in HTML what it says in the text', () => {
    const plain = html.replace(/<style.*?<\/style>|<[^>]*>/gs, ' ').replace(/\s+/g, '');
    const lead = text.split('\n\n').slice(0, 2).join('').replace(/\s+/g, '');
    expect(plain).toContain(lead.slice(0, 20));
    expect(html).toContain(`<title>${subject.replaceAll('&', '&amp;')}</title>`);
  });

  test('has a subject whose part before the shop is short', () => {
    expect([...subject].length).toBeLessThan(80);
  });
});

describe('the reminder of a season', () => {
  test.each<[string, Partial<SeasonMailFacts>, string, string]>([
    [
      'in Japanese',
      {},
      '【休業日の確認】年末年始の休業が未登録です／サンプル店',
      '昨年は12/29(月)〜1/3(土)を休業としていました。',
    ],
    [
      'in English, never entered',
      { shop: EN, season: 'New Year', lastYear: [] },
      '[Closures] Nothing entered for New Year – Sample Shop',
      'Nothing was ever entered for this season.',
    ],
  ])('%s', (_case, changes, subject, line) => {
    const mail = renderSeasonMail(seasonMail(changes));
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(line);
  });

  test('marks the days that would count, in words', () => {
    const { text } = renderSeasonMail(seasonMail());
    expect(text).toContain('12/30(水)\n   営業日として計算します');
    expect(text).toContain('1/1(金)\n   休み（元日）');
  });
});

describe('the digest', () => {
  test('names the closure, the first day after it, and each step', () => {
    const { subject, text } = renderDigestMail(digestMail());
    expect(subject).toBe('【休業前の確認3件】12/29(火)〜1/3(日)休業 サンプル店');
    expect(text).toContain('休業明けの1/4(月)までに、未返信の問い合わせ3件が次の段階に達します。');
    expect(text).toContain('3営業日超過／1/4(月) 24:00');
  });

  test('counts what it does not list', () => {
    const rows = Array.from({ length: 100 }, (_, n) => digestRow(n));
    const { text, html } = renderDigestMail(digestMail({ rows, count: 480 }));
    expect(text).toContain('ほか460件');
    expect(html).toContain('ほか460件');
  });

  test('is never empty', () => {
    expect(() => renderDigestMail(digestMail({ rows: [], count: 0 }))).toThrow(RangeError);
  });
});

describe('the mail to ops', () => {
  test('puts held answers first, then seasons, then drift, each with its command', () => {
    const { subject, text } = renderCalendarMail(calendarMail());
    expect(subject).toBe('【カレンダーの確認3件】3店舗 運用');
    const order = ['確認待ちの変更', '長期休業の登録がない店舗', 'RMSとの違い'].map((heading) => text.indexOf(heading));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(text).toContain('inquiry-sla calendar accept midori-tea');
  });

  test('is never empty', () => {
    expect(() => renderCalendarMail(calendarMail({ matters: [] }))).toThrow(RangeError);
  });
});
