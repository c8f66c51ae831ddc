// The HTTP application on the test's own database, empty and at the same instant before each test.

import { afterEach, beforeEach, expect } from 'vitest';
import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import type { Instant } from '../../src/core/model.ts';
import type { HealthParts } from '../../src/http/health.ts';
import { createHttpApp, type HttpParts } from '../../src/http/http-app.ts';
import { acceptLines } from '../../src/service/intake/intake-lines.ts';
import type { Db } from '../../src/store/schema.ts';
import { recordSign, recordTick } from '../../src/store/status/heartbeats.ts';
import { emptyTables, silentLogger, testDatabase } from '../support/database.ts';
import { at, shopOf, type TestService, testService } from '../support/service.ts';

/** A Thursday; the Monday before was a holiday. */
export const NOW = '2026-11-26T10:00:00+09:00';
const variable = (name: string): string => `\${${name}}`;
export const RMS = { shopId: 123456, serviceSecret: variable('SECRET'), licenseKey: variable('KEY') };

export const HEALTHY: HealthParts = {
  tickAgeMs: () => 1_000,
  queue: () => ({ connected: true, error: null }),
  mail: () => ({ ok: true, reason: null }),
  queueDepth: async () => ({}),
};

/** Every loop of every process did its round at that moment. */
export async function allTicked(db: Db, now: Instant): Promise<void> {
  await recordTick(db, now);
  await recordSign(db, 'source-tick', now);
}

export interface Fixture extends TestService {
  app: ReturnType<typeof createHttpApp>;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** What is answered, which must have this status; default 200. */
  read(path: string, status?: number): Promise<string>;
  post(body: string | Uint8Array<ArrayBuffer>, contentType?: string): Promise<Response>;
  /** Takes events in as if they had been posted; throws when one is refused. */
  take(...events: object[]): Promise<void>;
  health: HealthParts;
}

/** Call it at the top of a test file; use what it gives inside tests only. `more` are parts of the application. */
export function fixture(
  shops: () => readonly ShopConfig[] = () => [shopOf('sample-tea')],
  more: Partial<HttpParts> = {},
): Fixture {
  const database = testDatabase();
  const current = {} as Fixture;
  beforeEach(async () => {
    await emptyTables(database.db);
    Object.assign(current, await testService({ db: database.db, shops: shops(), now: NOW }));
    current.health = HEALTHY;
    await allTicked(database.db, at(NOW));
    const health: HealthParts = {
      get tickAgeMs() {
        return current.health.tickAgeMs;
      },
      queue: () => current.health.queue(),
      mail: () => current.health.mail(),
      config: () => current.health.config?.() ?? null,
      queues: () => current.health.queues?.() ?? [],
      queueDepth: async () => (await current.health.queueDepth?.()) ?? null,
    };
    const app = createHttpApp({
      service: current.service,
      health,
      healthOptions: { keptMs: 0 },
      logger: silentLogger,
      ...more,
    });
    current.app = app;
    current.ask = async (path, init) => app.request(path, init);
    current.read = async (path, status = 200) => {
      const answer = await current.ask(path);
      expect(answer.status).toBe(status);
      return answer.text();
    };
    current.post = (body, contentType = 'application/x-ndjson') =>
      current.ask('/v1/events', { method: 'POST', body, headers: { 'content-type': contentType } });
    current.take = async (...events) => {
      const lines = events.map((value, at) => ({ line: at + 1, value }));
      const { refused } = await acceptLines(current.service, lines, 'api');
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
    };
  });
  afterEach(() => {
    current.health = HEALTHY;
  });
  return current;
}

/** An event as CONTRACT.md writes it; `more` are fields of the inquiry. */
export function line(inquiry: string, type: string, at: string, more: object = {}): object {
  const shop = 'sample-tea';
  return { shop, inquiry, ...more, event: { type, id: `${type}-${at}`, at } };
}

export const ndjson = (...lines: readonly (object | string)[]): string =>
  lines.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

/** The fields of answers that tests look at one by one. */
export interface Body {
  readonly accepted: number;
  readonly refused: readonly { readonly line: number; readonly code: string }[];
  readonly detail: string;
  readonly items: readonly { readonly id: string; readonly level: string; readonly businessDaysLeft: number | null }[];
  readonly next: string | null;
  readonly source: object;
  readonly status: string;
  readonly events: readonly { readonly type: string }[];
  readonly episodes: readonly {
    readonly explanation: { readonly words: { ja: string[]; en: string[] }; readonly days: readonly object[] };
    readonly withdrawals: readonly object[];
  }[];
}

export const bodyOf = async (answer: Response): Promise<Body> => (await answer.json()) as Body;

/** What a reader sees of a page: no markup, no runs of space. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
