// cli: one shop of a config folder, for commands that ask about it. Faults of other shops do not stand in the way.

import { basename } from 'node:path';
import { namedSpec } from '../../config/input/named-calendars.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { readConfig } from '../../config/load.ts';
import { didYouMean } from '../../config/values/did-you-mean.ts';
import { describe, formatFault } from '../../config/values/faults.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { type Calendar, compileCalendar } from '../../core/calendar/calendar.ts';
import type { Bilingual } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import type { ExitCode, Output } from './io.ts';

export interface OpenedShop {
  readonly shop: ShopConfig;
  /** Compiled from the file alone: what RMS closes is known only to the service. */
  readonly calendar: Calendar;
}

/** Said wherever a calendar that takes RMS closures is shown without them. */
export const RMS_LEFT_OUT: Bilingual = {
  ja: '※店舗ファイルだけによる結果です。RMSの休業日は含みません。',
  en: 'From the shop file alone: what RMS closes is not included.',
};

/** The shop with its calendar, or the exit code after the reason was written: 1 for a broken file, 2 for an unknown id. */
export function openShop(id: string, dir: string, out: Output): OpenedShop | ExitCode {
  const { shops, faults } = readConfig(dir);
  const shop = shops.get(id);
  if (shop) {
    const { length } = faults;
    if (length > 0)
      out.error(`${dir}: ${length} ${length === 1 ? 'fault' : 'faults'} elsewhere, see: inquiry-sla check ${dir}`);
    return { shop, calendar: compileFromFile(shop) };
  }
  const own = faults.filter(
    ({ file }) => basename(file ?? '') === `${id}.yaml` || basename(file ?? '') === 'service.yaml',
  );
  const broken = own.some(({ file }) => basename(file ?? '') === `${id}.yaml`) || shops.size === 0;
  if (broken) {
    out.error((own.length > 0 ? own : faults).map(formatFault).join('\n'));
    return 1;
  }
  return unknownShop(id, [...shops.keys()], out);
}

/** A calendar of a shop by its name, from the file alone; without one, its own. */
export function compileFromFile(shop: ShopConfig, name?: string): Calendar {
  return compileCalendar(namedSpec(shop, name), openZone(shop.timeZone), nationalHolidays, null);
}

/** Says which shops there are; the exit code of wrong usage. */
export function unknownShop(id: string, known: readonly string[], out: Pick<Output, 'error'>): ExitCode {
  const hint = didYouMean(id, known);
  const shown = known.slice(0, 10).join(', ') + (known.length > 10 ? ', …' : '');
  out.error(`found the unknown shop ${describe(id)}; allowed: ${shown}${hint ? `; ${hint}` : ''}`);
  return 2;
}
