// Bodies of mails: as two texts while a mail may still be sent, packed a while after. PostgreSQL compresses each value alone;
// text and HTML of a mail say the same twice, so together they take less than half.

import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress } from 'node:zlib';
import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Trx } from '../schema.ts';
import { idArray, time } from '../sql-parameters.ts';

export interface MailBody {
  readonly text: string;
  readonly html: string;
}

/** The columns of a body as they are read. */
export interface BodyColumns {
  readonly text: string | null;
  readonly html: string | null;
  readonly body: Buffer | null;
}

export const BODY = sql`body_text as text, body_html as html, body`;

/** What a row holds, whichever way it is kept; null before it is rendered. */
export async function bodyOf({ text, html, body }: BodyColumns): Promise<MailBody | null> {
  if (body !== null) return JSON.parse((await promisify(brotliDecompress)(body)).toString('utf8')) as MailBody;
  return text === null ? null : { text, html: html ?? '' };
}

async function pack({ text, html }: MailBody): Promise<Buffer> {
  // At its best: some ten milliseconds in a thread beside.
  return promisify(brotliCompress)(JSON.stringify({ text, html }));
}

/** Packs up to `limit` bodies of mails that were sent before then. Returns how many. */
export async function packMails(trx: Trx, before: Instant, limit: number): Promise<number> {
  const { rows } = await sql<MailBody & { id: number }>`
    select id, body_text as text, coalesce(body_html, '') as html from outbox
    where state = 'sent' and body_text is not null and sent_at < ${time(before)}
    order by id limit ${limit} for update skip locked`.execute(trx);
  const packed = await Promise.all(rows.map(pack));
  if (rows.length > 0)
    await sql`
      update outbox o set body = p.body, body_text = null, body_html = null
      from unnest(${idArray(rows.map(({ id }) => id))}, ${packed}::bytea[]) p(id, body) where o.id = p.id`.execute(trx);
  return rows.length;
}
