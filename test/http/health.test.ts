import { describe, expect, test } from 'vitest';
import { keepSources, recordComplete } from '../../src/store/sources.ts';
import { at, shopOf } from '../support/service.ts';
import { bodyOf, HEALTHY, NOW, RMS, stage } from './support.ts';

describe('health', () => {
  const on = stage(() => [shopOf('sample-tea', { rms: RMS }), shopOf('dark', { rms: RMS }), shopOf('pushed')]);
  const ready = async () => {
    const answer = await on.ask('/readyz');
    return { ...(await bodyOf(answer)), status: answer.status };
  };

  test('/healthz answers while the process lives', async () => {
    const answer = await on.ask('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('/readyz tells every part', async () => {
    await keepSources(on.service.db, ['sample-tea', 'dark'], at(NOW));
    await recordComplete(on.service.db, 'sample-tea', at(NOW), at(NOW) + 1);
    expect(await ready()).toEqual({
      status: 200,
      ready: true,
      parts: {
        database: { ok: true },
        tick: { ok: true, ageMs: 1_000 },
        queue: { state: 'connected', error: null },
        mail: { ok: true, reason: null },
        config: { revision: expect.stringMatching(/^[0-9a-f]{12}$/), shops: 3 },
        sources: { count: 2, unknown: 1, unknownSince: [{ shop: 'dark', since: null }] },
      },
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
});
