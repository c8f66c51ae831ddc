// http: who may talk to us while there are no tokens: programs on this machine, and browsers on our own pages.
// Trap: a page on any site can make a browser send requests here; DNS rebinding even makes them look like its own.

import type { Context, MiddlewareHandler } from 'hono';
import type { Service } from '../service/service.ts';
import { problem } from './problem.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Answers 421 to a Host that is neither a loopback name nor the host of `publicUrl`. */
export function onlyOurNames(service: Pick<Service, 'config'>): MiddlewareHandler {
  return async (c, next) => {
    if (isOurName(service, new URL(c.req.url).hostname)) return next();
    return problem(c, 421, 'foreign-host', `Host: allowed are ${ourNames(service).join(', ')}`);
  };
}

/** Answers 403 to a request that changes something and comes from another site's page (browsers say so). */
export function noForeignPages(service: Pick<Service, 'config'>): MiddlewareHandler {
  return async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) || isOwnPage(service, c)) return next();
    return problem(c, 403, 'foreign-origin', 'pages of other sites may not send here');
  };
}

function isOwnPage(service: Pick<Service, 'config'>, c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return false;
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && isOurName(service, new URL(origin).hostname);
}

function isOurName(service: Pick<Service, 'config'>, hostname: string): boolean {
  return ourNames(service).includes(hostname);
}

function ourNames({ config }: Pick<Service, 'config'>): string[] {
  return [...LOOPBACK, new URL(config.service.publicUrl).hostname];
}
