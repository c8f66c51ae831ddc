// A shop whose variables are missing: named as what it is, from the first read on, and never shown.

import { beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../src/config/environment.ts';
import { createHttpApp } from '../../../src/http/http-app.ts';
import { poll } from '../../../src/service/intake/poll-shop.ts';
import { createRmsClients } from '../../../src/service/intake/rms-clients.ts';
import { watchSources } from '../../../src/service/monitoring/detect-silent-sources.ts';
import { failureInWords } from '../../../src/service/monitoring/incident-causes.ts';
import { syncSources } from '../../../src/store/status/sources.ts';
import { failuresByKind, worstSources } from '../../../src/store/status/system-status.ts';
import { emptyTables, silentLogger, testDatabase } from '../../support/database.ts';
import { at, shopOf, type TestService, testService } from '../../support/service.ts';

const START = '2026-06-01T12:00:00+09:00';
const database = testDatabase();
const named = (n: string) => ({ shopId: 1, serviceSecret: `$\{SECRET_${n}}`, licenseKey: `$\{KEY_${n}}` });
let on: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  const shops = ['A', 'B', 'C'].map((n) => shopOf(`shop-${n.toLowerCase()}`, { rms: named(n) }));
  on = await testService({ db: database.db, shops, now: START });
  const environment = readEnvironment({ KEY_A: 'very-secret', SECRET_B: ' ', SECRET_C: 's', KEY_C: '"very-secret"' });
  const { clock, db } = on.service;
  Object.assign(on.service, {
    rmsClient: createRmsClients({ db, clock, environment, baseUrl: () => 'http://127.0.0.1:1' }),
  });
  await syncSources(
    db,
    shops.map(({ id }) => id),
    clock.now(),
  );
  for (const { id } of shops) expect(await poll(on.service, id)).toBe('failed');
});

describe('a variable that cannot be used', () => {
  test('is what the source fails for, by its name and fault', async () => {
    const worst = await worstSources(database.db, on.clock.now(), 10);
    expect(worst.map(({ shop, failureKind }) => [shop, failureKind])).toEqual([
      ['shop-a', 'variable:SECRET_A:missing'],
      ['shop-b', 'variable:SECRET_B:empty'],
      ['shop-c', 'variable:KEY_C:quoted'],
    ]);
    expect(await failuresByKind(database.db)).toEqual([{ kind: 'variable', sources: 3 }]);
    expect(worst.map(({ failureKind }) => failureInWords(failureKind!, 'ja'))).toEqual([
      '環境変数 SECRET_A がありません。.env などで設定して再起動してください',
      '環境変数 SECRET_B が空です。値を設定して再起動してください',
      '環境変数 KEY_C の値が引用符で囲まれています。引用符を外して再起動してください',
    ]);
  });

  test('stands on the board and on the page of the system, without its value', async () => {
    const health = {
      tickAgeMs: () => 1_000,
      queue: () => ({ connected: true, error: null }),
      mail: () => ({ ok: true, reason: null }),
    };
    const app = createHttpApp({ service: on.service, health, logger: silentLogger });
    for (const path of ['/', '/system']) {
      const html = await (await app.request(path)).text();
      expect(html).toContain('環境変数 SECRET_A がありません');
      expect(html).not.toContain('RMSの認証情報が正しくありません');
      expect(html).not.toContain('very-secret');
    }
  });

  test('is one cause for ops, however many shops', async () => {
    on.clock.set(at('2026-06-01T14:00:00+09:00'));
    const logged: unknown[] = [];
    const logger = { ...silentLogger, error: (facts: unknown) => void logged.push(facts) };
    await watchSources({ ...on.service, logger }, on.clock.now());
    expect(logged).toEqual([{ cause: 'silent:variable' }]);
  });
});
