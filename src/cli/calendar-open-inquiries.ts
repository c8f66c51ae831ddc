// cli: what a calendar edit would do to open inquiries, by the same plans that the service carries out. Reads only.

import type { PreparedEdit } from '../config/edit.ts';
import { readConfig } from '../config/load.ts';
import type { OutsideCalendar } from '../core/outside.ts';
import { createCounting } from '../service/counting.ts';
import { refreshOutside } from '../service/outside-in-force.ts';
import { previewConfig, type ShopPreview } from '../service/preview.ts';
import { openDatabaseClock } from '../store/clock.ts';
import { whereDatabaseAnswers } from './settings.ts';

export interface OpenInquiries {
  /** null: what is in force already. */
  readonly preview: ShopPreview | null;
  /** What RMS and imported calendars close. */
  readonly outside: readonly OutsideCalendar[];
}

/** Asks the database, where there is one that answers; null else. What is in force there is the side before. */
export async function openInquiriesAfter(
  { shopId, after }: PreparedEdit,
  dir: string,
  data: string,
): Promise<OpenInquiries | null> {
  const { service, shops } = readConfig(dir);
  if (service === null) return null;
  const config = { service, shops: new Map(shops).set(shopId, after.shop) };
  return whereDatabaseAnswers(data, async (db) => {
    const parts = { db, clock: await openDatabaseClock(db), config, counting: createCounting(() => config) };
    await refreshOutside(parts);
    const { shops: previews } = await previewConfig(parts, config, new Set([shopId]));
    return { preview: previews[0] ?? null, outside: parts.counting.outsideOf(after.shop) };
  });
}
