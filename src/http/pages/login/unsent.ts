// What somebody typed into a form whose session had ended: kept in the page to log in, and sent by them once they are in. It is in
// no address, no cookie and no store.

import type { Context } from 'hono';
import { FORM_TOKEN, isForm } from '../../access/form-token.ts';

export interface Unsent {
  /** Where the form was sent: a path of ours. */
  readonly to: string;
  /** Its fields, url-encoded, without the form token of the session that ended. */
  readonly fields: string;
}

/** More is typed by nobody; the page to log in takes it back. */
const MOST_CHARACTERS = 12_000;
const LEAVING = '/logout';

/** Null for what is no form, holds nothing, or was sent to leave. */
export async function unsentOf(c: Context): Promise<Unsent | null> {
  if (c.req.method !== 'POST' || !isForm(c)) return null;
  const fields = new URLSearchParams(await c.req.text());
  fields.delete(FORM_TOKEN);
  const { pathname, search } = new URL(c.req.url);
  return pathname === LEAVING ? null : kept(pathname + search, fields.toString());
}

/** The same as the page to log in brought it; `ownPath` makes a path of ours of it. */
export const unsentIn = (to: string, fields: string, ownPath: (text: string) => string): Unsent | null =>
  to === '' ? null : kept(ownPath(to), fields);

const kept = (to: string, fields: string): Unsent | null =>
  fields === '' || fields.length > MOST_CHARACTERS ? null : { to, fields };
