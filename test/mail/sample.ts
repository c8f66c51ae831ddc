// Facts for the mail tests: one shop, inquiries received on 2026-11-20 and due at the end of 2026-11-26.
import type {
  CalendarMailFacts,
  CalendarMatter,
  DigestMailFacts,
  DigestRow,
  SeasonMailFacts,
} from '../../src/mail/calendar-facts.ts';
import type { MailRow, MailShop, OwnerMailFacts } from '../../src/mail/facts.ts';
import { renderOwnerMail } from '../../src/mail/render/render-owner.ts';
import { messageIdOf, type OutgoingMail, threadRootOf } from '../../src/mail/transport/message.ts';

/** An instant from a local time in Japan. */
export const jst = (local: string): number => Date.parse(`${local}+09:00`);

export const SHOP: MailShop = { id: 'sample', name: 'サンプル店', timeZone: 'Asia/Tokyo', language: 'ja' };

export function mailRow(number: number, changes: Partial<MailRow> = {}): MailRow {
  return {
    inquiry: `373343-20261120-${String(number).padStart(8, '0')}o`,
    url: `https://rmesse.example.jp/inquiry/${number}`,
    detailUrl: `https://sla.example.jp/i/${number}`,
    type: '受注問い合わせ',
    category: '配送',
    channel: 'r-messe',
    item: null,
    startedAt: jst('2026-11-20T10:12'),
    alertAt: jst('2026-11-26T00:00'),
    breachAt: jst('2026-11-27T00:00'),
    level: 'owner_alert',
    businessDaysLeft: 0,
    openMsLeft: null,
    late: null,
    provisional: false,
    chain: [
      '11/20(金) 受信日 → 11/24(火) 1営業日目 → 11/25(水) 2営業日目',
      '（休み: 11/21 土 定休日・11/22 日 定休日・11/23 勤労感謝の日）',
    ],
    answeredAt: null,
    alertAfter: { days: 2 },
    ...changes,
  };
}

export const breachRow = (number: number, changes: Partial<MailRow> = {}): MailRow =>
  mailRow(number, { level: 'breach', breachAt: jst('2026-11-26T00:00'), businessDaysLeft: -1, ...changes });

export const mailRows = (count: number, changes: Partial<MailRow> = {}): MailRow[] =>
  Array.from({ length: count }, (_, index) => mailRow(index + 1, changes));

export function ownerFacts(changes: Partial<OwnerMailFacts> = {}): OwnerMailFacts {
  return {
    shop: SHOP,
    now: jst('2026-11-26T09:03'),
    rows: mailRows(3),
    alreadyTold: 0,
    dataAsOf: jst('2026-11-26T09:00'),
    countingRule: '数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。',
    boardUrl: 'https://sla.example.jp/shops/sample',
    from: '問い合わせ期限モニター <sla@example.jp>',
    contact: ['ops@example.jp'],
    ...changes,
  };
}

/** A mail ready to go. */
export function outgoing(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  const from = '問い合わせ期限モニター <sla@example.jp>';
  const at = jst('2026-11-26T09:03');
  return {
    outboxId: '7',
    from,
    to: ['owner@example.jp'],
    rendered: renderOwnerMail(ownerFacts()),
    messageId: messageIdOf('7', from, at),
    references: threadRootOf('sample', at, from),
    at,
    ...changes,
  };
}

const day = (local: string): number => Date.parse(`${local}T00:00Z`) / 86_400_000;

export function seasonFacts(changes: Partial<SeasonMailFacts> = {}): SeasonMailFacts {
  return {
    shop: SHOP,
    now: jst('2026-12-10T09:03'),
    season: 'S-1',
    days: [
      { day: day('2026-12-29'), open: true, why: '' },
      { day: day('2026-12-30'), open: false, why: 'R-1' },
    ],
    lastYear: [day('2026-12-29'), day('2026-12-30')],
    boardUrl: 'https://sla.example.jp/shops/sample',
    from: '問い合わせ期限モニター <sla@example.jp>',
    contact: ['ops@example.jp'],
    ...changes,
  };
}

export const digestRow = (number: number, changes: Partial<DigestRow> = {}): DigestRow => ({
  ...mailRow(number, { type: null, category: null }),
  step: 'breach',
  after: { days: 3 },
  at: jst('2026-12-08T00:00'),
  ...changes,
});

export function digestFacts(changes: Partial<DigestMailFacts> = {}): DigestMailFacts {
  return {
    shop: SHOP,
    now: jst('2026-12-02T09:03'),
    closure: { from: day('2026-12-03'), to: day('2026-12-06') },
    rows: [digestRow(1), digestRow(2, { step: 'owner_alert', after: { days: 2 } })],
    count: 2,
    dataAsOf: jst('2026-12-02T09:00'),
    countingRule: '',
    boardUrl: 'https://sla.example.jp/shops/sample',
    from: '問い合わせ期限モニター <sla@example.jp>',
    contact: ['ops@example.jp'],
    ...changes,
  };
}

export function calendarFacts(changes: Partial<CalendarMailFacts> = {}): CalendarMailFacts {
  const matter = (kind: CalendarMatter['kind'], number: number): CalendarMatter => ({
    kind,
    shop: `T-${number}`,
    words: `W-${number}`,
    command: `inquiry-sla accept T-${number}`,
  });
  return {
    now: jst('2026-12-10T09:03'),
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    matters: [matter('held', 1), matter('season', 2), matter('drift', 3)],
    boardUrl: 'https://sla.example.jp/',
    ...changes,
  };
}
