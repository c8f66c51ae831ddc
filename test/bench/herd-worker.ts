// bench: a whole daemon that works, in a process of its own: `herd-worker <database> <queue> <name> <shops> <due>
// <wall time at which that is> [<mail server> [<months of retention>]]`. It says `ready`, with the address of its pages where it sends mails, and ends
// when its input does.

import { tmpdir } from 'node:os';
import { openApp } from '../../src/app.ts';
import { environmentOf } from '../support/environment.ts';
import { benchConfig, logger } from './database.ts';

const [databaseUrl, queueUrl, queueName, shops, due, wall, mailServer = '', months = '0'] = process.argv.slice(2);
const smtpUrl = mailServer === '' ? undefined : mailServer;
const began = performance.now() + (Number(wall) - Date.now());
const clock = {
  now: () => Math.floor(Number(due) + performance.now() - began),
  realMs: (ms: number) => ms,
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};
const config = benchConfig(Number(shops));
const kept = Number(months) || null;
const app = await openApp({
  config: { ...config, service: { ...config.service, retention: { inquiries: kept, mails: kept } } },
  environment: environmentOf(databaseUrl!, { queueUrl: queueUrl!, ...(smtpUrl !== undefined && { smtpUrl }) }),
  dataDir: `${tmpdir()}/inquiry-sla-bench-herd`,
  roles: new Set(smtpUrl === undefined ? ['worker'] : ['worker', 'http']),
  logger,
  queueName: queueName!,
  openClock: async () => clock,
});
while (!(await app.service.wakeUps.armAlarms([clock.now()]))) await clock.sleep(50);
console.log(['ready', app.url].join(' ').trim());
process.stdin.on('end', () => process.exit(0)).resume();
