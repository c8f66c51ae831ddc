// Both languages carry the same facts, and each says its words in one place only.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../../src/core/model.ts';
import { epochDay } from '../../../src/core/time/civil-date.ts';
import { formatDay } from '../../../src/core/time/format.ts';
import type { OpsMailShop, RenderedMail } from '../../../src/mail/facts.ts';
import { renderCalendarMail } from '../../../src/mail/render/render-calendar.ts';
import { renderClearMail } from '../../../src/mail/render/render-clear.ts';
import { renderDigestMail } from '../../../src/mail/render/render-digest.ts';
import { renderGroupMail } from '../../../src/mail/render/render-group.ts';
import { renderIncidentMail } from '../../../src/mail/render/render-incident.ts';
import { renderMorningMail } from '../../../src/mail/render/render-morning.ts';
import { renderOpsMail } from '../../../src/mail/render/render-ops.ts';
import { renderOwnerMail } from '../../../src/mail/render/render-owner.ts';
import { renderSeasonMail } from '../../../src/mail/render/render-season.ts';
import { renderWeeklyMail } from '../../../src/mail/render/render-weekly.ts';
import { WORDS } from '../../../src/mail/words/languages.ts';
import { groupFacts, manyToday, morningFacts, weeklyFacts, withoutKinds } from '../list-sample.ts';
import {
  breachRow,
  calendarFacts,
  digestFacts,
  jst,
  mailRow,
  mailRows,
  ownerFacts,
  SHOP,
  seasonFacts,
} from '../sample.ts';

const NOW = jst('2026-11-26T09:03');
const MUTED = { kind: 'mute', until: jst('2026-12-01T12:00'), by: 'sato', why: 'A-17' } as const;
const HOURS = { businessDaysLeft: null, openMsLeft: 95 * 60_000, alertAfter: { openMs: 30 * 60_000 } } as const;
/** The receipt is the core's; here it only must be the same in both. */
const CHAIN = ['11/20 → 11/24 → 11/25'];
const row = (number: number, changes = {}) => mailRow(number, { chain: CHAIN, type: null, category: null, ...changes });
const late = (number: number, changes = {}) =>
  breachRow(number, { chain: CHAIN, type: null, category: null, ...changes });

const opsShop = (id: string, changes: Partial<OpsMailShop> = {}) => ({
  shop: { ...SHOP, id },
  alerts: [],
  breaches: [],
  ownerMail: 'sent' as const,
  ...changes,
});

/** Every kind of mail with every kind of fact in it. */
const MAILS: Readonly<Record<string, (language: Language) => RenderedMail>> = {
  'one due today': (language) => owner(language, [row(1)]),
  'days left, an item, provisional': (language) =>
    owner(language, [
      row(1, { businessDaysLeft: 3, breachAt: jst('2026-12-02T00:00'), item: 'A-100', provisional: true }),
      row(2),
    ]),
  'due today at a time': (language) => owner(language, [row(1, { breachAt: jst('2026-11-26T15:30') })]),
  'in hours of opening time': (language) => owner(language, [row(1, { ...HOURS, channel: 'chat' })]),
  'overdue and due, found late': (language) => owner(language, [late(1, { late: 'down' }), late(2), row(3)]),
  'only overdue': (language) => owner(language, [late(1), late(2)]),
  'with what was told before, reminders and mutes': (language) =>
    renderOwnerMail(facts(language, { rows: [row(1, { reminder: 2 }), row(2)], alreadyTold: 4, muted: 5 })),
  'old data': (language) => renderOwnerMail(facts(language, { rows: [row(1)], dataAsOf: jst('2026-11-26T06:41') })),
  'no data ever': (language) => renderOwnerMail(facts(language, { rows: [row(1)], dataAsOf: null })),
  'data that others send': (language) => renderOwnerMail(facts(language, { rows: [row(1)], dataAsOf: 'pushed' })),
  '500 inquiries': (language) => owner(language, mailRows(500, { chain: CHAIN, type: null, category: null })),
  'ops, all kinds of shops': (language) =>
    ops(language, [
      opsShop('a', { breaches: [late(1, { answeredAt: jst('2026-11-26T08:40') })], ownerMail: 'undeliverable' }),
      opsShop('b', { alerts: [row(2), row(3, { muted: MUTED })], ownerMail: 'pending' }),
      opsShop('c', { breaches: [late(4)], alerts: [row(5)], ownerMail: 'none' }),
    ]),
  'ops, 30 shops': (language) =>
    ops(
      language,
      Array.from({ length: 30 }, (_, n) => opsShop(`s${n}`, { alerts: [row(n)], breaches: [late(n + 40)] })),
    ),
  blind: (language) =>
    renderIncidentMail({
      now: NOW,
      language,
      timeZone: 'Asia/Tokyo',
      cause: 'X-1',
      shops: [
        { id: 'a', name: 'A', unknownSince: jst('2026-11-26T06:10') },
        { id: 'b', name: 'B', unknownSince: null },
      ],
      boardUrl: 'https://sla.example.jp/system',
    }),
  season: (language) => renderSeasonMail(seasonFacts({ shop: { ...SHOP, language } })),
  'season, never entered': (language) => renderSeasonMail(seasonFacts({ shop: { ...SHOP, language }, lastYear: [] })),
  // One day: the English subject leaves a long range out when it has no room.
  digest: (language) => {
    const facts = digestFacts({ shop: { ...SHOP, language } });
    return renderDigestMail({ ...facts, closure: { from: facts.closure.from, to: facts.closure.from } });
  },
  calendar: (language) => renderCalendarMail(calendarFacts({ language })),
  'morning list': (language) =>
    renderMorningMail(withoutKinds(morningFacts({ shop: { ...SHOP, language }, muted: 3 }))),
  'morning list of many': (language) =>
    renderMorningMail(withoutKinds({ ...manyToday(480), shop: { ...SHOP, language } })),
  'weekly summary': (language) => renderWeeklyMail(withoutKinds(weeklyFacts({ shop: { ...SHOP, language } }))),
  'weekly summary of a group': (language) => renderGroupMail(groupFacts({ language })),
  clear: (language) => renderClearMail({ shop: { ...SHOP, language }, now: NOW, inquiries: 3, boardUrl: null }),
};

function facts(language: Language, changes: Parameters<typeof ownerFacts>[0]) {
  return ownerFacts({ shop: { ...SHOP, language }, countingRule: '', ...changes });
}

function owner(language: Language, rows: ReturnType<typeof row>[]): RenderedMail {
  return renderOwnerMail(facts(language, { rows }));
}

function ops(language: Language, shops: OpsMailShop[]): RenderedMail {
  const rest = {
    now: NOW,
    timeZone: 'Asia/Tokyo',
    dataAsOf: jst('2026-11-26T09:00'),
    boardUrl: 'https://sla.example.jp/',
  };
  return renderOpsMail({ ...rest, language, shops });
}

describe.each(Object.entries(MAILS))('the same facts in both languages: %s', (_, render) => {
  const [ja, en] = [render('ja'), render('en')];

  test.each(['subject', 'text', 'html'] as const)('in its %s', (part) => {
    expect(factsIn(en[part], 'en')).toEqual(factsIn(ja[part], 'ja'));
  });

  test.each([
    ['ja', ja],
    ['en', en],
  ] as const)('every date has its own weekday, in %s', (language, mail) => {
    for (const found of mail.text.matchAll(DATES[language])) expect(found[0]).toBe(dateOf(found, language).right);
  });

  test('the English has no Japanese but names', () => {
    const names = /サンプル店|問い合わせ期限モニター/g;
    expect(en.text.replaceAll(names, '')).not.toMatch(JAPANESE);
    expect(en.html.replaceAll(names, '')).not.toMatch(JAPANESE);
  });
});

describe('plurals in English', () => {
  const lead = (due: number, overdue = 0) => {
    const rows = [
      ...Array.from({ length: overdue }, (_, n) => late(n + 1)),
      ...Array.from({ length: due }, (_, n) => row(overdue + n + 1)),
    ];
    return owner('en', rows).text.replaceAll('\n', ' ');
  };

  test.each([
    [1, 0, '1 inquiry in R-Messe is unanswered and past 2 business days.'],
    [2, 0, '2 inquiries in R-Messe are unanswered and past 2 business days.'],
    [0, 1, '1 inquiry in R-Messe is unanswered past the deadline.'],
    [1, 1, '1 inquiry in R-Messe is unanswered past the deadline, and 1 more is past 2 business days.'],
    [2, 3, '3 inquiries in R-Messe are unanswered past the deadline, and 2 more are past 2 business days.'],
  ])('%i due and %i overdue', (due, overdue, words) => expect(lead(due, overdue)).toContain(words));

  test.each([
    [1, 'Left: 1 business day'],
    [2, 'Left: 2 business days'],
    [11, 'Left: 11 business days'],
  ])('%i left', (businessDaysLeft, words) => {
    const { text } = owner('en', [row(1, { businessDaysLeft, breachAt: jst('2026-12-25T00:00') })]);
    expect(text).toMatch(new RegExp(`${words}\n`));
  });

  test.each([
    [1, 'You were told earlier of 1 more inquiry still unanswered.'],
    [2, 'You were told earlier of 2 more inquiries still unanswered.'],
  ])('%i told before', (alreadyTold, words) => {
    expect(renderOwnerMail(facts('en', { rows: [row(1)], alreadyTold })).text).toContain(words);
  });

  test.each([
    [1, '1 shop: '],
    [2, '2 shops: '],
  ])('%i of ops’ shops', (count, words) => {
    const shops = Array.from({ length: count }, (_, n) => opsShop(`s${n}`, { alerts: [row(n)] }));
    expect(ops('en', shops).text).toContain(words);
  });
});

describe('the causes for writing to ops', () => {
  const shape = (value: object): unknown =>
    Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, typeof one === 'object' ? shape(one) : typeof one]),
    );

  test('are the same in both languages', () => {
    expect(shape(WORDS.en.causes)).toEqual(shape(WORDS.ja.causes));
  });

  test.each([
    [0, 'the licence key ends today or has ended'],
    [1, 'the licence key ends within 1 day'],
    [3, 'the licence key ends within 3 days'],
  ])('a licence with %i days left', (days, words) => expect(WORDS.en.causes.licence(days)).toBe(words));
});

test.each(['ja', 'en'] as const)('the receipt stands in every listed row’s detail, in %s', (language) => {
  const rows = Array.from({ length: 20 }, (_, n) => row(n + 1, { chain: [`receipt-${n + 1}.`] }));
  for (const mail of [owner(language, rows), ops(language, [opsShop('a', { alerts: rows })])]) {
    for (let n = 1; n <= 20; n++) {
      expect(mail.text).toContain(`receipt-${n}.`);
      expect(mail.html).toContain(`receipt-${n}.`);
    }
  }
});

describe('the words of a language', () => {
  const folder = fileURLToPath(new URL('../../../src/mail/', import.meta.url));
  const files = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && name !== 'words-ja.ts');

  test.each(files)('%s holds no Japanese', (name) => {
    const code = readFileSync(folder + name, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
    expect(code.match(JAPANESE)?.[0]).toBeUndefined();
  });
});

const JAPANESE = /[ぁ-んァ-ヺ一-龯]/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATES: Readonly<Record<Language, RegExp>> = {
  ja: /(\d{1,2})\/(\d{1,2})\(.\)/g,
  en: new RegExp(`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\\d{1,2}) (${MONTHS.join('|')})`, 'g'),
};

function dateOf(found: RegExpMatchArray, language: Language) {
  const [month, date] =
    language === 'ja' ? [Number(found[1]), Number(found[2])] : [MONTHS.indexOf(found[2]!) + 1, Number(found[1])];
  const day = epochDay(2026, month, date);
  return {
    right: formatDay(day, language),
    plain: `D${month}-${date}`,
  };
}

/** Dates, times, numbers and links in order of their kind, the words gone. */
function factsIn(part: string, language: Language): Record<string, string[]> {
  const links = [...part.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
  let rest = part.replaceAll(/<(?:style|[a-z0-9]+ )[^>]*>|<[^>]*>|https?:\/\/\S+|&[#\w]+;/g, ' ');
  rest = rest.replaceAll(
    DATES[language],
    (...found) => ` ${dateOf(found as unknown as RegExpMatchArray, language).plain} `,
  );
  const take = (pattern: RegExp): string[] => {
    const all = [...rest.matchAll(pattern)].map(([one]) => one);
    rest = rest.replaceAll(pattern, ' ');
    return all.sort();
  };
  return {
    links,
    dates: take(/D\d+-\d+/g),
    times: take(/\d\d:\d\d/g),
    names: take(/…\w+|[A-Z]-\d+|sato|サンプル店|[\w.]+@[\w.]+/g),
    numbers: take(/\d+/g),
  };
}
