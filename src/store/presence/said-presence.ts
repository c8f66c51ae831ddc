// What people said of channels, and who waits there in nobody's hand.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { SaidPresence } from '../../core/presence/presence.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, textArray, time } from '../sql-parameters.ts';

/** A channel of a shop. */
export interface ChannelOf {
  readonly shop: string;
  readonly channel: string;
}

export async function saidPresences(db: Db, shops: readonly string[]): Promise<(ChannelOf & SaidPresence)[]> {
  return db
    .selectFrom('presence')
    .select(['shop', 'channel', 'is_accepting as isAccepting', 'said_at as at', 'by_whom as by'])
    .where('shop', '=', anyText(shops))
    .execute();
}

/** How many wait past the first step at `now` whom nobody has in hand; channels where nobody does are left out. */
export async function waitingUnheld(
  db: Db,
  channels: readonly ChannelOf[],
  now: Instant,
): Promise<(ChannelOf & { readonly waiting: number })[]> {
  const { rows } = await sql<ChannelOf & { waiting: number }>`
    select e.shop, i.channel, count(*)::int as waiting
    from episode e join inquiry i on i.id = e.inquiry_id
      join unnest(${textArray(channels.map(({ shop }) => shop))}, ${textArray(channels.map(({ channel }) => channel))})
        c(shop, channel) on c.shop = e.shop and c.channel = i.channel
    where e.shop = any(${textArray([...new Set(channels.map(({ shop }) => shop))])}) and e.ended_at is null
      and e.flag_due_at <= ${time(now)}
      and not exists (select 1 from mute h where h.shop = e.shop and h.kind = 'in_hand'
        and coalesce(h.inquiry_id, 0) = e.inquiry_id and h.lifted_at is null and h.until_at > ${time(now)})
    group by e.shop, i.channel`.execute(db);
  return rows;
}

/** What is said now counts in the place of what was. */
export async function putPresence(trx: Trx, { shop, channel }: ChannelOf, said: SaidPresence): Promise<void> {
  const row = { is_accepting: said.isAccepting, said_at: time(said.at), by_whom: said.by };
  await trx
    .insertInto('presence')
    .values({ shop, channel, ...row })
    .onConflict((conflict) => conflict.columns(['shop', 'channel']).doUpdateSet(row))
    .execute();
}

/** From now on it goes by the opening hours. */
export async function dropPresence(trx: Trx, { shop, channel }: ChannelOf): Promise<void> {
  await trx.deleteFrom('presence').where('shop', '=', shop).where('channel', '=', channel).execute();
}
