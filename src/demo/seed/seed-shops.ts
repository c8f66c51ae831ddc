// The shops of the seeded service, which the browser tests look at too, as the files an admin would write. Each is there for one trouble of layout or
// of state: a name as long as names get, half-width kana, an unknown source, chat in minutes, nothing to do at all.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../config/load.ts';
import { formatFault } from '../../config/values/faults.ts';

const SERVICE_YAML = `ops: [ops@example.jp]
from: "問い合わせ期限モニター <sla@example.jp>"
publicUrl: https://sla.example.jp
defaults: { timeZone: Asia/Tokyo, language: ja, mail: { sendWindow: "09:00-18:00" } }
`;

const rms = (id: number): string => `rms:
  shopId: ${id}
  serviceSecret: \${RMS_SERVICE_SECRET_${id}}
  licenseKey: \${RMS_LICENSE_KEY_${id}}
`;

/** 60 characters. */
export const LONG_NAME =
  '創業明治三十五年・京都宇治の老舗茶舗が営む抹茶スイーツと和菓子のお取り寄せ専門店🍵ｻﾝﾌﾟﾙ市場店・ギフト館本店通販部 ♡';

const SHOPS: Readonly<Record<string, string>> = {
  'sample-tea': `name: サンプル茶舗
owner: [owner@example.jp, deputy@example.jp]
calendar:
  weeklyClosed: [sat, sun]
  nationalHolidays: JP
  hours: ["09:00-12:00", "13:00-18:00"]
  closed:
    - { on: 2026-08-12..2026-08-14, name: 夏季休業 }
    - { every: 12-29..01-03, name: 年末年始 }
  open:
    - { on: 2026-10-17, name: 創業祭, hours: ["10:00-15:00"] }
contacts:
  staff: { mail: [staff@example.jp] }
  lead: { mail: [lead@example.jp] }
policies:
  - channel: r-messe
    counting: day-end
    flagAfter: 1d
    mailOwnerAfter: 2d
    breachAfter: 3d
    notices:
      - { before: 3h, of: breach, tell: [staff] }
      - { at: flag, tell: [staff] }
      - { after: 4d, tell: [lead, ops] }
  - { channel: chat, flagAfter: 5m, mailOwnerAfter: 30m, breachAfter: 1h }
mail: { reminders: daily }
group: 京都チーム
department: お客様窓口
templates:
  - name: お待たせ
    text: |-
      いつもありがとうございます。{店舗} {部署}の{担当者}です。
      お問い合わせの件、確認のうえ{約束の日}までにご連絡いたします。
  - { name: 配送状況, category: 配送, text: "{店舗}の{担当者}です。配送状況を確認しております。" }
  - { name: 返品のご案内, category: 返品・交換について, text: "{店舗}の{担当者}です。返品・交換の手順をご案内いたします。" }
sameCustomer: on
people:
  佐藤: { mail: sato@example.jp }
  山田: { mail: yamada@example.jp, away: { until: 2026-11-27, standIn: 佐藤 } }
  鈴木: { mail: suzuki@example.jp }
morning: { tell: [staff], at: opening }
weekly: mon
goals:
  - { within: flag, percent: 95, days: 30 }
  - { within: breach, percent: 100, days: 30 }
  - { average: 12h, days: 30 }
${rms(373343)}`,
  'long-name': `name: ${LONG_NAME}
owner: [owner@long-name.example]
group: 京都チーム
calendar: { weeklyClosed: [wed, sun] }
`,
  'half-width': `name: ｶﾞﾗｽ工房ｱｵｲ
owner: [owner@aoi.example]
calendar: { weeklyClosed: [sat, sun], closed: [{ on: 2026-11-30, name: 棚卸し }] }
`,
  'blind-books': `name: 古書 かげろう堂
owner: [owner@kagerou.example]
${rms(373344)}`,
  'never-read': `name: はじめての雑貨店
owner: [owner@hajimete.example]
${rms(373345)}`,
  'london-tea': `name: Harbour Tea & Co. <London>
timeZone: Europe/London
language: en
owner: [owner@harbour-tea.example]
calendar: { weeklyClosed: [sat, sun], nationalHolidays: none, hours: ["10:00-19:00"] }
policies:
  - { channel: chat, flagAfter: 30m, mailOwnerAfter: 2h, breachAfter: 4h }
presence: { chat: hours }
goals: [{ within: owner_alert, percent: 90, days: 7 }]
mail: { sendWindow: "10:00-19:00" }
`,
  'busy-kimono': `name: 着物と帯の店「結」
owner: [owner@yui.example]
group: 応援チーム
`,
  'calm-flowers': `name: 花のしずく
owner: [owner@shizuku.example]
`,
};

/** What the variables that the shop files name hold; they open nothing. */
export const secretOf = (name: string): string | undefined => (name.startsWith('RMS_') ? 'of-no-use' : undefined);

/** Writes the files below `folder` and loads them like any. */
export function writeSeedConfig(folder: string): Config {
  mkdirSync(join(folder, 'shops'), { recursive: true });
  writeFileSync(join(folder, 'service.yaml'), SERVICE_YAML);
  for (const [id, yaml] of Object.entries(SHOPS)) writeFileSync(join(folder, 'shops', `${id}.yaml`), yaml);
  const read = loadConfig(folder);
  if ('config' in read) return read.config;
  throw new Error(`the seeded configuration is broken:\n${read.faults.map(formatFault).join('\n')}`);
}
