// access: the cookies of a session and of the name that its user gave. Lax, not Strict: an owner who taps a link in a mail must arrive logged in.

import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { LONGEST_SESSION_MS } from '../../service/access/sessions.ts';
import { principalOf } from './needs.ts';
import type { AccessEnv } from './principal.ts';

const NAME = 'inquiry-sla';
const FLAGS = { httpOnly: true, sameSite: 'Lax', path: '/' } as const;

/** The secret of the session, null without one. A cookie that only HTTPS can have set comes first. */
export function readSessionCookie(c: Context): string | null {
  return getCookie(c, NAME, 'host') || getCookie(c, NAME) || null;
}

export function setSessionCookie(c: Context, secret: string): void {
  const flags = { ...FLAGS, maxAge: LONGEST_SESSION_MS / 1_000 };
  if (cameByHttps(c)) setCookie(c, NAME, secret, { ...flags, prefix: 'host', secure: true });
  else setCookie(c, NAME, secret, flags);
}

export function clearSessionCookie(c: Context): void {
  if (getCookie(c, NAME, 'host')) deleteCookie(c, NAME, { ...FLAGS, prefix: 'host', secure: true });
  if (getCookie(c, NAME)) deleteCookie(c, NAME, FLAGS);
  if (getCookie(c, SAID)) deleteCookie(c, SAID, FLAGS);
}

const SAID = 'inquiry-sla-name';
/** A working day: at a counter somebody else comes after it. */
const SAID_SECONDS = 12 * 60 * 60;
const LONGEST_NAME = 80;

/** Whom a form of this browser named last; '' for nobody. It proves nothing: it fills a field that one sees. */
export const readName = (c: Context): string => (getCookie(c, SAID) ?? '').slice(0, LONGEST_NAME);

/** Whoever is logged in by name is not asked for one. */
export function rememberName(c: Context<AccessEnv>, name: string | undefined): void {
  const said = name?.trim() ?? '';
  if (said !== '' && principalOf(c).person === null)
    setCookie(c, SAID, said, { ...FLAGS, maxAge: SAID_SECONDS, secure: cameByHttps(c) });
}

/** TLS ends in front of us, so the browser is asked: with every form it says where its page came from. */
function cameByHttps(c: Context): boolean {
  return c.req.header('origin')?.startsWith('https:') === true;
}
