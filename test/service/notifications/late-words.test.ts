// What mails, pages and the API say of what is told late: due before the shop was first read, learned late, or we were
// down; once on top where it holds for all. Everything here is decided by what the store knows.

import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { Language } from '../../../src/core/model.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { lookAtSelf, notifyOfSelf, tickDone } from '../../../src/service/monitoring/detect-own-gaps.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const OWNER = 'sample-tea@example.jp';
const OPS = 'ops@example.jp';
const FIRST = { ja: '監視開始前の問い合わせです。', en: 'before monitoring began.' };
const LATE = { ja: '取り込みが後だったため', en: 'reached us late' };
const DOWN = { ja: '監視が止まっていたため', en: 'monitoring had stopped' };
const RECOUNTED = { ja: '数え方の変更により', en: 'by a change of calendar or counting rule' };
const ALL = [FIRST, LATE, DOWN, RECOUNTED];

let it: TestService;

async function open(now: string, shops: readonly ShopConfig[] = [shopOf('sample-tea')]): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops, now });
}
beforeEach(() => open('2026-06-01T09:00:00+09:00'));

/** A worker's loop at that time. */
async function loop(when: string): Promise<void> {
  it.clock.set(at(when));
  await notifyOfSelf(it.service, await lookAtSelf(it.service, { queueAwaySince: () => null, drainJumps: () => 0 }));
  await tickWorker(it.service);
  await tickDone(it.service);
}

async function learn(when: string, ...asked: [inquiry: string, at: string, shop?: string][]): Promise<void> {
  it.clock.set(at(when));
  const events = asked.map(([inquiry, askedAt, shop = 'sample-tea']) =>
    eventOf('customer_message', 'm0', askedAt, { inquiry, shop }),
  );
  expect((await intake(it.service, events, 'api')).refused.size).toBe(0);
}

/** The mail of a step, in both its forms. */
function mailTo(address: string): { text: string; html: string } {
  const mails = it.mail.sent.filter(
    ({ to, rendered }) => to.includes(address) && /要返信|期限超過|reply|overdue/i.test(rendered.subject),
  );
  expect(mails).toHaveLength(1);
  return mails[0]!.rendered;
}

const times = (text: string, words: string): number => text.split(words).length - 1;

/** The mail says this so often, in text and HTML alike, and nothing else of lateness. */
function expectSaid(
  mail: { text: string; html: string },
  words: Readonly<Record<Language, string>>,
  often: number,
): void {
  for (const form of [mail.text.replaceAll('\n', ''), mail.html.replaceAll('\n', '')]) {
    for (const other of ALL)
      for (const said of [other.ja, other.en]) {
        const expected = other === words && form.includes(said) ? often : 0;
        expect(times(form, said), said).toBe(expected);
      }
    expect(form.includes(words.ja) || form.includes(words.en)).toBe(often > 0);
  }
}

const reasons = async (inquiry: string, shop = 'sample-tea') =>
  (await readInquiryDetail(it.service, shop, inquiry))!.episodes.flatMap(({ steps }) =>
    steps.map(({ step, late }) => `${step} ${late}`),
  );

const OLD = Array.from({ length: 8 }, (_, n): [string, string] => [`q${n}`, `2026-05-2${n}T10:00:00+09:00`]);

describe('the first read of old inquiries', () => {
  test.each<Language>(['ja', 'en'])('says once that they are from before monitoring began (%s)', async (language) => {
    await open('2026-06-01T09:00:00+09:00', [shopOf('sample-tea', { language })]);
    await loop('2026-06-01T09:00:00+09:00');
    await learn('2026-06-04T10:00:00+09:00', ...OLD);
    for (const minute of ['10:00:10', '10:00:30']) await loop(`2026-06-04T${minute}+09:00`);
    expectSaid(mailTo(OWNER), FIRST, 1);
    expectSaid(mailTo(OPS), FIRST, 1);
    expect(await reasons('q0')).toEqual(['flag before-watch', 'owner_alert before-watch', 'breach before-watch']);
  });

  test('one that fell due after it is simply due', async () => {
    await learn('2026-06-01T12:00:00+09:00', ['q1', '2026-05-29T10:00:00+09:00']);
    for (const when of ['02T00:00', '03T00:00', '03T09:00']) await loop(`2026-06-${when}:00+09:00`);
    expectSaid(mailTo(OWNER), FIRST, 0);
    expect(await reasons('q1')).toEqual(['flag null', 'owner_alert null']);
  });
});

test('what another system sends days later was learned late; nobody was down', async () => {
  await learn('2026-06-01T09:30:00+09:00', ['q0', '2026-06-01T09:20:00+09:00']);
  await intake(it.service, [eventOf('completed', 'c0', '2026-06-01T09:30:00+09:00', { inquiry: 'q0' })], 'api');
  await learn('2026-06-05T10:00:00+09:00', ['q1', '2026-06-01T10:00:00+09:00'], ['q2', '2026-06-01T11:00:00+09:00']);
  await loop('2026-06-05T10:00:05+09:00');
  expectSaid(mailTo(OWNER), LATE, 1);
  expectSaid(mailTo(OPS), LATE, 1);
  expect(await reasons('q1')).toEqual(['flag learned-late', 'owner_alert learned-late', 'breach learned-late']);
});

describe('while no worker ran', () => {
  test('what was known, and what came in as soon as one ran again', async () => {
    await learn('2026-06-01T10:00:00+09:00', ['q1', '2026-06-01T10:00:00+09:00']);
    await loop('2026-06-01T12:00:00+09:00');
    await loop('2026-06-05T10:00:00+09:00');
    expect(await reasons('q1')).toEqual(['flag down', 'owner_alert down', 'breach down']);
    expectSaid(mailTo(OWNER), DOWN, 1);
    await learn('2026-06-05T10:04:00+09:00', ['q2', '2026-06-01T11:00:00+09:00']);
    await learn('2026-06-05T15:00:00+09:00', ['q3', '2026-06-01T11:00:00+09:00']);
    await loop('2026-06-05T15:00:10+09:00');
    expect((await reasons('q2'))[0]).toBe('flag down');
    expect((await reasons('q3'))[0]).toBe('flag learned-late');
  });

  test('rows that differ each say their own', async () => {
    await learn('2026-06-01T10:00:00+09:00', ['q1', '2026-06-01T10:00:00+09:00']);
    await loop('2026-06-01T12:00:00+09:00');
    it.clock.set(at('2026-06-05T10:00:00+09:00'));
    await learn('2026-06-05T10:00:00+09:00', ['q2', '2026-05-20T10:00:00+09:00']);
    await loop('2026-06-05T10:00:10+09:00');
    const { text } = mailTo(OWNER);
    expect([times(text, DOWN.ja), times(text, FIRST.ja), times(text, 'いずれも')]).toEqual([1, 1, 0]);
  });
});

test('ops are told at the head of each shop where shops differ', async () => {
  await open('2026-06-01T09:00:00+09:00', [shopOf('sample-tea'), shopOf('other', { name: '別の店' })]);
  await learn('2026-06-01T10:00:00+09:00', ['q0', '2026-06-01T10:00:00+09:00']);
  await learn('2026-06-08T10:00:00+09:00', ['q1', '2026-06-01T10:00:00+09:00'], ['q2', '2026-06-01T11:00:00+09:00']);
  await learn('2026-06-08T10:00:00+09:00', ['a', OLD[0]![1], 'other'], ['b', OLD[1]![1], 'other']);
  await intake(it.service, [eventOf('completed', 'c0', '2026-06-01T11:00:00+09:00', { inquiry: 'q0' })], 'api');
  await loop('2026-06-08T10:00:10+09:00');
  const { text } = mailTo(OPS);
  expect([times(text, LATE.ja), times(text, FIRST.ja)]).toEqual([1, 1]);
  expect(text.indexOf('いずれも監視開始前')).toBeGreaterThan(text.indexOf('別の店'));
});

test('what fell due while its shop was not configured: nobody watched it', async () => {
  await learn('2026-06-01T10:00:00+09:00', ['q1', '2026-06-01T10:00:00+09:00']);
  it.clock.set(at('2026-06-02T10:00:00+09:00'));
  await applyRevisions(withShops(it.service, []));
  it.clock.set(at('2026-06-05T10:00:00+09:00'));
  await applyRevisions(it.service);
  await tickWorker(it.service);
  expectSaid(mailTo(OWNER), DOWN, 1);
});

test('what an edit makes due in hindsight', async () => {
  const closed = shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-02..2026-06-05', name: '臨時休業' }] } });
  await open('2026-06-01T09:00:00+09:00', [closed]);
  await learn('2026-06-01T10:00:00+09:00', ['q1', '2026-06-01T10:00:00+09:00']);
  it.clock.set(at('2026-06-05T10:00:00+09:00'));
  it = { ...it, service: withShops(it.service, [shopOf('sample-tea')]) };
  await applyRevisions(it.service, { cause: 'edit' });
  await tickWorker(it.service);
  expectSaid(mailTo(OWNER), RECOUNTED, 1);
});
