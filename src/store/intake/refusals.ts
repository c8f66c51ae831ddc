// Refusals: what was not taken in and why, kept visible. The same refusal again only counts up.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { mended } from '../../core/text.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';

export interface Refusal {
  readonly source: string;
  readonly shop: string;
  readonly inquiry: string;
  readonly event: string;
  readonly code: string;
  /** Words of ours only: never a customer's text. */
  readonly message: string;
}

/** Whatever is wrong with a line, that it was refused can be kept. */
const LONGEST = 300;

export async function recordRefusals(db: Db, refusals: readonly Refusal[], now: Instant): Promise<void> {
  const unique = [
    ...new Map(
      refusals.map(storable).map((r) => [JSON.stringify([r.source, r.shop, r.inquiry, r.event, r.code]), r]),
    ).values(),
  ];
  if (unique.length === 0) return;
  const column = (name: keyof Refusal) => textArray(unique.map((r) => r[name]));
  await sql`
    insert into refusal as r (source, shop, inquiry, event, code, message, first_at, last_at)
    select *, ${time(now)}, ${time(now)} from unnest(${column('source')}, ${column('shop')}, ${column('inquiry')},
      ${column('event')}, ${column('code')}, ${column('message')})
    on conflict (source, shop, inquiry, event, code) do update
      set last_at = excluded.last_at, message = excluded.message, times = r.times + 1`.execute(db);
}

function storable({ source, shop, inquiry, event, code, message }: Refusal): Refusal {
  const text = (one: string) => mended(one, LONGEST);
  return { source, shop: text(shop), inquiry: text(inquiry), event: text(event), code, message: text(message) };
}

export interface KeptRefusal extends Refusal {
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly times: number;
}

/** The newest refusals first. */
export async function latestRefusals(db: Db, limit: number): Promise<KeptRefusal[]> {
  return db
    .selectFrom('refusal')
    .select([
      'source',
      'shop',
      'inquiry',
      'event',
      'code',
      'message',
      'first_at as firstAt',
      'last_at as lastAt',
      'times',
    ])
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
