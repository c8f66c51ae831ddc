// cli: what a calendar edit would do to open inquiries, where there is a database that answers.

import type { PreparedEdit } from '../../config/edit/calendar-edit.ts';
import { readConfig } from '../../config/load.ts';
import { type OpenInquiries, openInquiriesAfter } from '../../service/calendar/preview-edit.ts';
import { createCounting } from '../../service/compiled-calendars.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import { whereDatabaseAnswers } from '../io/settings.ts';

/** Asks the database, where there is one that answers; null else. What is in force there is the side before. */
export async function askOpenInquiries(edit: PreparedEdit, dir: string, data: string): Promise<OpenInquiries | null> {
  const { service, shops } = readConfig(dir);
  if (service === null) return null;
  const config = { service, shops: new Map(shops).set(edit.shopId, edit.after.shop) };
  return whereDatabaseAnswers(data, async (db) => {
    const parts = { db, clock: await openDatabaseClock(db), config, counting: createCounting(() => config) };
    return openInquiriesAfter(parts, edit);
  });
}
