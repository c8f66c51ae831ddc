// A process of its own that runs the whole service on an accelerated clock: says its URL, stops on SIGTERM. The tests
// kill it. Trap: the clock begins at the instant it is given, so a later start is a later day.

import { once } from 'node:events';
import pino from 'pino';
import { openApp, ROLES } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createAcceleratedClock } from '../../src/demo/accelerated-clock.ts';
import { environmentOf } from '../support/environment.ts';
import type { ServiceProcessOptions } from './service-child.ts';

// Before anything is said: who hears us may stop us at once.
const stopped = once(process, 'SIGTERM');
const options = JSON.parse(process.argv[2]!) as ServiceProcessOptions;
const read = loadConfig(options.configDir);
if ('faults' in read) throw new Error(JSON.stringify(read.faults));
const { startsAt, factor, since = Date.now() } = options;
const clock = createAcceleratedClock(Math.floor(startsAt + (Date.now() - since) * factor), factor);
clock.begin();
const app = await openApp({
  config: read.config,
  environment: environmentOf(options.databaseUrl, {
    queueUrl: options.queueUrl,
    smtpUrl: options.smtpUrl,
    secretFault: () => 'missing',
  }),
  dataDir: options.configDir,
  roles: new Set(ROLES),
  logger: pino({ level: 'silent' }),
  queueName: options.queueName,
  openClock: async () => clock,
});
process.stdout.write(`${app.url}\n`);
await stopped;
await app.close();
