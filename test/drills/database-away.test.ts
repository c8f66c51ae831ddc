// The drill "the database is away for an hour": connections are refused under a running service. It says so while it lasts;
// what fell due meanwhile is raised and told once when it is back, with the reason why it is late.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openProxy } from '../chaos/proxy.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { asked, OPS, OWNER, startApp } from './running-app.ts';

const database = testDatabase();
const MONDAY = '2026-06-01T10:00:00+09:00';
/** Shortly before the hour in which the owner is to be told of what came on Monday. */
const START = '2026-06-03T23:20:00+09:00';
const HOUR_MS = 60 * 60_000;

/** Mails that somebody is just about to send, or whose answer is not written down yet. */
const inWork = async (): Promise<number> =>
  (await sql`select 1 from outbox where state = 'sending'`.execute(database.db)).rows.length;

test('said while it lasts; nothing missed, nothing twice after it', { timeout: 240_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'inquiry-sla-away-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const way = await openProxy(database.url);
  onTestFinished(() => way.close());
  const { app, server, ready, later, post } = await startApp(way.url, dataDir, START);
  expect(await post([asked('waits', MONDAY), asked('answered', MONDAY)])).toBe(200);
  await eventually(() => later(30_000).then(async () => (await ready()).status === 200));

  way.set('refuses');
  await later(HOUR_MS / 2);
  await eventually(async () => {
    const { status, matters } = await ready();
    return status === 503 && matters.includes('database');
  });
  const late = '2026-06-03T23:50:00+09:00';
  const news = [asked('new', late), { ...asked('answered', late), event: { type: 'shop_reply', id: 'r1', at: late } }];
  expect(await post(news)).toBeGreaterThanOrEqual(500);
  for (const path of ['/', '/shops/tea', '/system']) expect((await fetch(`${app.url}${path}`)).status, path).toBe(503);
  await later(HOUR_MS / 2);
  expect(server.received).toEqual([]);

  way.set('open');
  // The source sends again what was not taken, before anything else is known.
  await eventually(async () => (await post(news)) === 200);
  // Two minutes pass in no time here, and a worker that has had a mail for so long is taken for dead.
  const soon = async (): Promise<void> => {
    if ((await inWork()) === 0) await later(30_000);
  };
  await eventually(() => soon().then(async () => (await ready()).status === 200));
  await eventually(() => soon().then(() => server.received.some(({ to }) => to.includes(OWNER))));
  await eventually(async () => (await inWork()) === 0);
  await later(HOUR_MS);
  const steps = await sql<{ inquiry: string; step: string; told: boolean }>`
    select i.external_id as inquiry, t.step, t.notified_at is not null as told
    from step t join episode e on e.id = t.episode_id join inquiry i on i.id = e.inquiry_id
    where t.withdrawn_at is null order by 1, t.due_at`.execute(database.db);
  expect(steps.rows).toEqual([
    { inquiry: 'answered', step: 'flag', told: false },
    { inquiry: 'waits', step: 'flag', told: false },
    { inquiry: 'waits', step: 'owner_alert', told: true },
  ]);
  const mails = server.received.filter(({ to }) => to.includes(OWNER));
  expect(mails).toHaveLength(1);
  expect(mails[0]!.parsed.text).toContain('監視が止まっていたため、お知らせが遅れました。');
  const incidents = server.received.filter(
    ({ to, parsed }) => to.includes(OPS) && parsed.subject?.includes('止まって'),
  );
  expect(incidents).toHaveLength(1);
});
