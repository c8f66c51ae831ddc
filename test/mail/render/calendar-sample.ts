// Facts for the tests of the mails about calendars: New Year 2026 of one shop.
import { parseDate } from '../../../src/core/time/civil-date.ts';
import type {
  CalendarMailFacts,
  DigestMailFacts,
  DigestRow,
  SeasonMailFacts,
} from '../../../src/mail/calendar-facts.ts';
import { jst, SHOP } from '../sample.ts';

const day = (date: string): number => parseDate(date)!;
const days = (from: string, to: string): number[] =>
  Array.from({ length: day(to) - day(from) + 1 }, (_, n) => day(from) + n);

const ABOUT = {
  boardUrl: 'https://sla.example.jp/shops/sample',
  from: '問い合わせ期限モニター <sla@example.jp>',
  contact: ['ops@example.jp'],
};

export function seasonMail(changes: Partial<SeasonMailFacts> = {}): SeasonMailFacts {
  const closed: Record<string, string> = { '2027-01-01': '元日', '2027-01-02': '定休日', '2027-01-03': '定休日' };
  return {
    ...ABOUT,
    shop: SHOP,
    now: jst('2026-12-22T09:00'),
    season: '年末年始',
    days: days('2026-12-29', '2027-01-03').map((one) => {
      const why = closed[new Date(one * 86_400_000).toISOString().slice(0, 10)] ?? '';
      return { day: one, open: why === '', why };
    }),
    lastYear: days('2025-12-29', '2026-01-03'),
    ...changes,
  };
}

export function digestRow(number: number, changes: Partial<DigestRow> = {}): DigestRow {
  return {
    inquiry: `373343-20261228-${String(number).padStart(8, '0')}o`,
    url: `https://rmesse.example.jp/inquiry/${number}`,
    detailUrl: `https://sla.example.jp/i/${number}`,
    type: '受注問い合わせ',
    category: '配送',
    channel: 'r-messe',
    startedAt: jst('2026-12-28T08:10'),
    step: 'flag',
    after: { days: 1 },
    at: jst('2027-01-05T00:00'),
    ...changes,
  };
}

export function digestMail(changes: Partial<DigestMailFacts> = {}): DigestMailFacts {
  return {
    ...ABOUT,
    shop: SHOP,
    now: jst('2026-12-28T09:00'),
    closure: { from: day('2026-12-29'), to: day('2027-01-03') },
    rows: [
      digestRow(1, { startedAt: jst('2026-12-24T10:12'), step: 'breach', after: { days: 3 } }),
      digestRow(2, { startedAt: jst('2026-12-25T16:40'), step: 'owner_alert', after: { days: 2 } }),
      digestRow(3),
    ],
    count: 3,
    dataAsOf: jst('2026-12-28T08:58'),
    countingRule: '数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。',
    ...changes,
  };
}

export function calendarMail(changes: Partial<CalendarMailFacts> = {}): CalendarMailFacts {
  return {
    now: jst('2026-12-22T09:00'),
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    matters: [
      {
        kind: 'drift',
        shop: 'サンプル店',
        words: '毎週土曜日（定休日）: こちらは休み、RMSは営業',
        command: null,
      },
      {
        kind: 'season',
        shop: 'さくら雑貨店',
        words: '年末年始（12/29(火)〜1/3(日)）の登録がありません（昨年の休業: 12/29(月)〜1/3(土)）',
        command: 'inquiry-sla calendar close sakura 2026-12-29..2027-01-03',
      },
      {
        kind: 'held',
        shop: 'みどり茶舗',
        words: 'RMSの休業日がすべてなくなりました',
        command: 'inquiry-sla calendar accept midori-tea',
      },
    ],
    boardUrl: 'https://sla.example.jp/',
    ...changes,
  };
}
