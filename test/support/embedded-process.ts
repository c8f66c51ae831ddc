// A process of its own that holds the embedded database on the folder in argv: says its URL, closes when stdin ends.

import { once } from 'node:events';
import pino from 'pino';
import { openEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';

const embedded = await openEmbeddedPostgres({ dataDir: process.argv[2]!, logger: pino({ level: 'silent' }) });
process.stdout.write(`${embedded.url}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await embedded.close();
