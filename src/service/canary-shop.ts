// The canary's shop: no file names it, so no page, list, report or message to anybody else knows it. Whoever does the work
// of shops (firing, the mail to its owner) asks here; everybody else asks the configuration, where it is not.

import type { ShopConfig } from '../config/input/shop-settings.ts';
import type { Config } from '../config/load.ts';
import { type ByStep, type EpochDay, type Instant, type Language, type StepLength, WEEKDAYS } from '../core/model.ts';
import { CANARY } from '../core/shop-id.ts';
import { DAY_MS, MINUTE_MS } from '../core/time/civil-date.ts';
import type { Zone } from '../core/time/zone.ts';
import { perConfig } from './per-config.ts';

const NAMES: Readonly<Record<Language, string>> = { ja: '動作確認（カナリア）', en: 'Self-check (canary)' };

/** Before shops open, so that there is time to mend what it finds. */
const BEGINS_MS = 8 * 60 * MINUTE_MS;
/** Its mail is taken so long after it is due, or it is late: the tick alone takes a minute at most. */
export const CANARY_IN_TIME_MS = 5 * MINUTE_MS;

/** When that day's begins, on the clock of those who operate the service. */
export const canaryBegins = (zone: Zone, day: EpochDay): Instant => zone.startOfDay(day) + BEGINS_MS;

const ALL_DAY = [{ from: 0, to: DAY_MS / MINUTE_MS }];
const minutes = (count: number): StepLength => ({ openMs: count * MINUTE_MS, neverStops: true });
/** A rule of the shop: the mail goes with the second step; the third would be the breach, which it never reaches. */
const AFTER: ByStep<StepLength> = { flag: minutes(1), owner_alert: minutes(2), breach: minutes(24 * 60) };

/** The shop of the canary, open at all times; null where none is asked for. */
export const canaryShop = perConfig(({ service }): ShopConfig | null => {
  if (service.canary === undefined) return null;
  return {
    id: CANARY,
    name: NAMES[service.language],
    timeZone: service.timeZone,
    language: service.language,
    owner: [service.canary.to],
    calendar: {
      weeklyClosed: [],
      nationalHolidays: null,
      hours: Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, ALL_DAY])),
      cutoff: null,
      closed: [],
      open: [],
      rms: false,
    },
    policies: [{ policy: { counting: 'day-end', after: AFTER } }],
    mail: { sendWindow: 'always', reminders: 'none', clearNotice: false },
    webhook: null,
    rms: null,
    revision: `canary ${service.timeZone}`,
  };
});

/** A shop that is worked for: one that is configured, or the canary's. */
export function shopAtWork(config: Config, id: string): ShopConfig | undefined {
  return config.shops.get(id) ?? (id === CANARY ? (canaryShop(config) ?? undefined) : undefined);
}

/** The ids of all of them. */
export const shopIdsAtWork = perConfig((config): readonly string[] => [
  ...config.shops.keys(),
  ...(canaryShop(config) === null ? [] : [CANARY]),
]);
