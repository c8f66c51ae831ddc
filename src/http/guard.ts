// http: who may talk to us: while there are no tokens programs on this machine, always browsers on our own pages only.
// A page on any site can make a browser send requests here; DNS rebinding even makes them look like its own.

import type { Context, MiddlewareHandler } from 'hono';
import type { Service } from '../service/service.ts';
import type { IsClosed } from './access/closed.ts';
import { problem } from './problem.ts';

type Configured = Pick<Service, 'config'>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Answers 421 to a Host that is neither a loopback name nor the host of `publicUrl`, as long as nobody needs a token;
 * then any will do, for probes and scrapers that know us by other names.
 */
export function onlyOurNames({ service, isClosed }: { service: Configured; isClosed: IsClosed }): MiddlewareHandler {
  return async (c, next) => {
    if (isOurName(service, new URL(c.req.url).hostname) || (await isClosed())) return next();
    return problem(c, 421, 'foreign-host', `Host: allowed are ${ourNames(service).join(', ')}`);
  };
}

/** Answers 403 to a request that changes something and comes from another site's page (browsers say so). */
export function noForeignPages(service: Configured): MiddlewareHandler {
  return async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) || isOwnPage(service, c)) return next();
    return problem(c, 403, 'foreign-origin', 'pages of other sites may not send here');
  };
}

function isOwnPage(service: Configured, c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host, hostname } = new URL(origin);
  return host === new URL(c.req.url).host || isOurName(service, hostname);
}

function isOurName(service: Configured, hostname: string): boolean {
  return ourNames(service).includes(hostname);
}

function ourNames({ config }: Configured): string[] {
  return [...LOOPBACK, new URL(config.service.publicUrl).hostname];
}

/** PostgreSQL takes no NUL, so an address with one names nothing that there is. */
export function noNul(): MiddlewareHandler {
  return async (c, next) => (c.req.url.includes('%00') ? c.notFound() : next());
}
