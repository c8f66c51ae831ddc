// A config folder with one shop, a service that runs on it, and the reloader that puts its files in force: all that an
// edit of a calendar goes through, on the test's own database.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openConfigFolder } from '../../src/config/config-folder.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import type { CalendarEdits } from '../../src/service/calendar/edit-calendar.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import { applyRevisions } from '../../src/service/configuration/register-revisions.ts';
import { createReloader, type Reloader } from '../../src/service/configuration/reload-config.ts';
import type { Service } from '../../src/service/service.ts';
import type { Db } from '../../src/store/schema.ts';
import type { ManualClock } from './clock.ts';
import { testService } from './service.ts';

/** With comments and an order of its own, which an edit must leave alone. */
export const SHOP_YAML = `# サンプル茶舗の設定
name: サンプル茶舗   # お店の名前
owner: [owner@example.jp]
calendar:
  nationalHolidays: JP
  weeklyClosed: [sat, sun]
  closed:
    # 夏
    - { on: 2026-08-12..2026-08-14, name: 夏季休業 }
`;

const SERVICE_YAML =
  'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\nconfirmAbove: 2\n';

export interface CalendarDesk {
  readonly service: Service;
  readonly clock: ManualClock;
  readonly reloader: Reloader;
  readonly edits: CalendarEdits;
  readonly dir: string;
  /** The shop's file as it is. */
  read(): string;
  /** Another person edits the shop's file by hand. */
  write(text: string): void;
}

/** Opens the desk on an empty database; it goes with the test. */
export async function calendarDesk(db: Db, now: string, shop = SHOP_YAML): Promise<CalendarDesk> {
  const dir = mkdtempSync(join(tmpdir(), 'calendar-desk-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'shops', 'sample-tea.yaml');
  mkdirSync(join(dir, 'shops'));
  writeFileSync(join(dir, 'service.yaml'), SERVICE_YAML);
  writeFileSync(file, shop);
  const { service: parts, clock } = await testService({ db, shops: [], now });
  let inForce = loaded(dir);
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
  await reloader.reload();
  return {
    service,
    clock,
    reloader,
    edits: { dataDir: join(dir, 'data'), reloader },
    dir,
    read: () => readFileSync(file, 'utf8'),
    write: (text) => writeFileSync(file, text),
  };
}

function loaded(dir: string): Config {
  const read = loadConfig(dir);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.config;
}

/** Makes a folder read-only until the test ends, also for root: a mount, as of a ConfigMap. */
export function makeReadOnly(folder: string): void {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    return;
  }
  run('mount', '--bind', folder, folder);
  onTestFinished(() => run('umount', folder));
  run('mount', '-o', 'remount,bind,ro', folder);
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args);
}
