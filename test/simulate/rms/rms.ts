// R-Messe of the world: what customers and staff do there is shown by the fake RMS, whose answers are late, cut, empty, wrong or
// refused now and then, and for hours. What the service has of it is told by what it stored; each of that has to be true.

import type { Parts } from '../../../src/compose-service.ts';
import { createFakeAnswers } from '../../../src/demo/fake-rms/fake-answers.ts';
import type { FakeAnswer } from '../../../src/demo/fake-rms/wire-format.ts';
import { createWorld, type FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClients } from '../../../src/service/intake/rms-clients.ts';
import type { Service } from '../../../src/service/service.ts';
import type { Disturbance } from '../judge/law.ts';
import { type Outage, secretsOf, shopNumberOf, variablesOf } from '../settings/rms-settings.ts';
import type { World } from '../world.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { FAULTS } from './faults.ts';
import { type Asked, openWire, type Reply } from './wire.ts';

export interface Rms extends Pick<Deeds, 'happens' | 'take' | 'unlearned' | 'truth'> {
  has(shop: string): boolean;
  open(...parts: Parameters<Parts['openRms']>): Service['rmsClient'];
  /** Shops of which a read may show anything new, or fail. */
  restless(): string[];
  /** When the answers about this shop were not all well. */
  awayOf(shop: string): readonly Disturbance[];
}

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

export function createRms(world: World): Rms {
  const { random, host, settings, log } = world;
  const shops = new Map<string, FakeShop>();
  const away = new Map<string, { from: number; until: number }[]>();
  const began = host.monotonic();
  const fake = createWorld();
  for (const { id, rms } of settings.shops) {
    if (rms === null) continue;
    const { serviceSecret, licenseKey } = secretsOf(id);
    const keys = [{ key: licenseKey, endsAt: host.wall() + YEAR_MS }];
    shops.set(id, fake.addShop({ shopId: shopNumberOf(id), serviceSecret, keys }));
    away.set(id, []);
  }
  const answers = createFakeAnswers({ world: fake, clock: { now: host.wall } });
  const deeds = createDeeds(world, shops);

  const outageOf = (shop: string): Outage | undefined =>
    settings.outages.find(
      (one) =>
        one.shop === shop && began + one.afterMs <= host.monotonic() && host.monotonic() < began + one.afterMs + one.ms,
    );

  /** The shop whose request this is; null of one with a key that is nobody's. */
  function shopOf({ authorization = '' }: Asked): string | null {
    const [secret] = Buffer.from(authorization.replace(/^ESA /, ''), 'base64').toString('utf8').split(':');
    return [...shops.keys()].find((id) => secretsOf(id).serviceSecret === secret) ?? null;
  }

  function ask(asked: Asked): Reply {
    const shop = shopOf(asked)!;
    const outage = outageOf(shop);
    const isStruck = settings.faults.rms > 0 && random.oneIn(settings.faults.rms);
    const kind = outage?.kind ?? (isStruck ? random.pick(FAULTS) : null);
    if (kind !== null) {
      log.write('rms', `${kind.name} to ${shop}`);
      away.get(shop)!.push({ from: host.wall(), until: host.wall() + 1 });
      const fault = kind.make(random);
      if (fault !== null) answers.faults.add(fault);
    }
    const answer: FakeAnswer = answers.answer({ method: 'GET', path: asked.path, authorization: asked.authorization });
    answers.faults.clear();
    return { answer, afterMs: kind?.isLate ? random.whole(3, 45) * 1_000 : random.whole(20, 400) };
  }

  const dispatcher = openWire(ask);
  const environment = {
    secretFault: () => null,
    secret: (name: string) => Object.assign({}, ...[...shops.keys()].map(variablesOf))[name] as string | undefined,
  };
  return {
    ...deeds,
    has: (shop) => shops.has(shop),
    open: (db, clock, config) =>
      createRmsClients({ db, clock, environment, dispatcher, baseUrl: () => config().service.rmsBaseUrl }),
    restless: () => [...shops.keys()].filter((id) => outageOf(id) !== undefined || deeds.unlearned(id).length > 0),
    awayOf: (shop) => away.get(shop)!,
  };
}
