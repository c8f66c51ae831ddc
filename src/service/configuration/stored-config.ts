// A stored revision → the configuration it was. It may be of an older release and lacks what came later, and the
// address of a webhook may hold a key, so it is not stored: whose it is rests until the file is good again.

import { ALL_ON, routesOf } from '../../config/input/ops-mail.ts';
import type { ServiceConfig } from '../../config/input/service-file.ts';
import { type ShopConfig, type ShopFields, shopOfFields } from '../../config/input/shop-settings.ts';
import { KEEP_ALL } from '../../config/retention/retention.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { compileCalendar } from '../../core/calendar/calendar.ts';
import { openZone } from '../../core/time/zone.ts';

export interface Stored<T> {
  readonly config: T;
  /** It had a webhook whose address is not known any more. */
  readonly rests: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** The shop of a stored revision; null when nothing can work with it. */
export function storedShop(spec: unknown): Stored<ShopConfig> | null {
  if (!isFields(spec) || !areTexts(spec, 'id', 'name', 'timeZone', 'language', 'revision')) return null;
  if (!isTexts(spec.owner) || !isFields(spec.calendar) || !Array.isArray(spec.policies) || !isFields(spec.mail))
    return null;
  const webhook = webhookOf(spec.webhook);
  const rms = isFields(spec.rms) ? spec.rms : null;
  const fields = { ...spec, mail: { clearNotice: false, ...spec.mail }, rms, webhook } as unknown as ShopFields;
  const config = shopOfFields(fields);
  return canCount(config) ? { config, rests: webhook === null && hadWebhook(spec) } : null;
}

/** service.yaml of a stored revision; null when nothing can work with it. */
export function storedService(spec: unknown): Stored<ServiceConfig> | null {
  if (!isFields(spec) || !areTexts(spec, 'from', 'publicUrl', 'timeZone', 'language') || !isTexts(spec.ops))
    return null;
  if (typeof spec.confirmAbove !== 'number') return null;
  const webhook = webhookOf(spec.webhook);
  const later = { opsMail: routesOf(ALL_ON, spec.ops), allowPrivate: false, dkim: null, retention: KEEP_ALL };
  const config = { ...later, ...spec, webhook } as unknown as ServiceConfig;
  return { config, rests: webhook === null && isFields(spec.webhook) };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

const areTexts = (fields: Fields, ...names: readonly string[]): boolean =>
  names.every((name) => typeof fields[name] === 'string');

function webhookOf(value: unknown): ShopConfig['webhook'] {
  if (!isFields(value) || typeof value.secret !== 'string') return null;
  return typeof value.url === 'string' && URL.canParse(value.url) ? { url: value.url, secret: value.secret } : null;
}

/** A revision of this release keeps a digest of a webhook only (kept-spec.ts). */
const hadWebhook = ({ webhook, webhookDigest }: Fields): boolean =>
  isFields(webhook) || typeof webhookDigest === 'string';

function canCount({ calendar, timeZone }: ShopConfig): boolean {
  try {
    compileCalendar(calendar, openZone(timeZone), nationalHolidays, null);
    return true;
  } catch (error) {
    // What no code of this release can work with is no revision to start with.
    if (error instanceof RangeError || error instanceof TypeError) return false;
    throw error;
  }
}
