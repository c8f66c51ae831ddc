// Each kind of mistake is said in Japanese, too: what is left in Latin letters are values, keys and names.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sayingInWords } from '../../../src/config/values/fault-words.ts';

const MISTAKES = join(import.meta.dirname, '../mistakes');
const EXPECT = '# expect ';
/** English that no value or key has: two small words in a row. */
const ENGLISH = /\b(?:a|an|the|of|or|and|is|such|with|without|write|found|allowed|no|not) [a-z`]/;

const said = readdirSync(MISTAKES).flatMap((name) =>
  readFileSync(join(MISTAKES, name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(EXPECT))
    .map((line) => `shops/shop.yaml:${line.slice(EXPECT.length)}`),
);

test.each(said)('%s', (english) => {
  const japanese = sayingInWords(english, 'ja');
  expect(japanese).toContain('。使える値: ');
  // What somebody wrote stands between quotation marks and may be English.
  expect(japanese.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).not.toMatch(ENGLISH);
  expect(sayingInWords(english, 'en')).toBe(english);
});

describe('the place, what was found and the way out stay', () => {
  test.each([
    [
      'shops/a.yaml:10:11 calendar.closed[0].on: found "2026-08-14..2026-08-12"; allowed: a range that runs forward; did you mean "2026-08-12..2026-08-14"?',
      'shops/a.yaml:10:11 calendar.closed[0].on: "2026-08-14..2026-08-12" は使えません。使える値: 開始日より終了日が後の期間。もしかして "2026-08-12..2026-08-14" ですか',
    ],
    [
      'contacts.room.chat[0]: found "team-room"; allowed: the name of a chat; the file names none',
      'contacts.room.chat[0]: "team-room" は使えません。使える値: チャットの名前（このファイルにはありません）',
    ],
    ['inquiry: a text of 1 to 200 visible characters is needed', 'inquiry: 1〜200文字の文字列が必要です'],
    ['the line is no JSON', 'JSONではない行です。1行に1つのJSONオブジェクトが必要です'],
    ['no shop "nobody" in the configuration', '店舗 "nobody" は設定にありません'],
    ['owner: found nothing; allowed: the name of the shop', 'owner: 値なし。使える値: 店舗名'],
    ['x: found a thing; allowed: the other thing', 'x: found a thing; allowed: the other thing'],
    ['something of an older release', 'something of an older release'],
  ])('%s', (english, japanese) => expect(sayingInWords(english, 'ja')).toBe(japanese));
});
