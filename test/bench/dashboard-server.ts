// bench: the application in a process of its own, as in production: `tsx dashboard-server.ts <database> <shops> <now>`.
// It prints its address and ends when its input does. Trap: what it serves is the build in dist/, because tsx wraps every
// function and costs a fifth.

import { benchService, logger } from './database.ts';

const built = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;
const { openHttp }: typeof import('../../src/http/server.ts') = await import(built('http/server.js'));
const { openDatabase }: typeof import('../../src/store/database.ts') = await import(built('store/database.js'));

const [url, shops, now] = process.argv.slice(2);
const began = performance.now();
const clock = {
  now: () => Math.floor(Number(now) + performance.now() - began),
  realMs: (ms: number) => ms,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};
const db = openDatabase(url!, { max: 8, logger });
const server = await openHttp({
  service: benchService(db, clock, Number(shops)),
  health: {
    tickAgeMs: () => 0,
    queue: () => ({ connected: true, error: null }),
    mail: () => ({ ok: true, reason: null }),
  },
  logger,
  host: '127.0.0.1',
  port: 0,
});
console.log(server.url);
process.stdin.on('end', () => process.exit(0)).resume();
