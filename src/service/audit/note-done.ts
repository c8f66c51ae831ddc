// Writes down what people do beside inquiries and has no row of its own: data taken out and in, tests of contacts, the database
// brought to another state.

import { noteDone } from '../../store/audit/audit-entries.ts';
import { knownShops } from '../../store/configuration/revisions.ts';
import type { Db } from '../../store/schema.ts';
import type { Service } from '../service.ts';

type Parts = Pick<Service, 'clock'> & { readonly db: Db };

/** Writes down that somebody took data out: a file by name, of a shop or of all that they may see. */
export function noteExport({ db, clock }: Parts, who: string, name: string, shop: string | null = null): Promise<void> {
  return noteDone(db, { who, what: 'exported', shop, about: { name } }, clock.now());
}

/** Writes down that somebody begins to take events in. Neither the file's name nor its lines: both may name customers. */
export function noteImport({ db, clock }: Parts, who: string): Promise<void> {
  return noteDone(db, { who, what: 'imported', shop: null }, clock.now());
}

/** Writes down that the rows of a backup, made at `madeAt` (UTC, as text), were put into this database. */
export function noteRestore({ db, clock }: Parts, who: string, madeAt: string): Promise<void> {
  return noteDone(db, { who, what: 'restored', shop: null, about: { at: madeAt } }, clock.now());
}

/** Writes down that somebody brought a database in use to another schema. An empty one stays so: a backup goes only into such. */
export async function noteMigration({ db, clock }: Parts, who: string, last: string): Promise<void> {
  if ((await knownShops(db)).size === 0) return;
  await noteDone(db, { who, what: 'migrated', shop: null, about: { name: last } }, clock.now());
}

/** Writes down that somebody sent test messages to a contact. */
export function noteTest({ db, clock }: Parts, who: string, shop: string, contact: string): Promise<void> {
  return noteDone(db, { who, what: 'contact_tested', shop, about: { name: contact } }, clock.now());
}
