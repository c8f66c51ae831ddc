// A whole service in this process for drills: real loops, real mail server, a clock that is moved by hand, and what its log says.

import pino from 'pino';
import { onTestFinished } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { configFolder, SERVICE, SHOP } from '../config/folder.ts';
import { startSmtp, type TestServer } from '../mail/transport/smtp-servers.ts';
import { type ManualClock, manualClock } from '../support/clock.ts';
import { environmentOf } from '../support/environment.ts';
import { at } from '../support/service.ts';

export interface RunningApp {
  readonly app: App;
  readonly clock: ManualClock;
  readonly server: TestServer;
  /** Lines of the log, from warnings on. */
  readonly lines: string[];
  ready(): Promise<{ readonly status: number; readonly matters: readonly string[] }>;
  /** Posts events of the shop `tea`; the status of the answer. */
  post(events: readonly object[]): Promise<number>;
  /** Moves the clock on by so much, round by round. */
  later(ms: number): Promise<void>;
}

export const OWNER = 'owner@example.jp';
export const OPS = 'ops@example.jp';
const ROUND_MS = 30_000;

/** Starts at `now`, with one shop that may be mailed at any hour; ends with the test. `databaseUrl` null: the embedded one. */
export async function startApp(databaseUrl: string | null, dataDir: string, now: string): Promise<RunningApp> {
  const read = loadConfig(
    configFolder({ 'service.yaml': SERVICE, 'shops/tea.yaml': `${SHOP}mail: { sendWindow: always }\n` }),
  );
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const { dir: _, ...config } = read.config;
  const server = await startSmtp();
  const clock = manualClock(at(now));
  const lines: string[] = [];
  const app = await openApp({
    config,
    environment: { ...environmentOf(''), databaseUrl, smtpUrl: server.url },
    dataDir,
    roles: new Set(['worker', 'source', 'http']),
    logger: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    openClock: async () => clock,
  });
  onTestFinished(() => app.close());
  return {
    app,
    clock,
    server,
    lines,
    ready: async () => {
      const answer = await fetch(`${app.url}/readyz`);
      const { matters } = (await answer.json()) as { readonly matters: readonly string[] };
      return { status: answer.status, matters };
    },
    post: async (events) => {
      const body = JSON.stringify(events);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${app.url}/v1/events`, { method: 'POST', body, headers });
      await answer.body?.cancel();
      return answer.status;
    },
    later: async (ms) => {
      for (const end = clock.now() + ms; clock.now() < end; )
        await clock.advance(Math.min(ROUND_MS, end - clock.now()));
    },
  };
}

/** A customer's message, as it is posted. */
export const asked = (inquiry: string, when: string): object => ({
  shop: 'tea',
  inquiry,
  channel: 'mail',
  event: { type: 'customer_message', id: `${inquiry}-1`, at: when },
});
