// Logging in with a token, and out again.

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Instant } from '../../../core/model.ts';
import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import { formatLocal } from '../../../core/time/format.ts';
import { logIn, logOut } from '../../../service/access/sessions.ts';
import type { Token } from '../../../service/access/tokens.ts';
import { addressOf } from '../../access/client-address.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../../access/cookie.ts';
import { demandFormToken, formTokenOf } from '../../access/form-token.ts';
import type { Gate } from '../../access/identify.ts';
import { needsNobody } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath } from '../view.ts';
import { LoginPage, UnsentPage } from './page.tsx';
import { unsentIn } from './unsent.ts';
import { LOGIN_WORDS } from './words.ts';

const MAX_BODY_BYTES = 16 * 1024;

export function loginRoutes(parts: PageParts, gate: Gate): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  const limit = bodyLimit({ maxSize: MAX_BODY_BYTES });
  app.get('/login', needsNobody(), async (c) => {
    const next = ownPath(c.req.query('next'));
    if ((await c.get('asker').look()) !== null) return c.redirect(next, 303);
    return page(c, <LoginPage view={viewOf(parts, c)} next={next} fault={null} unsent={null} />);
  });
  app.post('/login', needsNobody(), limit, (c) => enter(parts, gate, c));
  app.post('/logout', needsNobody(), limit, async (c) => {
    const [secret, principal] = [readSessionCookie(c), await c.get('asker').look()];
    if (principal !== null) await demandFormToken(c, principal);
    if (secret !== null) await logOut(parts.service, secret);
    clearSessionCookie(c);
    return c.redirect(href(viewOf(parts, c), '/login'), 303);
  });
  return app;
}

/** To the minute that is shown. */
const roundedUp = (at: Instant): Instant => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

async function enter(parts: PageParts, gate: Gate, c: Context<AccessEnv>): Promise<Response> {
  const { service } = parts;
  const form = await c.req.parseBody();
  const text = (name: string): string => (typeof form[name] === 'string' ? form[name].trim() : '');
  const [token, next] = [text('token'), ownPath(text('next'))];
  const unsent = unsentIn(text('to'), text('fields'), ownPath);
  if (!(await gate.isClosed())) return c.redirect(next, 303);
  const view = viewOf(parts, c);
  const words = LOGIN_WORDS[view.language];
  const again = (fault: string, status: 400 | 401 | 429) =>
    page(c, <LoginPage view={view} next={next} fault={fault} unsent={unsent} />, status);
  const locked = async (): Promise<Response | null> => {
    const wait = await gate.limits.lockedFor(addressOf(c, gate.trustProxy));
    if (wait === null) return null;
    c.header('retry-after', String(wait));
    const until = roundedUp(service.clock.now() + (wait * 1_000) / service.clock.realMs(1));
    return again(words.lockedUntil(formatLocal(until, view.zone, view.language)), 429);
  };
  if (token === '') return again(words.empty, 400);
  const before = await locked();
  if (before !== null) return before;
  const entered = await logIn(service, token, { before: readSessionCookie(c), stays: text('stays') === 'yes' });
  if (typeof entered !== 'string') {
    setSessionCookie(c, entered.secret);
    if (unsent === null) return c.redirect(landing(next, entered.token), 303);
    const formToken = formTokenOf(entered.secret);
    return page(c, <UnsentPage view={view} next={next} unsent={unsent} formToken={formToken} />);
  }
  if (entered === 'unknown') await gate.limits.countWrong(addressOf(c, gate.trustProxy));
  return (await locked()) ?? again(words.fault[entered], 401);
}

/** Whoever has one shop alone begins on its page, not on a list of all shops. */
function landing(next: string, { shops, groups }: Token): string {
  const isHome = next.split('?')[0] === HOME;
  return isHome && groups === null && shops?.length === 1 ? next.replace(HOME, shopPath(shops[0]!)) : next;
}

const HERE = 'http://here.invalid';
const HOME = '/';

/**
 * Where to go after logging in: the path with its query when it is one of ours, else the page of all shops. It comes from
 * the address bar, and browsers read //host, /\host and tabs inside it as another site; so it is read as a browser does.
 */
function ownPath(text: string | undefined): string {
  if (text === undefined || !text.startsWith('/') || !URL.canParse(text, HERE)) return HOME;
  const { origin, pathname, search } = new URL(text, HERE);
  // Dots may have left two slashes in front; to log in once more helps nobody.
  return origin !== HERE || pathname.startsWith('//') || /^\/log(in|out)$/.test(pathname) ? HOME : pathname + search;
}
