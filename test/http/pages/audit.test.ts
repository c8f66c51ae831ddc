// The record of who did what when: whatever is done by page or API is in it, nothing changes it, and nothing personal is in it.

import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { createToken, revokeToken } from '../../../src/service/access/tokens.ts';
import { AUDIT_ACTIONS } from '../../../src/service/audit/read-audit.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { at, shopOf, withShops } from '../../support/service.ts';
import { bearer, logIn, tokenFor } from '../access/desk.ts';
import { fixture, line } from '../support.ts';

const SHOP = '/shops/sample-tea';
const MARK = 'お客様の田中花子様090-1234-5678';
const on = fixture(() => [shopOf('sample-tea'), shopOf('other')]);

const received = (...inquiries: string[]) =>
  on.take(...inquiries.map((inquiry) => line(inquiry, 'customer_message', '2026-11-24T10:00:00+09:00')));
const post = (path: string, fields: Record<string, string>) =>
  on.ask(path, { method: 'POST', body: new URLSearchParams(fields) });
const words = async (path: string) =>
  (await (await on.ask(path)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
interface Entry {
  readonly at: string;
  readonly who: string | null;
  readonly what: string;
  readonly shop: string | null;
  readonly inquiry: string | null;
  readonly about: Readonly<Record<string, unknown>>;
}
const entries = async (query = '', headers: Record<string, string> = {}) =>
  (await (await on.ask(`/v1/audit?limit=200${query}`, { headers })).json()) as { items: Entry[]; next: string | null };
const doneBy = async () => (await entries()).items.filter(({ what }) => what !== 'revision').map(({ what }) => what);

describe('every act', () => {
  test('on an inquiry leaves an entry, with who and what, and no reason', async () => {
    await received('i1', 'i2');
    const page = `${SHOP}/inquiries/i1`;
    const acts: readonly (readonly [string, Record<string, string>, string])[] = [
      ['in-hand', { until: '3h', why: MARK }, 'took'],
      ['give-back', {}, 'gave_back'],
      ['in-hand', { until: '3h', to: '鈴木' }, 'assigned'],
      ['mute', { until: '2026-11-30', why: MARK }, 'muted'],
      ['mute/lift', {}, 'unmuted'],
      ['no-reply-needed', { why: MARK }, 'marked'],
      ['no-reply-needed/undo', {}, 'unmarked'],
      ['promise', { until: '2026-11-27', reason: 'maker' }, 'promised'],
      ['promise/undo', {}, 'promise_withdrawn'],
      ['answered-elsewhere', { how: 'phone' }, 'answered_elsewhere'],
      ['answered-elsewhere/undo', {}, 'answer_withdrawn'],
    ];
    for (const [action, fields] of acts) {
      on.clock.set(on.clock.now() + 60_000);
      expect((await post(`${page}/${action}`, { by: '佐藤', ...fields })).status, action).toBe(303);
    }
    const { items } = await entries();
    const done = items.filter(({ what }) => what !== 'revision').reverse();
    expect(done.map(({ what }) => what)).toEqual(acts.map(([, , what]) => what));
    expect(new Set(done.map(({ who, shop, inquiry }) => `${who} ${shop} ${inquiry}`))).toEqual(
      new Set(['佐藤 sample-tea i1']),
    );
    expect(done[2]!.about).toEqual({ until: '2026-11-26T04:03:00.000Z', person: '鈴木' });
    expect(JSON.stringify(items)).not.toContain(MARK);
    const { rows } = await sql<{ row: string }>`select audit_entry::text as row from audit_entry`.execute(
      on.service.db,
    );
    expect(rows.map(({ row }) => row).join()).not.toContain('田中花子');
    const shown = await words('/audit');
    for (const said of [
      '鈴木さんに割り当てた（11/26(木) 13:03 まで）',
      '電話で回答済みにした',
      '返信不要を取り消した',
      'サンプル茶舗 i1',
    ])
      expect(shown).toContain(said);
  });

  test('that was refused leaves none', async () => {
    await received('i1');
    await post(`${SHOP}/inquiries/i1/give-back`, { by: '佐藤' });
    await post(`${SHOP}/inquiries/i1/promise/undo`, { by: '佐藤' });
    await post(`${SHOP}/inquiries/i1/mute`, { by: '佐藤', until: '2026-11-30' });
    expect(await doneBy()).toEqual([]);
  });

  test('beside inquiries: feeds, tests of contacts, tokens, files that were taken', async () => {
    await post(`${SHOP}/calendar/feed`, { action: 'make' });
    await post(`${SHOP}/calendar/feed`, { action: 'revoke' });
    await post(`${SHOP}/contacts/test`, { name: 'owner' });
    for (const path of [`${SHOP}/reports.csv`, `${SHOP}/reports/episodes.csv`, '/reports.csv', '/audit.csv'])
      await (await on.ask(path)).text();
    const request = { name: '山田', scope: 'act', shop: undefined, expires: undefined };
    await createToken(on.service, request, 'root');
    await revokeToken(on.service, 1, 'root');
    const headers = bearer(await tokenFor(on, { scope: 'admin' }));
    const { items } = await entries('', headers);
    expect(items.map(({ what }) => what).filter((what) => what !== 'revision')).toEqual([
      ...['token_made', 'token_revoked', 'token_made'],
      ...['exported', 'exported', 'exported', 'exported', 'contact_tested', 'feed_revoked', 'feed_made'],
    ]);
    expect(items.find(({ what }) => what === 'token_revoked')).toMatchObject({ who: 'root', about: { name: '山田' } });
    expect(items.filter(({ what }) => what === 'exported').map(({ about }) => about.name)).toEqual([
      ...['audit.csv', 'report-2026-11.csv', 'episodes-sample-tea-2026-11.csv', 'report-sample-tea-2026-11.csv'],
    ]);
  });

  test('logging in too', async () => {
    await logIn(on, await tokenFor(on, { name: '山田のPC', person: '山田', scope: 'read' }));
    const { items } = await entries('', bearer(await tokenFor(on, { scope: 'admin' })));
    expect(items.find(({ what }) => what === 'logged_in')).toMatchObject({ who: '山田', about: { name: '山田のPC' } });
  });

  test('has words in both languages', async () => {
    for (const what of AUDIT_ACTIONS)
      await sql`insert into audit_entry (at, who, what, shop) values (now(), '佐藤', ${what}, 'sample-tea')`.execute(
        on.service.db,
      );
    expect(await words('/audit')).not.toContain('undefined');
    expect(await words('/audit?lang=en')).toContain('gave it back');
  });
});

test('edits of the configuration are read from where they are, with what they changed', async () => {
  on.clock.set(at('2026-11-26T11:00:00+09:00'));
  const edited = withShops(on.service, [shopOf('sample-tea', { name: '新サンプル茶舗' }), shopOf('other')]);
  await applyRevisions(edited);
  const { items } = await entries();
  expect(items[0]).toMatchObject({ what: 'revision', shop: 'sample-tea', who: null, about: { cause: 'start' } });
  expect(await words('/audit')).toContain('ファイルの編集');
  expect(await words('/audit')).toContain('新サンプル茶舗');
});

describe('nobody changes it', () => {
  test.each([`update audit_entry set who = '別人'`, 'delete from audit_entry', 'truncate audit_entry'])(
    '%s is refused by the database',
    async (statement) => {
      await received('i1');
      await post(`${SHOP}/inquiries/i1/in-hand`, { by: '佐藤', until: '3h' });
      await expect(sql.raw(statement).execute(on.service.db)).rejects.toThrow('is append-only');
      expect(await doneBy()).toEqual(['took']);
    },
  );

  test('no route of the service writes to it', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      for (const path of ['/v1/audit', '/audit', '/audit.csv'])
        expect([404, 405], `${method} ${path}`).toContain((await on.ask(path, { method })).status);
  });
});

describe('is read', () => {
  const take = async (by: string, inquiry: string) => {
    on.clock.set(on.clock.now() + 1_000);
    await post(`${SHOP}/inquiries/${inquiry}/in-hand`, { by, until: '3h' });
  };

  test('by person and by day, in the zone of those who operate the service', async () => {
    await received('i1', 'i2', 'i3');
    await take('佐藤', 'i1');
    await take('鈴木', 'i2');
    on.clock.set(at('2026-11-26T23:59:59+09:00'));
    await take('佐藤', 'i3');
    const of = async (query: string) => (await entries(query)).items.map(({ inquiry }) => inquiry);
    expect(await of(`&who=${encodeURIComponent('佐藤')}`)).toEqual(['i3', 'i1']);
    expect(await of(`&who=${encodeURIComponent('佐藤')}&day=2026-11-26`)).toEqual(['i1']);
    expect(await of('&day=2026-11-27')).toEqual(['i3']);
    const shown = await words(`/audit?day=2026-11-27&who=${encodeURIComponent('佐藤')}`);
    expect(shown).toContain('11/27(金) 00:00');
    expect(shown).not.toContain('i1');
  });

  test('page by page, each entry once, whatever comes meanwhile and stands at one instant', async () => {
    await received('i1');
    for (let at = 0; at < 7; at++)
      await sql`insert into audit_entry (at, who, what, shop) values (${new Date(on.clock.now())}, ${`p${at}`}, 'took', 'sample-tea')`.execute(
        on.service.db,
      );
    const all = (await entries()).items.map(({ who, what, shop }) => `${who} ${what} ${shop}`);
    const paged: string[] = [];
    for (let cursor = ''; ; ) {
      const part = (await (
        await on.ask(`/v1/audit?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).json()) as Awaited<ReturnType<typeof entries>>;
      paged.push(...part.items.map(({ who, what, shop }) => `${who} ${what} ${shop}`));
      if (part.next === null) break;
      cursor = part.next;
      await sql`insert into audit_entry (at, who, what) values (${new Date(on.clock.now() + 1)}, 'later', 'exported')`.execute(
        on.service.db,
      );
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(9);
  });

  test('as a file that a spreadsheet opens, and that runs nothing', async () => {
    await received('i1');
    await take('=1+1', 'i1');
    const answer = await on.ask('/audit.csv');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const text = await answer.text();
    expect(text.split('\r\n')[0]).toContain('日時,誰が,何を,店舗,問い合わせ,内容');
    expect(text).toContain("2026-11-26T10:00:01.000+09:00,'=1+1,対応を開始した（11/26(木) 13:00 まで）,sample-tea,i1,");
  });

  test.each([
    ['/v1/audit?day=2026-02-30', 400, 'day'],
    ['/v1/audit?day=heute', 400, 'day'],
    ['/v1/audit?cursor=x', 400, 'cursor: the `next` of an earlier answer'],
    ['/v1/audit?whom=x', 400, 'allowed are who, day, limit, cursor and nothing else'],
    ['/audit.csv?day=x', 400, 'day: a date, YYYY-MM-DD'],
    ['/audit?day=2026-02-30', 400, '日付「2026-02-30」は読み取れません'],
    ['/audit?cursor=x', 404, ''],
  ])('%s is %i', async (path, status, says) => {
    const answer = await on.ask(path);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(says)]);
  });

  test('by admins alone, and by those of some shops of these alone', async () => {
    await received('i1');
    await take('佐藤', 'i1');
    const scoped = async (scope: string, shop?: string) => bearer(await tokenFor(on, { scope, shop }));
    expect((await on.ask('/audit', { headers: await scoped('act') })).status).toBe(403);
    const { items } = await entries('', await scoped('admin', 'other'));
    expect(items.map(({ shop, what }) => [shop, what])).toEqual([['other', 'revision']]);
    const own = await entries('', await scoped('admin', 'sample-tea'));
    expect(own.items.map(({ what }) => what)).toEqual(['took', 'revision']);
  });
});

afterEach(() => on.clock.set(at('2026-11-26T10:00:00+09:00')));
