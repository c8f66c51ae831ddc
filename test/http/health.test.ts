import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { recordComplete, syncSources } from '../../src/store/status/sources.ts';
import { at, shopOf } from '../support/service.ts';
import { allTicked, bodyOf, fixture, HEALTHY, NOW, RMS } from './support.ts';

describe('health', () => {
  const on = fixture(() => [shopOf('sample-tea', { rms: RMS }), shopOf('dark', { rms: RMS }), shopOf('pushed')]);
  const ready = async () => {
    const answer = await on.ask('/readyz');
    return { ...(await bodyOf(answer)), status: answer.status };
  };

  test('/healthz answers while the process lives', async () => {
    const answer = await on.ask('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('/readyz tells every part', async () => {
    await syncSources(on.service.db, ['sample-tea', 'dark'], at(NOW));
    await recordComplete(on.service.db, 'sample-tea', at(NOW), at(NOW) + 1);
    expect(await ready()).toEqual({
      status: 200,
      ready: true,
      parts: {
        database: { ok: true },
        tick: { ok: true, ageMs: 1_000, workerAgeMs: 0, sourceAgeMs: 0 },
        queue: { state: 'connected', error: null },
        mail: { ok: true, reason: null },
        config: { revision: expect.stringMatching(/^[0-9a-f]{12}$/), shops: 3 },
        sources: { count: 2, unknown: 1, unknownSince: [{ shop: 'dark', since: null }] },
      },
      matters: ['unknown'],
    });
  });

  test.each<[string, number | null, number]>([
    ['has not run yet', null, 503],
    ['ran a moment ago', 89_999, 200],
    ['stopped 90 s ago', 90_000, 503],
  ])('a tick that %s (%s ms) makes it %s', async (_, age, status) => {
    on.health = { ...HEALTHY, tickAgeMs: () => age };
    expect((await ready()).status).toBe(status);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['stopped six minutes ago', async () => allTicked(on.service.db, at(NOW) - 6 * 60_000)],
    ['never ran', async () => sql`delete from worker_tick`.execute(on.service.db)],
  ])('a process that only shows pages is not ready while the worker of its database %s', async (_, happens) => {
    const { tickAgeMs: _none, ...pages } = HEALTHY;
    on.health = pages;
    expect(await ready()).toMatchObject({ status: 200, parts: { tick: { ok: true, ageMs: null } } });
    await happens();
    expect(await ready()).toMatchObject({
      status: 503,
      ready: false,
      parts: { database: { ok: true }, tick: { ok: false, ageMs: null } },
      matters: expect.arrayContaining(['worker']),
    });
  });

  test('a queue that says it is connected and does not answer is degraded', async () => {
    on.health = { ...HEALTHY, queueDepth: async () => null };
    expect(await ready()).toMatchObject({ parts: { queue: { state: 'degraded' } }, matters: ['unknown', 'queue'] });
  });

  test('a queue or a mail server that is away is told, and leaves it ready', async () => {
    on.health = {
      ...HEALTHY,
      queue: () => ({ connected: false, error: 'no connection' }),
      mail: () => ({ ok: false, reason: 'log-in refused' }),
    };
    expect(await ready()).toMatchObject({
      status: 200,
      parts: { queue: { state: 'degraded', error: 'no connection' }, mail: { ok: false, reason: 'log-in refused' } },
    });
  });

  test('mails that are only written to files are named, and leave it ready', async () => {
    const mail = {
      ok: true,
      reason: 'SMTP_URL is not set: mails are only written to files',
      state: 'files only',
    } as const;
    on.health = { ...HEALTHY, mail: () => mail };
    expect(await ready()).toMatchObject({ status: 200, ready: true, parts: { mail } });
  });

  test('a database that is away makes it not ready, and is answered all the same', async () => {
    const db = new Proxy(on.service.db, {
      get: () => {
        throw new Error('away');
      },
    });
    Object.assign(on.service, { db });
    expect(await ready()).toMatchObject({ status: 503, parts: { database: { ok: false }, sources: null } });
  });

  test('a database that hangs is not waited for, by no probe and no page', async () => {
    const held = await on.service.db.startTransaction().execute();
    onTestFinished(async () => void (await held.rollback().execute()));
    await sql`lock table worker_tick in access exclusive mode`.execute(held);
    // It hangs until the test is over.
    const [page, ...probes] = await Promise.all([on.ask('/'), ...Array.from({ length: 20 }, ready)]);
    for (const probe of probes)
      expect(probe).toMatchObject({ status: 503, parts: { database: { ok: false } }, matters: ['database'] });
    expect(page.status).toBe(503);
    expect(page.headers.get('retry-after')).toBe('5');
    expect(await page.text()).toContain('データベースが応答しません');
    expect((await on.ask('/healthz')).status).toBe(200);
  });
});
