// The worlds that pictures can show: how many shops there are, and which of the seeded ones is looked at.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { formatFault } from '../../src/config/values/faults.ts';
import { DAY_MS } from '../../src/core/time/civil-date.ts';
import { SEED_NOW } from '../../src/demo/seed/seed-history.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import type { Service } from '../../src/service/service.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';

export const SEEDED_SHOPS = 8;

/** The seeded shop with so many inquiries that wait. */
export const SHOP_WITH: Readonly<Record<string, string>> = {
  '1': 'half-width',
  '12': 'sample-tea',
  '111': 'busy-kimono',
};

const NAMES = ['山の幸ストア', '雑貨のことり', 'キッチン用品専門店 まどか', '靴とかばんの店', 'ペット日和'] as const;
const GROUPS = ['東京チーム', '大阪チーム', '福岡チーム'] as const;
/** Of so many shops one has inquiries that wait. */
const ONE_IN = 6;

const idOf = (at: number): string => `shop-${String(at).padStart(3, '0')}`;

/** Writes so many more shops beside those in the folder, and loads all of it. */
export function addShops(folder: string, count: number): Config {
  for (let at = 1; at <= count; at++) writeFileSync(join(folder, 'shops', `${idOf(at)}.yaml`), shopFile(at));
  const read = loadConfig(folder);
  if ('config' in read) return read.config;
  throw new Error(`the world's configuration is broken:\n${read.faults.map(formatFault).join('\n')}`);
}

/** Half of them have entered their New Year. */
const shopFile = (at: number): string => `name: ${NAMES[at % NAMES.length]} ${at}号店
owner: [owner@${idOf(at)}.example]
group: ${GROUPS[at % GROUPS.length]}
calendar: { weeklyClosed: [sat, sun]${at % 2 === 0 ? ', closed: [{ every: 12-29..01-03, name: 年末年始 }]' : ''} }
`;

/** Some of the added shops have one to three inquiries that wait, up to a week. */
export async function fillAddedShops(service: Service, count: number): Promise<void> {
  const asked = Array.from({ length: count }, (_, at) => at + 1).flatMap((at) =>
    at % ONE_IN === 0
      ? Array.from({ length: 1 + (at % 3) }, (_, nth) => ({
          ...{ shop: idOf(at), inquiry: `${at}-20261126-${String(nth + 1).padStart(8, '0')}o`, channel: 'r-messe' },
          event: { type: 'customer_message', id: 'm', at: SEED_NOW - ((at + nth) % 8) * DAY_MS - at } as const,
        }))
      : [],
  );
  await intake(service, asked, 'rms');
  await fireDue(service);
}
