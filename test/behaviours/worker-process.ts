// A worker process of its own for tests that need several, or one to kill: ticks at the instant its parent names.

import { openTransport } from '../../src/mail/transport/mail-transport.ts';
import { openDatabase } from '../../src/store/database.ts';
import { silentLogger } from '../support/database.ts';
import { shopOf, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';
import type { WorkerOptions } from './worker.ts';

const { databaseUrl, smtpUrl, shops, now } = JSON.parse(process.argv[2]!) as WorkerOptions;
const db = openDatabase(databaseUrl, { max: 4, logger: silentLogger });
const { service, clock } = await testService({ db, now, shops: shops.map((id) => shopOf(id)) });
const worker = { ...service, mail: openTransport({ smtpUrl, mailDir: '' }) };

process.on('message', (tickAt: number) => {
  clock.set(tickAt);
  tickWorker(worker).then(
    () => process.send!('ticked'),
    (error: Error) => process.send!(error.message),
  );
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
