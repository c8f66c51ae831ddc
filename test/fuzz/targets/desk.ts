// A service on a database and a config folder of its own, with everything that an edit of files or a request goes through.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openConfigFolder } from '../../../src/config/config-folder.ts';
import { type Config, loadConfig } from '../../../src/config/load.ts';
import { createHttpApp } from '../../../src/http/http-app.ts';
import { createCounting } from '../../../src/service/compiled-calendars.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { createReloader, type Reloader } from '../../../src/service/configuration/reload-config.ts';
import { acceptLines } from '../../../src/service/intake/intake-lines.ts';
import type { Service } from '../../../src/service/service.ts';
import type { Database } from '../../../src/store/database.ts';
import { allTicked, HEALTHY, NOW } from '../../http/support.ts';
import type { ManualClock } from '../../support/clock.ts';
import { silentLogger } from '../../support/database.ts';
import { at, testService } from '../../support/service.ts';
import type { Place } from '../place.ts';

export interface Desk {
  readonly db: Database;
  readonly service: Service;
  readonly clock: ManualClock;
  readonly reloader: Reloader;
  readonly app: ReturnType<typeof createHttpApp>;
  readonly dir: string;
  write(file: string, content: string | Uint8Array): void;
  read(file: string): string;
}

export const SERVICE_YAML = `ops: [ops@example.jp]
from: "問い合わせ期限モニター <sla@example.jp>"
publicUrl: https://sla.example.jp
confirmAbove: 20
`;

/** With something of most kinds. */
export const SHOP_YAML = `name: サンプル茶舗
owner: [owner@example.jp]
calendar:
  weeklyClosed: [sat, sun]
  nationalHolidays: JP
  hours: ["09:00-12:00", "13:00-18:00"]
  closed:
    - { on: 2026-08-12..2026-08-14, name: 夏季休業 }
    - { every: 12-29..01-03, name: 年末年始 }
  open:
    - { on: 2026-10-17, name: 創業祭 }
calendars:
  always: { weeklyClosed: [], nationalHolidays: none, hours: ["00:00-24:00"] }
contacts:
  staff: { mail: [staff@example.jp] }
people:
  山田: { mail: yamada@example.jp }
policies:
  - { channel: chat, flagAfter: 5m, mailOwnerAfter: 30m, breachAfter: 1h, calendar: always }
  - flagAfter: 1d
    mailOwnerAfter: 2d
    breachAfter: 3d
    notices:
      - { before: 3h, of: breach, tell: [staff] }
goals:
  - { within: flag, percent: 95, days: 30 }
morning: { tell: [staff], at: opening }
`;
const SHOP = 'sample-tea';
export const SHOP_FILE = `shops/${SHOP}.yaml`;

/** Files as they stand in a folder called `config`; what is asked works as it does while a service runs. */
export async function openDesk(place: Place): Promise<Desk> {
  const { db } = await place.database();
  const folder = place.folder();
  const dir = join(folder, 'config');
  const write: Desk['write'] = (file, content) => writeFileSync(join(dir, file), content);
  mkdirSync(join(dir, 'shops'), { recursive: true });
  write('service.yaml', SERVICE_YAML);
  write(SHOP_FILE, SHOP_YAML);
  const { service: parts, clock } = await testService({ db, shops: [], now: NOW });
  let inForce = configOf(dir);
  const service: Service = {
    ...parts,
    get config() {
      return inForce;
    },
    counting: createCounting(() => inForce),
  };
  const swap = (config: Config): void => {
    inForce = config;
  };
  const reloader = createReloader({ service, folder: openConfigFolder(dir), swap });
  await applyRevisions(service);
  await allTicked(db, at(NOW));
  const app = createHttpApp({
    service,
    health: HEALTHY,
    healthOptions: { keptMs: 60_000 },
    logger: silentLogger,
    calendarEdits: { dataDir: join(folder, 'data'), reloader },
  });
  const read: Desk['read'] = (file) => readFileSync(join(dir, file), 'utf8');
  return { db, service, clock, reloader, app, dir, write, read };
}

function configOf(dir: string): Config {
  const read = loadConfig(dir);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.config;
}

/** Inquiries to ask for: q1 waits, q2 was answered, q3 was completed. */
export async function fill({ service }: Desk): Promise<void> {
  const event = (inquiry: string, type: string, when: string) => ({
    ...{ shop: SHOP, inquiry, channel: 'r-messe', category: '配送' },
    event: { type, id: `${type}-${when}`, at: when },
  });
  const events = [
    event('q1', 'customer_message', '2026-11-20T10:00:00+09:00'),
    event('q2', 'customer_message', '2026-11-24T10:00:00+09:00'),
    event('q2', 'shop_reply', '2026-11-24T11:00:00+09:00'),
    event('q3', 'customer_message', '2026-11-18T10:00:00+09:00'),
    event('q3', 'completed', '2026-11-25T11:00:00+09:00'),
  ];
  const lines = events.map((value, index) => ({ line: index + 1, value }));
  const { refused } = await acceptLines(service, lines, 'api');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}
