// Words that must not come back on a Japanese screen, in a mail, a chat or a command's answer: each had a plainer name, and
// a thing has one name everywhere. Read from the sources themselves, so a table added later is looked at, too.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../src');
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** What was said, and what is said instead. */
const PLAINER: readonly (readonly [RegExp, string])[] = [
  [/ミュート/, 'お知らせを停止'],
  [/メール(を|の)?停止(?!しています)|メールを(止め|再開)|通知の停止|通知を止め/, 'お知らせを停止'],
  [/期限から.*営業/, '13営業日超過'],
  [/営業時間で残り|残り: (なし|営業)/, '残り1時間（営業時間）'],
  [/急ぐ順/, '期限が近い順（超過が先）'],
  [/手つかず/, '未対応'],
  [/手放す|対応を終える/, '対応中を解除する'],
  [/まだ何も変え/, '変更できませんでした'],
  [/確かめ/, '確認'],
  [/が対応中に（/, '対応を開始'],
  [/に把握/, '取得'],
  [/フラグを|旗/, '注意表示'],
  [/店舗ファイルの(登録|休業)/, '登録済みの休業・営業、店舗で登録した休業'],
  [/プレビュー/, '確認画面'],
  [/内容を決める/, '休業・営業を設定'],
  [/いつもと違う日/, '休業日・臨時営業日の一覧'],
  [/営業日として数え/, '営業日として計算'],
  [/期限が動く/, '期限が変わる'],
  [/もともと/, 'すでに'],
  [/巡回|このプロセス|ワーカー/, '画面の更新処理、期限の監視処理'],
  [/外部から受信/, 'API連携'],
  [/検索をやめる/, '検索をクリア'],
  [/未返信期間/, '返信待ち'],
  [/90%点/, '9割の返信'],
  [/見られません/, '表示する権限がありません'],
  [/連絡先へのご依頼/, '一覧で「対応中にする」を押すと'],
  [/取り下げ/, '取り消し'],
  [/時計の時間/, '経過時間'],
  [/この機械/, 'このコンピューター'],
];

/** The texts of a file without its comments. */
function linesOf(file: string): string[] {
  const withoutBlocks = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return withoutBlocks.split('\n').filter((line) => JAPANESE.test(line) && !/^\s*\/\//.test(line));
}

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));

test.each(PLAINER)('nobody reads %s any more, but %s', (word) => {
  const found = files.flatMap((name) =>
    linesOf(join(SOURCES, name))
      .filter((line) => word.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test('there are tables to look at', () => {
  expect(files.filter((name) => linesOf(join(SOURCES, name)).length > 0).length).toBeGreaterThan(50);
});
