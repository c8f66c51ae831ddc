// bench: the application in a process of its own, as in production: `dashboard-server <database> <shops> <now>`. It prints its
// address and ends when its input does.

import { openHttp } from '../../src/http/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { WITH_GOALS } from './dashboard-shops.ts';
import { benchService, logger } from './database.ts';

const [url, shops, now] = process.argv.slice(2);
const began = performance.now();
const clock = {
  now: () => Math.floor(Number(now) + performance.now() - began),
  realMs: (ms: number) => ms,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};
const db = openDatabase(url!, { max: 8, logger });
const server = await openHttp({
  service: benchService(db, clock, Number(shops), WITH_GOALS),
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
