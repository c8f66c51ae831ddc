// The calendar's page of a service that runs: one click too many is seen before it costs something, saved under a name,
// recounted at once, and taken back.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createToken } from '../../src/service/access/tokens.ts';
import { acceptLines } from '../../src/service/intake/intake-lines.ts';
import { SHOP_YAML } from '../support/calendar-desk.ts';
import { emptyTables, silentLogger, testDatabase } from '../support/database.ts';
import { environmentOf } from '../support/environment.ts';
import { eventually } from '../support/eventually.ts';
import { at } from '../support/service.ts';
import { steeredClock } from '../support/steered-clock.ts';

const database = testDatabase();
beforeEach(() => emptyTables(database.db));
const NOW = at('2026-11-26T10:00:00+09:00');
const PAGE = '/shops/sample-tea/calendar';

interface Running {
  readonly app: App;
  readonly file: string;
  /** As 佐藤, who may edit. */
  ask(path: string, body?: URLSearchParams): Promise<{ status: number; html: string; location: string | null }>;
}

async function start(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'calendar-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'shops'));
  const file = join(folder, 'shops', 'sample-tea.yaml');
  writeFileSync(file, SHOP_YAML);
  writeFileSync(
    join(folder, 'service.yaml'),
    'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\nconfirmAbove: 2\n',
  );
  const read = loadConfig(folder);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const app = await openApp({
    config: read.config,
    environment: environmentOf(database.url, { secretFault: () => 'missing' }),
    dataDir: join(folder, 'data'),
    roles: new Set(['http', 'worker']),
    logger: silentLogger,
    openClock: async () => steeredClock(NOW, 1),
  });
  onTestFinished(() => app.close());
  const request = { name: '佐藤', scope: 'admin,ingest', shop: undefined, expires: undefined };
  const made = await createToken(app.service, request);
  if ('refused' in made) throw new Error(made.refused);
  const headers = { authorization: `Bearer ${made.secret}` };
  return {
    app,
    file,
    ask: async (path, body) => {
      const init = body === undefined ? { headers } : { headers, method: 'POST', body };
      const answer = await fetch(new URL(path, app.url!), { ...init, redirect: 'manual' });
      return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
    },
  };
}

/** Three inquiries whose flags are up since this midnight. */
async function waiting({ app }: Running): Promise<void> {
  const lines = [1, 2, 3].map((n) => ({
    line: n,
    value: {
      shop: 'sample-tea',
      inquiry: `q${n}`,
      channel: 'r-messe',
      event: { type: 'customer_message', id: 'm0', at: '2026-11-24T10:00:00+09:00' },
    },
  }));
  await acceptLines(app.service, lines, 'api');
}

const flagged = async ({ ask }: Running): Promise<number> =>
  JSON.parse((await ask('/v1/shops/sample-tea/summary')).html).flagged;
const hashIn = (html: string): string => /name="hash" value="(\w+)"/.exec(html)?.[1] ?? '';

test('a change that lowers many flags is asked about, saved, recounted, shown, and taken back', {
  timeout: 120_000,
}, async () => {
  const running = await start();
  const { app, ask, file } = running;
  await waiting(running);
  // The page shows a flag from its instant on; what an edit withdraws is what the worker has recorded. That takes a tick
  // of 30 s when the queue was not there yet.
  const recorded = () => database.db.selectFrom('step').select('step').execute();
  await eventually(async () => expect(await recorded()).toHaveLength(3));
  expect(await flagged(running)).toBe(3);

  const change = { day: '2026-11-25', list: 'closed', name: '停電' };
  const query = { choose: change.day, list: change.list, name: change.name };
  const { html } = await ask(`${PAGE}/preview?${new URLSearchParams(query)}`);
  expect(html).toContain('3件の問い合わせで表示やお知らせが増減します');
  expect(html).toContain('期限到来の取り消し: 3件');

  const saved = await ask(`${PAGE}/save`, new URLSearchParams({ ...change, hash: hashIn(html) }));
  expect([saved.status, saved.location]).toEqual([303, `${PAGE}?saved=done`]);
  expect(await flagged(running)).toBe(0);
  const page = (await ask(saved.location!)).html;
  for (const words of ['2026/11/25(水) 休 停電', 'ファイルの編集 佐藤']) expect(page).toContain(words);
  expect(await app.reload()).toBe('in-force');
  expect((await ask('/readyz')).html).toContain('"held":null');

  const undo = await ask(`${PAGE}/preview?edit=undo`);
  expect(undo.html).toContain('新たに期限到来: 3件');
  await ask(`${PAGE}/save`, new URLSearchParams({ edit: 'undo', hash: hashIn(undo.html) }));
  expect([readFileSync(file, 'utf8'), await flagged(running)]).toEqual([SHOP_YAML, 3]);
});
