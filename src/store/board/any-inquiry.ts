// Whether there is any inquiry at all, or ever was.

import { sql } from 'kysely';
import type { Db } from '../schema.ts';

export async function isAnyInquiry(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`select exists (select from inquiry) as any`.execute(db);
  return rows[0]!.any;
}
