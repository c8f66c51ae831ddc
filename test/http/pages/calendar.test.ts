// The calendar's pages, without JavaScript: a browser that reads forms and posts what they hold.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpApp } from '../../../src/http/http-app.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { type CalendarDesk, calendarDesk, makeReadOnly, SHOP_YAML } from '../../support/calendar-desk.ts';
import { emptyTables, silentLogger, testDatabase } from '../../support/database.ts';
import { at, eventOf } from '../../support/service.ts';
import { fixture, HEALTHY, NOW } from '../support.ts';

const database = testDatabase();
const PAGE = '/shops/sample-tea/calendar';

let desk: CalendarDesk;
let ask: (path: string, init?: RequestInit) => Promise<Response>;

beforeEach(() => emptyTables(database.db));

async function open(shop?: string): Promise<void> {
  desk = await calendarDesk(database.db, NOW, shop);
  const { service, edits } = desk;
  const app = createHttpApp({ service, health: HEALTHY, logger: silentLogger, calendarEdits: edits });
  ask = async (path, init) => app.request(path, init);
}

async function look(path = PAGE, status = 200): Promise<string> {
  const answer = await ask(path);
  expect([path, answer.status]).toEqual([path, status]);
  return answer.text();
}

interface Answer {
  readonly status: number;
  readonly html: string;
  readonly location: string | null;
}

async function post(path: string, fields: readonly (readonly [string, string])[]): Promise<Answer> {
  const answer = await ask(path, {
    method: 'POST',
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
  });
  return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
}

/** As a browser sends the form: the answer is at the address that it is led to. */
async function preview(...fields: (readonly [string, string])[]): Promise<Answer> {
  const query = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
  const sent = await ask(`${PAGE}/preview?${query}`);
  const answer = sent.status === 303 ? await ask(sent.headers.get('location')!) : sent;
  return { status: answer.status, html: await answer.text(), location: sent.headers.get('location') };
}

/** What the form that saves holds. */
function savingFields(html: string): (readonly [string, string])[] {
  const form = html.slice(html.indexOf(`action="${PAGE}/save"`));
  const inputs = form.slice(0, form.indexOf('</form>')).matchAll(/name="(\w+)" value="([^"]*)"/g);
  return [...inputs].map(([, name, value]) => [name!, value!] as const);
}

const press = (previewed: Answer) => post(`${PAGE}/save`, savingFields(previewed.html));

const STOCK = [
  ['day', '2026-11-27'],
  ['list', 'closed'],
  ['name', '棚卸'],
] as const;

describe('the year', () => {
  test('marks every closed and opened day and says why and who says so', async () => {
    await open(`${SHOP_YAML}  open:\n    - { on: 2026-10-17, name: 創業祭, hours: ["10:00-15:00"] }\n`);
    const html = await look();
    for (const words of [
      '2026/8/12(水) 休 夏季休業 [臨時休業]',
      '2026/11/23(月) 休 勤労感謝の日 [祝日]',
      '2026/11/28(土) 休 定休日 [毎週の休み]',
      '2026/10/17(土) 開 創業祭 10:00-15:00 （本来は 定休日 [毎週の休み]）',
      '2026/11/26(木) 今日 営業日',
      '2027年1月',
      '2026年11月〜2027年11月',
      '過去の月（2026年1月〜2026年10月）',
      '国民の祝日 ',
    ])
      expect(html).toContain(words);
    expect(await look(`${PAGE}?year=2026`)).toContain('8/12(水)〜8/14(金) <span class="soft">3日間</span>');
  });

  test('says loudly that New Year is near and not entered, calmly what is far, and what is entered', async () => {
    await open();
    const html = await look();
    expect(html).toContain('あと33日。未登録です。このままでは営業日として計算します');
    expect(html).toContain('昨年の休業: 8/12(水)〜8/14(金)');
    expect(html).toContain('choose=2026-12-29..2027-01-03');
    await open(SHOP_YAML.replace('closed:', 'closed:\n    - { every: 12-29..01-03, name: 年末年始 }'));
    expect(await look()).toContain('登録済み: 12/29(火)〜2027/1/3(日)');
  });

  test('a link of a season brings its dates chosen, with its name', async () => {
    await open();
    const html = await look(`${PAGE}?year=2026&choose=2026-12-29..2027-01-03&name=年末年始`);
    expect([...html.matchAll(/value="([\d-]+)" checked/g)].map(([, day]) => day)).toEqual([
      '2026-12-29',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
    ]);
    expect(html).toContain('name="name" value="年末年始"');
  });

  test('other years, English, and what is no year or no shop', async () => {
    await open();
    expect(await look(`${PAGE}?year=2027`)).toContain('2028年1月');
    expect(await look(`${PAGE}?lang=en`)).toContain('Fri 14 Aug 2026 x 夏季休業 [closed in the file]');
    for (const path of [`${PAGE}?year=1`, `${PAGE}?year=x`, '/shops/nobody/calendar', '/shops/nobody/calendar.ics'])
      expect(await look(path, 404)).toContain('見つかりません');
  });

  test('nothing of it is inline, and whatever is in a file is escaped', async () => {
    await open(SHOP_YAML.replace('夏季休業', '"<script>alert(1)</script>"'));
    const html = await look();
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script>|<style| style="| on[a-z]+="/);
  });

  test('feeds of days and of deadlines', async () => {
    await open();
    await intake(desk.service, [eventOf('customer_message', 'm0', '2026-11-26T09:00:00+09:00')], 'api');
    const days = await ask('/shops/sample-tea/calendar.ics');
    expect(days.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await days.text()).toContain('SUMMARY:休業: 夏季休業');
    expect(await look('/shops/sample-tea/deadlines.ics')).toContain('SUMMARY:返信期限: q1');
  });
});

describe('what a preview makes of the days ahead', () => {
  test('is told date by date, before and after', async () => {
    await open();
    await intake(desk.service, [eventOf('customer_message', 'm0', '2026-11-24T10:00:00+09:00')], 'api');
    const { html } = await preview(['day', '2026-11-27'], ['list', 'closed'], ['name', '棚卸']);
    expect(html).toContain('今後10営業日の期限');
    expect(html).toMatch(/11\/27\(金\)<\/span><span><span class="soft">1件 →<\/span> <span class="strong">休業日</);
    expect(html).toMatch(/11\/30\(月\)<\/span><span><span class="soft">0件 →<\/span> <span class="strong">1件</);
    const far = await preview(['day', '2027-03-01'], ['list', 'closed'], ['name', '棚卸']);
    expect(far.html).toContain('今後10営業日の期限の件数は変わりません');
  });
});

describe('closing days', () => {
  test('shows first what the command shows, and saves nothing', async () => {
    await open();
    const { status, html } = await preview(
      ['day', '2026-12-29'],
      ['day', '2026-12-30'],
      ['day', '2026-12-31'],
      ['list', 'closed'],
      ['name', '年末'],
    );
    expect(status).toBe(200);
    for (const words of [
      'まだ保存していません',
      '2026/12/29(火)〜12/31(木)を休業にします（年末）',
      'この年だけの休みです。毎年の休みですか',
      '12/28(月)だけが休みに挟まれた営業日です',
      '<th scope="row">10</th>',
      '- { on: 2026-12-29..2026-12-31, name: 年末 }',
      '未返信の問い合わせに影響はありません',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('--every');
    expect(desk.read()).toBe(SHOP_YAML);
  });

  test('then saves that very change, says so, shows it and offers to take it back', async () => {
    await open();
    const { status, location } = await press(await preview(...STOCK));
    expect([status, location]).toEqual([303, `${PAGE}?saved=done`]);
    expect(desk.read()).toBe(`${SHOP_YAML}    - { on: 2026-11-27, name: 棚卸 }\n`);
    const html = await look(location!);
    for (const words of [
      '保存しました',
      '2026/11/27(金) 休 棚卸 [臨時休業]',
      '臨時休業を追加: 2026/11/27(金) 棚卸',
      '取り消す（確認画面へ）',
    ])
      expect(html).toContain(words);
    const undo = await preview(['edit', 'undo']);
    expect(undo.html).toContain('臨時休業を削除: 2026/11/27(金) 棚卸');
    const undone = await press(undo);
    expect([undone.location, desk.read()]).toEqual([`${PAGE}?saved=undone`, SHOP_YAML]);
    expect(await look(undone.location!)).not.toContain('取り消す（');
  });

  test('tells which flags go down, which deadlines move and which mails are out already', async () => {
    await open();
    desk.clock.set(at('2026-11-24T12:00:00+09:00'));
    await intake(desk.service, [eventOf('customer_message', 'm0', '2026-11-24T10:00:00+09:00')], 'api');
    desk.clock.set(at(NOW));
    await fireDue(desk.service);
    const previewed = await preview(['day', '2026-11-25'], ['list', 'closed'], ['name', '臨時休業']);
    for (const words of ['期限到来の取り消し: 1件', '11/25(水) 24:00 →', '11/26(木) 24:00', '過去の日付です'])
      expect(previewed.html).toContain(words);
    await press(previewed);
    expect(await look('/shops/sample-tea/inquiries/q1')).toContain('カレンダーまたは数え方の変更');
  });

  test('by first and last date, across the year’s end, every year', async () => {
    await open();
    await press(
      await preview(
        ['from', '2026-12-29'],
        ['to', '2027-01-03'],
        ['list', 'closed'],
        ['name', '年末年始'],
        ['every', 'yes'],
      ),
    );
    expect(desk.read()).toBe(`${SHOP_YAML}    - { every: 12-29..01-03, name: 年末年始 }\n`);
    expect(await look(`${PAGE}?year=2029`)).toContain('2029/1/2(火) 休 年末年始 [毎年の休み]');
  });

  test('above confirmAbove the preview warns, and its button is the confirmation', async () => {
    await open();
    const waiting = [1, 2, 3].map((n) => ({
      ...eventOf('customer_message', 'm0', '2026-11-24T10:00:00+09:00'),
      inquiry: `q${n}`,
    }));
    await intake(desk.service, waiting, 'api');
    await fireDue(desk.service);
    const previewed = await preview(['day', '2026-11-25'], ['list', 'closed'], ['name', '臨時休業']);
    expect(previewed.html).toContain('3件の問い合わせで表示やお知らせが増減します');
    expect(previewed.html).toContain('内容を確認したので保存する');
    expect((await press(previewed)).status).toBe(303);
    expect(desk.reloader.health().held).toBeNull();
  });
});

test('opening a Saturday with hours of its own', async () => {
  await open();
  const fields = [
    ['day', '2026-12-05'],
    ['list', 'open'],
    ['name', '歳末市'],
    ['hours', '10:00-15:00'],
  ] as const;
  await press(await preview(...fields));
  expect(await look()).toContain('2026/12/5(土) 開 歳末市 10:00-15:00 （本来は 定休日 [毎週の休み]）');
});

test('a day closed by an entry is opened by removing the entry, which can be taken back', async () => {
  const stocktaking = '    - { on: 2026-11-30, name: 棚卸 } # 倉庫\n';
  await open(SHOP_YAML + stocktaking);
  expect((await preview(['day', '2026-11-30'], ['list', 'open'])).html).toContain(
    '「登録済みの休業・営業」でその登録を先に削除して',
  );
  const html = await look();
  expect(html).toContain('name="remove" value="closed-1" aria-label="2026/11/30(月) 棚卸 削除（確認画面へ）"');
  expect(html).not.toContain('value="closed-0"');
  const previewed = await preview(['remove', 'closed-1']);
  for (const words of ['登録を削除します', '臨時休業を削除: 2026/11/30(月) 棚卸', '営業日になる日'])
    expect(previewed.html).toContain(words);
  expect((await press(previewed)).status).toBe(303);
  expect(desk.read()).toBe(SHOP_YAML);
  await press(await preview(['edit', 'undo']));
  expect(desk.read()).toBe(SHOP_YAML + stocktaking);
});

describe('the preview for an assistant', () => {
  test('has an address of its own, which keeps all that was asked for, and leads back to it', async () => {
    await open();
    const filled = [
      ['day', '2026-12-29'],
      ['day', '2026-12-30'],
      ['day', '2027-01-05'],
      ['list', 'closed'],
      ['name', '年末'],
    ] as const;
    const { html, location } = await preview(...filled);
    const query = new URL(location!, 'http://localhost').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      choose: '2026-12-29..2026-12-30,2027-01-05',
      list: 'closed',
      name: '年末',
    });
    const back = /<a href="([^"]+)">保存せずにカレンダーへ戻る/.exec(html)![1]!.replaceAll('&amp;', '&');
    const again = await look(back.replace(/#.*/, ''));
    expect([...again.matchAll(/value="([\d-]+)" checked/g)].map(([, day]) => day)).toEqual([
      '2026-12-29',
      '2026-12-30',
      '2027-01-05',
    ]);
    expect(again).toContain('name="name" value="年末"');
    expect(desk.read()).toBe(SHOP_YAML);
  });

  test('its questions are answered by a press: every year, and the Monday after', async () => {
    await open();
    const asked = await preview(['from', '2026-12-29'], ['to', '2027-01-03'], ['name', '年末年始']);
    expect(asked.html).toContain('休み明けの2027/1/4(月)は営業日として計算します。この日も休みですか');
    const press1 = await look(linkOf(asked.html, '2027/1/4(月)も休業にする'));
    expect(press1).toContain('2026/12/29(火)〜2027/1/4(月)を休業にします（年末年始）');
    const press2 = { status: 200, html: await look(linkOf(press1, '毎年の休業にする')), location: null };
    expect(press2.html).not.toContain('毎年の休業にする');
    await press(press2);
    expect(desk.read()).toBe(`${SHOP_YAML}    - { every: 12-29..01-04, name: 年末年始 }\n`);
  });

  test('tells the year of what is not this year’s, and folds the file’s lines and the names of rules', async () => {
    await open();
    const { html } = await preview(['from', '2026-12-29'], ['to', '2028-01-03'], ['name', '休業']);
    expect(html).toMatch(/1\/4\(月\) 24:00 →<\/span> <span class="strong">2028\/1\/4\(火\) 24:00/);
    expect(html).not.toContain('day-end');
    expect(html).toContain('期限が変わる受信日 <span class="soft">1営業日・2営業日・3営業日</span>');
    expect(html).toMatch(/<details class="card cal-file"><summary>設定ファイルの変更（詳しい方向け）/);
  });

  test.each<[string, (readonly [string, string])[], string]>([
    ['typed by hand', [['hours', '10時〜15時']], '10:00-15:00'],
    ['full-width', [['hours', '１０：００－１２：００、１３時から１７時']], '10:00-12:00,13:00-17:00'],
  ])('hours %s are read as they are meant', async (_, fields, hours) => {
    await open();
    const { status, location } = await preview(['day', '2026-12-05'], ['list', 'open'], ...fields);
    expect(status).toBe(200);
    expect(new URL(location!, 'http://localhost').searchParams.get('hours')).toBe(hours);
  });
});

describe('a mistake is answered at its field, with all that was typed', () => {
  test('dates the wrong way round: in Japanese, with the right ones a press away', async () => {
    await open();
    const { status, html } = await preview(
      ['from', '2027-01-03'],
      ['to', '2026-12-29'],
      ['name', '年末年始'],
      ['every', 'yes'],
    );
    expect(status).toBe(422);
    expect(html).toContain('終了日が開始日より前です。');
    expect(html).not.toMatch(/found|allowed/);
    for (const kept of [
      'name="from" value="2027-01-03"',
      'name="to" value="2026-12-29"',
      'value="年末年始"',
      'name="every" value="yes" checked',
      'aria-describedby="wrong-dates"',
      'role="alert"',
    ])
      expect(html).toContain(kept);
    expect(await look(linkOf(html, '2026/12/29(火)〜2027/1/3(日)にする'))).toContain('毎年 12/29〜1/3を休業にします');
  });

  test('hours that are none stand at the hours', async () => {
    await open();
    const { html } = await preview(['day', '2026-12-05'], ['list', 'open'], ['hours', '朝から']);
    expect(html).toMatch(/name="hours" value="朝から"[^>]*aria-invalid="true" aria-describedby="wrong-hours"/);
    expect(html).toContain('営業時間は「10:00-15:00」のように');
    expect(html).toContain('value="2026-12-05" checked');
    const english = await ask(`${PAGE}/preview?day=2026-12-05&list=open&hours=x&lang=en`);
    expect(await english.text()).toContain('Hours are written like 10:00-15:00');
  });
});

describe('a season of which nobody has said anything', () => {
  test('shows on the list of shops, on the shop’s page and on a page of all', async () => {
    await open();
    for (const path of ['/', '/shops/sample-tea', '/seasons']) {
      const html = await look(path);
      expect([path, html.includes('年末年始')]).toEqual([path, true]);
      expect(html).toContain('/calendar?choose=2026-12-29..2027-01-03&amp;name=');
    }
    expect(await look('/seasons')).toContain('長期休業が未登録の店舗');
    expect(await look('/seasons?lang=en')).toContain('in 33 days');
    await open(SHOP_YAML.replace('closed:', 'closed:\n    - { every: 12-29..01-03, name: 年末年始 }'));
    expect(await look('/seasons')).toContain('すべての店舗で登録済みです');
    for (const path of ['/', '/shops/sample-tea']) expect(await look(path)).not.toContain('未登録');
    await open(SHOP_YAML.replace('calendar:', 'calendar:\n  seasons: off'));
    expect(await look('/')).not.toContain('未登録');
    await look('/seasons?page=2', 404);
  });
});

/** The address of a link or a link that acts like a button, by its words. */
function linkOf(html: string, words: string): string {
  const link = [...html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)<\/a>/g)].find(([, , said]) => said === words);
  if (link === undefined) throw new Error(`no link says ${words}`);
  return link[1]!.replaceAll('&amp;', '&').replace(/#.*/, '');
}

describe('what keeps a change from being saved', () => {
  test('a file edited meanwhile: 409 with the preview as it is now, which can be saved', async () => {
    await open();
    const previewed = await preview(...STOCK);
    const edited = SHOP_YAML.replace('夏季休業', 'お盆休み');
    desk.write(edited);
    const conflict = await press(previewed);
    expect([conflict.status, desk.read()]).toEqual([409, edited]);
    expect(conflict.html).toContain('ほかの人が先に変更しました');
    expect((await press(conflict)).status).toBe(303);
    expect(desk.read()).toBe(`${edited}    - { on: 2026-11-27, name: 棚卸 }\n`);
  });

  test('two admins: the second sees the first one’s change before saving on top of it', async () => {
    await open();
    const [first, second] = [await preview(...STOCK), await preview(['day', '2026-11-30'], ['name', '研修'])];
    expect((await press(first)).status).toBe(303);
    const conflict = await press(second);
    expect(conflict.status).toBe(409);
    await press(conflict);
    expect(desk.read()).toContain('    - { on: 2026-11-27, name: 棚卸 }\n    - { on: 2026-11-30, name: 研修 }\n');
  });

  test('a read-only folder: the page says so, and the preview holds what to copy and no button', async () => {
    await open();
    makeReadOnly(join(desk.dir, 'shops'));
    expect(await look()).toContain('設定ファイルは読み取り専用です');
    const { html } = await preview(...STOCK);
    for (const words of ['ここからは保存できません', '+++ b/shops/sample-tea.yaml', '変更後のファイル全体'])
      expect(html).toContain(words);
    expect(html).not.toContain(`${PAGE}/save`);
  });

  test('a fault in another file: it is said before, and after saving that it is not in force yet', async () => {
    await open();
    const other = join(desk.dir, 'shops', 'other.yaml');
    writeFileSync(other, 'name: 1\n');
    await desk.reloader.reload();
    const previewed = await preview(...STOCK);
    expect(previewed.html).toContain('設定ファイルのほかの場所に誤りがあります');
    const { location } = await press(previewed);
    expect(await look(location!)).toContain('まだ有効ではありません');
    rmSync(other);
    await desk.reloader.reload();
    expect(await look()).toContain('2026/11/27(金) 休 棚卸');
  });

  test.each<[string, (readonly [string, string])[], string]>([
    ['no day', [['list', 'closed']], '日を選ぶか、開始日と終了日を入力してください。'],
    ['a date that does not exist', [['from', '2026-02-30']], '「2026-02-30」という日付はありません。'],
    [
      'a day that is closed by an entry of its own',
      [
        ['day', '2026-08-13'],
        ['list', 'open'],
      ],
      '別の理由で登録',
    ],
    ['nothing to take back', [['edit', 'undo']], '取り消せる変更がありません'],
  ])('%s: 422 in words', async (_, fields, words) => {
    await open();
    const { status, html } = await preview(...fields);
    expect(status).toBe(422);
    expect(html).toContain(words);
    expect(html).not.toContain(desk.dir);
  });

  test('an unknown shop, and a body that is no form', async () => {
    await open();
    expect((await ask('/shops/nobody/calendar/preview?choose=2026-11-27')).status).toBe(404);
    expect((await ask(`${PAGE}/preview`)).status).toBe(422);
    expect((await ask(`${PAGE}/save`, { method: 'POST' })).status).toBe(422);
  });

  test('what was saved and is only looked at again leads back to the calendar', async () => {
    await open();
    const answer = await ask(`${PAGE}/save?lang=en`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${PAGE}?lang=en`]);
  });
});

describe('a service without files', () => {
  const on = fixture();
  test('shows the calendar, says why it cannot be edited, and refuses', async () => {
    const html = await (await on.ask(PAGE)).text();
    expect(html).toContain('設定ファイルのフォルダーなしで動いているため');
    expect(html).not.toContain('type="checkbox"');
    const answer = await on.ask(`${PAGE}/preview?choose=2026-11-27`);
    expect(answer.status).toBe(422);
  });
});
