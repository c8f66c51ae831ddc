// A worker process that takes a mail job and never gives it back; the test kills it. Arguments: url, name, lockMs.

import { openQueue } from '../../src/queue/queue.ts';

const [url = '', name = '', lockMs = ''] = process.argv.slice(2);
const silent = { info() {}, warn() {}, error() {} };

await openQueue({
  url,
  name,
  lockMs: Number(lockMs),
  clock: { now: Date.now, realMs: (ms) => ms, sleep: async () => {} },
  logger: silent,
  handlers: {
    alarm: async () => {},
    mail: (id) => {
      process.stdout.write(`took ${id}\n`);
      return new Promise(() => {});
    },
    poll: async () => {},
  },
});
