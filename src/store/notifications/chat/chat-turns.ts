// Whose turn it is to send to a chat, for all processes that deliver: one row for each place, taken under its lock. By the
// database's real time, whatever clock the service goes by: the rates are those of servers outside.

import { sql } from 'kysely';
import type { Db } from '../../schema.ts';

export type ChatTurn = { readonly waitMs: number } | { readonly awayMs: number };

const ms = (length: number) => sql`${length}::float8 * interval '1 millisecond'`;

/** `waitMs`: real ms until the turn that is now the caller's. `awayMs`: none, for the next is more than `mostMs` away. */
export async function takeChatTurn(
  db: Db,
  { place, spacingMs, mostMs }: { readonly place: string; readonly spacingMs: number; readonly mostMs: number },
): Promise<ChatTurn> {
  const taken = await sql<{ waitMs: number }>`
    insert into chat_turn as t (place, free_at) values (${place}, clock_timestamp() + ${ms(spacingMs)})
    on conflict (place) do update set free_at = greatest(t.free_at, clock_timestamp()) + ${ms(spacingMs)}
      where t.free_at <= clock_timestamp() + ${ms(mostMs)}
    returning ${msUntil(sql`free_at - ${ms(spacingMs)}`)} as "waitMs"`.execute(db);
  const [turn] = taken.rows;
  return turn ?? { awayMs: await msUntilFree(db, place) };
}

async function msUntilFree(db: Db, place: string): Promise<number> {
  const { rows } = await sql<{ away: number }>`
    select ${msUntil(sql`free_at`)} as away from chat_turn where place = ${place}`.execute(db);
  return rows[0]?.away ?? 0;
}

const msUntil = (instant: ReturnType<typeof sql>) =>
  sql`greatest(0, ceil(extract(epoch from ${instant} - clock_timestamp()) * 1000))::float8`;

/** Nobody sends there for so many real ms. */
export async function restChat(db: Db, place: string, restMs: number): Promise<void> {
  await sql`
    insert into chat_turn as t (place, free_at) values (${place}, clock_timestamp() + ${ms(restMs)})
    on conflict (place) do update set free_at = greatest(t.free_at, excluded.free_at)`.execute(db);
}

/** Forgets places to which nobody sent for a day: chats that are configured no more, or by another address. */
export async function forgetChatTurns(db: Db): Promise<void> {
  await sql`delete from chat_turn where place in (
    select place from chat_turn where free_at < clock_timestamp() - interval '1 day' for update skip locked)`.execute(
    db,
  );
}
