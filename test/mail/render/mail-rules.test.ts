// The rules that hold for every mail, as tables over all of them (MAIL.md 10 to 12).
import { describe, expect, test } from 'vitest';
import type { Language } from '../../../src/core/model.ts';
import { displayWidth } from '../../../src/mail/display-text.ts';
import type { RenderedMail } from '../../../src/mail/facts.ts';
import { renderCalendarMail } from '../../../src/mail/render/render-calendar.ts';
import { renderDigestMail } from '../../../src/mail/render/render-digest.ts';
import { renderGroupMail } from '../../../src/mail/render/render-group.ts';
import { renderIncidentMail } from '../../../src/mail/render/render-incident.ts';
import { renderMorningMail } from '../../../src/mail/render/render-morning.ts';
import { renderOpsMail } from '../../../src/mail/render/render-ops.ts';
import { renderOwnerMail } from '../../../src/mail/render/render-owner.ts';
import { renderSeasonMail } from '../../../src/mail/render/render-season.ts';
import { renderWeeklyMail } from '../../../src/mail/render/render-weekly.ts';
import { groupFacts, lateLine, manyToday, weeklyFacts } from '../list-sample.ts';
import {
  breachRow,
  calendarFacts,
  digestFacts,
  digestRow,
  jst,
  mailRow,
  mailRows,
  ownerFacts,
  SHOP,
  seasonFacts,
} from '../sample.ts';

const NAME =
  'ｶﾞﾗｽ工房﨑髙🎍お茶とうつわの店「暮らしの道具」本店・楽天市場店・二号館・ギフト専門・のし対応・送料無料・あす';
const LONG_CHAIN = Array.from(
  { length: 12 },
  () => '（休み: 12/29 年末年始・12/30 年末年始・12/31 年末年始・1/1 元日・1/2 年末年始）',
);
const NASTY = '<img src=x onerror=alert(1)>&"\'\r\n商品名'.repeat(8);

function mails(language: Language): Record<string, RenderedMail> {
  const shop = { ...SHOP, name: NAME, language };
  const nasty = mailRow(1, { type: NASTY, category: NASTY, item: NASTY, chain: [NASTY], channel: NASTY });
  const ops = { now: jst('2026-11-26T09:03'), language, timeZone: 'Asia/Tokyo', dataAsOf: null, boardUrl: null };
  const opsShop = (index: number) => ({
    shop: { ...shop, id: `shop-${index}` },
    alerts: mailRows(3, { chain: LONG_CHAIN }),
    breaches: [breachRow(9, { answeredAt: jst('2026-11-26T08:40') })],
    ownerMail: 'pending' as const,
  });
  const opsShops = Array.from({ length: 300 }, (_, index) => opsShop(index));
  const incidentShop = { id: 'a', name: NAME, unknownSince: jst('2026-11-26T06:10') };
  return {
    'one row': renderOwnerMail(ownerFacts({ shop, rows: [mailRow(1)] })),
    'three rows': renderOwnerMail(ownerFacts({ shop, alreadyTold: 2, rows: [breachRow(1), mailRow(2), mailRow(3)] })),
    '500 rows with long receipts': renderOwnerMail(
      ownerFacts({ shop, rows: mailRows(500, { chain: LONG_CHAIN, item: NASTY }) }),
    ),
    'nasty texts': renderOwnerMail(
      ownerFacts({ shop, rows: [nasty], contact: [NASTY], countingRule: NASTY.slice(0, 60) }),
    ),
    'ops, 300 shops': renderOpsMail({ ...ops, shops: opsShops }),
    season: renderSeasonMail(
      seasonFacts({
        shop,
        season: NASTY,
        days: Array.from({ length: 40 }, (_, n) => ({ day: 20_800 + n, open: n % 2 > 0, why: NASTY })),
        contact: [NASTY],
      }),
    ),
    'digest, 500 rows': renderDigestMail(
      digestFacts({
        shop,
        rows: Array.from({ length: 500 }, (_, n) => digestRow(n, { type: NASTY, channel: NASTY })),
        count: 500,
      }),
    ),
    'calendar, 100 matters': renderCalendarMail(
      calendarFacts({
        language,
        matters: Array.from({ length: 100 }, (_, n) => ({
          kind: (['held', 'season', 'drift'] as const)[n % 3]!,
          shop: NAME,
          words: NASTY,
          command: `inquiry-sla calendar accept shop-${n}`,
        })),
      }),
    ),
    'morning list, 480 rows': renderMorningMail({
      ...manyToday(480, {
        type: NASTY,
        category: NASTY,
        item: NASTY,
        inHand: { by: NASTY, since: jst('2026-11-25T15:10') },
      }),
      shop,
      to: NASTY,
    }),
    'weekly summary, 480 late': renderWeeklyMail(
      weeklyFacts({
        shop,
        lengths: { flag: '営業5分・1営業日…', owner_alert: '営業30分・2営業日…', breach: '営業1時間・3営業日…' },
        late: { rows: Array.from({ length: 20 }, (_, n) => lateLine(n, { type: NASTY, channel: NASTY })), count: 480 },
        closedAhead: [{ why: NASTY, days: weeklyFacts().closedAhead[0]!.days }],
      }),
    ),
    'weekly summary of a group, 300 shops': renderGroupMail(
      groupFacts({
        language,
        group: NASTY,
        shops: Array.from({ length: 300 }, () => ({ ...groupFacts().shops[0]!, name: NAME })),
      }),
    ),
    'blind, 300 shops': renderIncidentMail({
      ...ops,
      cause: NASTY,
      shops: Array.from({ length: 300 }, () => incidentShop),
    }),
  };
}

describe.each(['ja', 'en'] as const)('every mail in %s', (language) => {
  const cases = Object.entries(mails(language));

  test.each(cases)('%s: no text line but a link is wider than 35 full-width characters', (_, { text }) => {
    for (const line of text.split('\n')) {
      if (!/^\s*https?:\/\/\S+$/.test(line)) expect(displayWidth(line), line).toBeLessThanOrEqual(70);
    }
  });

  test.each(cases)('%s: it has at most 60 KB on the wire', (_, { text, html }) => {
    const encoded = Buffer.from(text).toString('base64').length + Buffer.from(html).toString('base64').length;
    expect(encoded * (78 / 76)).toBeLessThan(60 * 1024 - 2000);
  });

  test.each(cases)(
    '%s: the HTML names its language, has a table with caption and headings, and nothing from outside',
    (_, { html }) => {
      expect(html).toMatch(new RegExp(`^<!DOCTYPE html>\\n<html lang="${language}">`));
      expect(html).toMatch(/<table[^>]*><caption/);
      expect(html).toMatch(/<th scope="col"/);
      expect(html).toMatch(/<th scope="row"/);
      expect(html).not.toMatch(/<(img|script|style|link|iframe|object)\b/i);
      expect(html).not.toMatch(/url\(|@import/);
    },
  );

  test.each(cases)('%s: every text of a row stands in both halves', (_, { text, html }) => {
    const flat = text.replaceAll(/\s+/g, '');
    const rows = [...html.matchAll(/<th scope="row"[^>]*>(.*?)<\/th>/g)].map((match) => match[1] ?? '');
    for (const row of rows) {
      const words = unescaped(row.replaceAll(/<[^>]*>/g, '')).replaceAll(/\s+/g, '');
      expect(flat).toContain(words);
    }
  });

  test.each(cases)('%s: no full inquiry number is shown, only its tail', (_, { text, html }) => {
    expect(text).not.toContain('373343-');
    expect(html).not.toContain('373343-');
  });

  test('it says that replies are not read', () => {
    for (const [, { text }] of cases)
      expect(text).toContain(language === 'ja' ? 'このメールは送信専用です' : 'This address only sends');
  });
});

test('a link that is not to the web is left out', () => {
  const { text, html } = renderOwnerMail(
    ownerFacts({ rows: [mailRow(1, { url: 'javascript:alert(1)', detailUrl: 'nonsense' })] }),
  );
  expect(text).not.toContain('javascript');
  expect(html).not.toContain('javascript');
  expect(text).not.toContain('nonsense');
});

function unescaped(html: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => names[name] ?? '');
}
