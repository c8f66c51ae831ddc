// A service that reads one shop, sample-tea, from a fake RMS, on a clock that stands where it is set.

import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import { type FakeRms, startFakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { createWorld, type FakeShop } from '../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../src/rms/client.ts';
import { syncSources } from '../../src/store/status/sources.ts';
import { unpaced } from '../rms/unpaced.ts';
import { type ManualClock, manualClock } from './clock.ts';
import { emptyTables, type testDatabase } from './database.ts';
import { at, type TestService, testService } from './service.ts';

const NOW = '2026-06-01T12:00:00+09:00';
const variable = (name: string): string => `\${${name}}`;
/** What stands under `rms` in the shop's file. */
export const RMS = { shopId: 123456, serviceSecret: variable('SECRET'), licenseKey: variable('KEY') };

export interface RmsDesk {
  readonly it: TestService;
  readonly rms: FakeRms;
  readonly shop: FakeShop;
  /** RMS's. */
  readonly clock: ManualClock;
}

/** Noon of 1 June 2026, the database empty. Close `rms` in the end. */
export async function openRmsDesk(db: ReturnType<typeof testDatabase>['db'], config: ShopConfig): Promise<RmsDesk> {
  await emptyTables(db);
  const clock = manualClock(at(NOW));
  const world = createWorld();
  const shop = world.addShop({
    ...{ shopId: RMS.shopId, serviceSecret: 'sss' },
    keys: [{ key: 'kkk', endsAt: at('2026-08-01T23:59:59+09:00') }],
  });
  const rms = await startFakeRms({ world, clock });
  const keys = { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null };
  const client = createRmsClient({ shopId: RMS.shopId, keys, clock, baseUrl: rms.url, pacer: unpaced });
  const it = await testService({ db, shops: [config], now: NOW, rmsClient: () => client });
  await syncSources(db, ['sample-tea'], clock.now());
  return { it, rms, shop, clock };
}
