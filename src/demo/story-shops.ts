// The two shops of the story as the files an admin would write; the demo puts them on the disk and loads them like any.
// The secrets named here are the fake RMS's, they open nothing else.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config/load.ts';
import { formatFault } from '../config/values/faults.ts';
import type { Bilingual } from '../core/model.ts';

export interface StoryShop {
  readonly id: string;
  readonly yaml: string;
  /** What it is like, for the demo's first lines. */
  readonly words: Bilingual;
}

/** What the fake RMS knows of the shop it serves. */
export const FAKE_RMS_SHOP = {
  shopId: 600100,
  serviceSecret: 'SP600100_demo',
  licenseKey: 'SL600100_demo',
} as const;

/** Values of the environment variables that the shop files name. */
export const SECRETS: Readonly<Record<string, string>> = {
  RMS_SERVICE_SECRET_MIDORI: FAKE_RMS_SHOP.serviceSecret,
  RMS_LICENSE_KEY_MIDORI: FAKE_RMS_SHOP.licenseKey,
};

export const MIDORI: StoryShop = {
  id: 'midori-tea',
  yaml: `name: みどり茶舗
owner: [owner@midori-tea.example]
calendar:
  weeklyClosed: [sat, sun]
  nationalHolidays: JP
  closed:
    - { every: 12-29..01-03, name: 年末年始 }
contacts:
  staff: { mail: [staff@midori-tea.example] }
policies:
  - channel: r-messe
    counting: day-end
    flagAfter: 1d
    mailOwnerAfter: 2d
    breachAfter: 3d
    notices: [{ at: flag, tell: [staff] }]
morning: { tell: [staff], at: opening }
weekly: mon
goals: [{ within: breach, percent: 90, days: 30 }]
rms:
  shopId: ${FAKE_RMS_SHOP.shopId}
  serviceSecret: \${RMS_SERVICE_SECRET_MIDORI}
  licenseKey: \${RMS_LICENSE_KEY_MIDORI}
  autoReplies: { containing: [自動返信] }
`,
  words: {
    ja: 'みどり茶舗: RMSを読む。休みは土日祝と12/29〜1/3、1・2・3営業日（day-end）、送信 9〜18時。担当者へ1営業日経過と朝の一覧、月曜に週のまとめ、目標90%',
    en: 'read from RMS; closed Sat, Sun, holidays, 29 Dec to 3 Jan; 1, 2, 3 business days; mails 9 to 18 h; staff are told of flags and every morning, the owner every Monday; a goal of 90 %',
  },
};

export const HARBOUR: StoryShop = {
  id: 'tea-chat',
  yaml: `name: Harbour Tea Chat
language: en
owner: [owner@harbour-tea.example, deputy@harbour-tea.example]
calendar:
  weeklyClosed: [wed]
  nationalHolidays: none
  hours: ["10:00-19:00"]
  closed:
    - { on: 2027-01-01, name: 元日 }
contacts:
  desk: { mail: [desk@harbour-tea.example] }
policies:
  - channel: chat
    flagAfter: 120m
    mailOwnerAfter: 4h
    breachAfter: 9h
    notices: [{ before: 3h, of: breach, tell: [desk] }]
mail: { sendWindow: "10:00-19:00" }
weekly: mon
`,
  words: {
    ja: 'Harbour Tea Chat: チャット（POST /v1/events）。10〜19時、休みは水曜と元日、営業2・4・9時間。期限の3時間前に担当へ予告、月曜に週のまとめ',
    en: 'chat by POST /v1/events; 10 to 19 h, closed Wed and 1 Jan; 2, 4, 9 hours of opening time; the desk is warned 3 hours before, the owners hear every Monday',
  },
};

export const SERVICE_YAML = `ops: [ops@example.jp]
from: "問い合わせ期限モニター <sla@example.jp>"
publicUrl: https://sla.example.jp
defaults: { timeZone: Asia/Tokyo, language: ja, mail: { sendWindow: "09:00-18:00" } }
`;

export const STORY_SHOPS: readonly StoryShop[] = [MIDORI, HARBOUR];

/**
 * The configuration of the story, from `folder`/service.yaml and `folder`/shops, which are written anew; RMS is asked at
 * `rmsUrl`, where one answers.
 */
export function writeStoryConfig(folder: string, rmsUrl?: string): Config {
  mkdirSync(join(folder, 'shops'), { recursive: true });
  const rms = rmsUrl === undefined ? '' : `rmsBaseUrl: ${rmsUrl}\n`;
  writeFileSync(join(folder, 'service.yaml'), SERVICE_YAML + rms);
  for (const { id, yaml } of STORY_SHOPS) writeFileSync(join(folder, 'shops', `${id}.yaml`), yaml);
  const read = loadConfig(folder);
  if ('config' in read) return read.config;
  throw new Error(`the story's configuration is broken:\n${read.faults.map(formatFault).join('\n')}`);
}
