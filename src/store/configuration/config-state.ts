// The state of the configuration files as all processes share it: one row. What is broken or held is told once.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { time } from '../sql-parameters.ts';

export interface ConfigState {
  readonly serviceHash: string;
  /** When the files of the newest registered revision were read; null before the first. */
  readonly readAt: Instant | null;
  readonly brokenSince: Instant | null;
  /** One line a fault, as `check` prints it. */
  readonly faults: readonly string[] | null;
  readonly heldSince: Instant | null;
  readonly held: HeldEdit | null;
}

/** An edit that waits for `apply --yes`. */
export interface HeldEdit {
  readonly shops: readonly string[];
  /** Inquiries for which it would raise or withdraw something. */
  readonly inquiries: number;
  readonly confirmAbove: number;
}

const NEVER = sql`'-infinity'::timestamptz`;

export async function readConfigState(db: Db): Promise<ConfigState> {
  const { rows } = await sql<ConfigState>`
    select service_hash as "serviceHash", nullif(read_at, ${NEVER}) as "readAt", broken_since as "brokenSince", faults,
      held_since as "heldSince", held from config_state`.execute(db);
  return rows[0] ?? { serviceHash: '', readAt: null, brokenSince: null, faults: null, heldSince: null, held: null };
}

/** Notes what was registered last. Ask for the lock of the revisions first. */
export async function noteRegistered(trx: Trx, serviceHash: string, readAt: Instant): Promise<void> {
  const registered = { service_hash: serviceHash, read_at: time(readAt) };
  await trx
    .insertInto('config_state')
    .values(registered)
    .onConflict((conflict) => conflict.column('one').doUpdateSet(registered))
    .execute();
}

/** Notes that the files are broken. True for the first who does so since they were whole. */
export async function noteBroken(trx: Trx, faults: readonly string[], now: Instant): Promise<boolean> {
  const { rows } = await sql<{ first: boolean }>`
    insert into config_state as s (service_hash, read_at, broken_since, faults)
    values ('', ${NEVER}, ${time(now)}, ${JSON.stringify(faults)}::jsonb)
    on conflict (one) do update set broken_since = coalesce(s.broken_since, excluded.broken_since),
      faults = excluded.faults
    returning broken_since = ${time(now)} as first`.execute(trx);
  return rows[0]!.first;
}

/** Notes that the files are whole. True for the first who does so since they were broken. */
export async function noteWhole(db: Db): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('config_state')
    .set({ broken_since: null, faults: null })
    .where('broken_since', 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Notes what is held, null for nothing. True for the first who holds something since nothing was held. */
export async function noteHeld(trx: Trx, held: HeldEdit | null, now: Instant): Promise<boolean> {
  if (held === null) {
    await trx
      .updateTable('config_state')
      .set({ held_since: null, held: null })
      .where('held_since', 'is not', null)
      .execute();
    return false;
  }
  const { rows } = await sql<{ first: boolean }>`
    insert into config_state as s (service_hash, read_at, held_since, held)
    values ('', ${NEVER}, ${time(now)}, ${JSON.stringify(held)}::jsonb)
    on conflict (one) do update set held_since = coalesce(s.held_since, excluded.held_since), held = excluded.held
    returning held_since = ${time(now)} as first`.execute(trx);
  return rows[0]!.first;
}
