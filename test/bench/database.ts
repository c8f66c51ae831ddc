// bench: a database of the bench's own with the project's schema, and shops that share one calendar.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readShop, type ShopConfig } from '../../src/config/input/shop-settings.ts';
import { place } from '../../src/config/values/readers.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import type { Service, WakeUps } from '../../src/service/service.ts';
import { closeDatabase, type Database, openDatabase } from '../../src/store/database.ts';
import { openEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { removeCluster } from '../../src/store/embedded/home.ts';
import { migrate } from '../../src/store/migrate.ts';

const SEED_LIMIT_MS = 10 * 60_000;

export const logger = pino({ level: 'error' });

export interface BenchDatabase {
  readonly db: Database;
  readonly url: string;
  close(): Promise<void>;
}

/** `sharedBuffers` as who operates a server for that many inquiries would set it; default the embedded one's. */
export async function benchDatabase(sharedBuffers?: string): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-bench-'));
  // As root the server runs as another account, which must reach its data.
  chmodSync(folder, 0o711);
  const postgres = await openEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    logger,
    ...(sharedBuffers !== undefined && { sharedBuffers }),
  });
  // What a bench makes beforehand takes long.
  const db = openDatabase(postgres.url, { max: 8, logger, limitMs: SEED_LIMIT_MS });
  await migrate(db, { logger });
  return {
    db,
    url: postgres.url,
    close: async () => {
      await closeDatabase(db);
      await postgres.close();
      removeCluster(join(folder, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `count` shops, configured alike; `file`: what stands in each one's file besides. */
export function shops(count: number, file: Record<string, unknown> = {}): ReadonlyMap<string, ShopConfig> {
  const whole = { name: '店', timeZone: 'Asia/Tokyo', language: 'ja', owner: ['o@example.jp'], ...file };
  const one = readShop('s', whole, place());
  if (one === null) throw new Error('the shop of the bench is not valid');
  return new Map(Array.from({ length: count }, (_, i) => [`s${i}`, { ...one, id: `s${i}` }]));
}

/** The configuration of so many shops. */
export function benchConfig(shopCount: number, file: Record<string, unknown> = {}): Service['config'] {
  return {
    service: {
      ops: ['ops@example.jp'],
      from: 'sla@example.jp',
      publicUrl: 'https://sla.example.jp',
      confirmAbove: 20,
      timeZone: 'Asia/Tokyo',
      language: 'ja' as const,
      opsMail: { summary: ['ops@example.jp'], blind: [], undeliverable: [], season: [] },
      webhook: null,
      allowPrivate: false,
      dkim: null,
      retention: { inquiries: null, mails: null },
    },
    shops: shops(shopCount, file),
  };
}

export function benchService(
  db: Database,
  clock: Clock,
  shopCount: number,
  file: Record<string, unknown> = {},
): Service {
  const config = benchConfig(shopCount, file);
  const none = async (): Promise<never> => {
    throw new Error('not part of this bench');
  };
  const wakeUps: WakeUps = { armAlarms: async () => true, wakeMail: async () => true };
  return {
    db,
    clock,
    logger,
    config,
    counting: createCounting(() => config),
    wakeUps,
    mail: { kind: 'files', send: none, verify: none, close: () => {} },
    chats: { send: async () => ({ kind: 'taken', meaning: 'taken', reason: 'HTTP 200' }) },
    webhooks: { send: none },
    decodeCalendar: none,
    rmsClient: () => {
      throw new Error('not part of this bench');
    },
  };
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
