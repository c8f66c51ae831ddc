// The record of who did what when, page by page, the newest first. It is only read here: nothing in the service changes an entry.

import type { Instant } from '../../core/model.ts';
import { parseDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { type AuditCursor, type AuditRow, auditRows } from '../../store/audit/audit-entries.ts';
import type { Service } from '../service.ts';

export type { AuditCursor, AuditRow } from '../../store/audit/audit-entries.ts';
export { AUDIT_ACTIONS, type AuditAction } from '../../store/tables/audit-tables.ts';
export type { RevisionCause } from '../../store/tables/configuration-tables.ts';

/** What is asked for; what is left out asks for nothing. */
export interface AuditFilter {
  /** Whole, as they are called. */
  readonly who?: string;
  /** A date in the zone of those who operate the service, `YYYY-MM-DD`. */
  readonly day?: string;
}

export interface AuditPage {
  readonly now: Instant;
  readonly items: readonly AuditRow[];
  /** Where the next page begins; null on the last one. */
  readonly next: AuditCursor | null;
}

export interface AuditAsked {
  /** Null: of every shop and of the service. */
  readonly shops: readonly string[] | null;
  readonly filter: AuditFilter;
  readonly before: AuditCursor | null;
  readonly limit: number;
}

/** A page of the record; `filter.day` was checked. */
export async function readAudit(
  { db, clock, config }: Pick<Service, 'db' | 'clock' | 'config'>,
  { shops, filter, before, limit }: AuditAsked,
): Promise<AuditPage> {
  const day = filter.day === undefined ? undefined : instantsOf(filter.day, config.service.timeZone);
  const rows = await auditRows(db, { shops, who: filter.who, day, before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { now: clock.now(), items, next: rows.length > limit && last ? cursorOf(last) : null };
}

const PAGE = 1_000;

/** All of it, a page at a time. */
export async function* readWholeAudit(
  service: Pick<Service, 'db' | 'clock' | 'config'>,
  asked: Pick<AuditAsked, 'shops' | 'filter'>,
): AsyncGenerator<readonly AuditRow[]> {
  for (let before: AuditCursor | null = null; ; ) {
    const page: AuditPage = await readAudit(service, { ...asked, before, limit: PAGE });
    yield page.items;
    if (page.next === null) return;
    before = page.next;
  }
}

const cursorOf = ({ at, kept, id }: AuditRow): AuditCursor => ({ at, kept, id });

function instantsOf(date: string, timeZone: string) {
  const day = parseDate(date);
  if (day === null) throw new Error(`${date} is no date`);
  const { startOfDay } = openZone(timeZone);
  return { from: startOfDay(day), to: startOfDay(day + 1) };
}
