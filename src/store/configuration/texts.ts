// What texts of shop files are known to say: of a text's key, the revision in force. A note counts while it names the hash of
// that revision too, so a newer revision, whoever stored it, makes it void.

import { sql } from 'kysely';
import type { Db } from '../schema.ts';
import { textArray } from '../sql-parameters.ts';

export interface KnownText {
  readonly shop: string;
  readonly hash: string;
  readonly spec: unknown;
}

/** Whether any text is known. */
export async function isAnyTextKnown(db: Db): Promise<boolean> {
  const row = await db.selectFrom('shop').select('id').where('text_key', '<>', '').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The revisions in force of which these keys, by shop, are known to say what they hold. */
export async function knownTexts(db: Db, keys: ReadonlyMap<string, string>): Promise<KnownText[]> {
  const { rows } = await sql<KnownText>`
    select s.id as shop, r.hash, r.spec
    from unnest(${textArray([...keys.keys()])}, ${textArray([...keys.values()])}) k(shop, key)
    join shop s on s.id = k.shop and s.text_key = k.key || ' ' || s.config_hash and s.removed_at is null
    cross join lateral (select hash, spec from config_revision where shop = s.id order by number desc limit 1) r
    where r.hash = s.config_hash and r.spec is not null`.execute(db);
  return rows;
}

export interface NotedText {
  readonly shop: string;
  readonly key: string;
  /** Of what the text says. */
  readonly hash: string;
}

/** Notes what texts say. */
export async function noteTexts(db: Db, texts: readonly NotedText[]): Promise<void> {
  const keys = texts.map(({ key, hash }) => `${key} ${hash}`);
  await sql`
    update shop s set text_key = k.key
    from unnest(${textArray(texts.map(({ shop }) => shop))}, ${textArray(keys)}) k(shop, key)
    where s.id = k.shop and s.text_key <> k.key`.execute(db);
}
