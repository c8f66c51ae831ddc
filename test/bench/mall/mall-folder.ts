// bench: a config folder of a mall: as many shop files as asked for, each different, of about 500 bytes, each with a calendar
// of its own.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVICE = `ops: [ops@example.jp]
from: sla@example.jp
publicUrl: https://sla.example.jp
defaults: { timeZone: Asia/Tokyo, language: ja }
`;

/** Makes the folder and returns its path. */
export function mallFolder(shops: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'inquiry-sla-mall-'));
  mkdirSync(join(dir, 'shops'));
  writeFileSync(join(dir, 'service.yaml'), SERVICE);
  for (let n = 0; n < shops; n++) writeFileSync(shopFile(dir, n), shopText(n));
  return dir;
}

export const shopFile = (dir: string, n: number): string => join(dir, 'shops', `shop-${n}.yaml`);

/** `extra` goes into the name, so that an edit of it moves no deadline. */
export function shopText(n: number, extra = ''): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = new Date(Date.UTC(2026, 11, 1 + (n % 300))).toISOString().slice(0, 10);
  const weekly = ['[sat, sun]', '[sun]', '[wed]', '[mon, tue]'][n % 4];
  return `# 店舗 ${n}
name: サンプル店舗 ${n}${extra}
owner: [owner-${n}@example.jp]
calendar:
  weeklyClosed: ${weekly}
  nationalHolidays: ${n % 3 === 0 ? 'none' : 'JP'}
  closed:
    - { on: 2026-08-${two(10 + (n % 5))}..2026-08-${two(15 + (n % 7))}, name: 夏季休業 }
    - { every: 12-${two(26 + (n % 5))}..01-${two(3 + (n % 3))}, name: 年末年始 }
    - { on: ${day}, name: 棚卸し ${n} }
  open:
    - { on: 2026-10-${two(1 + (n % 28))}, name: 創業祭 }
policies:
  - { channel: r-messe, counting: day-end, flagAfter: 1d, mailOwnerAfter: 2d, breachAfter: 3d }
mail: { sendWindow: "09:00-18:00" }
`;
}
