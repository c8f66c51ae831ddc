// A desk whose one shop is polled from a fake RMS over HTTP.

import type { Clock } from '../../src/core/clock.ts';
import { type FakeRms, startFakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { createWorld, type FakeShop } from '../../src/demo/fake-rms/world.ts';
import { createRmsClient, type RmsClient } from '../../src/rms/client.ts';
import type { Pacer } from '../../src/rms/pacer.ts';
import type { Db } from '../../src/store/schema.ts';
import { syncSources } from '../../src/store/status/sources.ts';
import { at, shopOf } from '../support/service.ts';
import { type Desk, OPS, openDesk } from './desk.ts';

export interface PolledDesk {
  readonly desk: Desk;
  readonly rms: FakeRms;
  /** The shop in the fake RMS. */
  readonly shop: FakeShop;
}

const SHOP_ID = 123_456;
const SECRETS = { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null };
// biome-ignore lint/suspicious/noTemplateCurlyInString: names of environment variables, as in a shop file
const ACCESS = { shopId: SHOP_ID, serviceSecret: '${SECRET}', licenseKey: '${KEY}' };
/** One request a second would take real time. */
const NO_PACE = { run: (_lane: string, work: () => Promise<unknown>) => work(), hold: () => {}, pausedFor: () => 0 };

/** The caller closes the RMS. `licenceEndsAt`: of the only key; `file`: what the shop's file says besides. */
export async function openPolledDesk(
  db: Db,
  now: string,
  licenceEndsAt: string,
  file: Record<string, unknown> = {},
): Promise<PolledDesk> {
  const world = createWorld();
  const keys = [{ key: SECRETS.licenseKey, endsAt: at(licenceEndsAt) }];
  const shop = world.addShop({ shopId: SHOP_ID, serviceSecret: SECRETS.serviceSecret, keys });
  let client: RmsClient | null = null;
  const shops = [shopOf('sample-tea', { rms: ACCESS, ...file })];
  const desk = await openDesk({ db, now, ops: [OPS], shops, rmsClient: () => client! });
  const rms = await startFakeRms({ world, clock: desk.clock });
  client = clientOf(rms.url, desk.clock);
  await syncSources(db, ['sample-tea'], desk.clock.now());
  return { desk, rms, shop };
}

function clientOf(baseUrl: string, clock: Clock): RmsClient {
  return createRmsClient({ shopId: SHOP_ID, keys: SECRETS, clock, baseUrl, pacer: NO_PACE as Pacer });
}
