// A short run on each backend (README.md); longer ones are `npm run chaos`. How late anything came is no matter here: the
// machine may do much else.

import { expect, test } from 'vitest';
import { builtProgram } from '../support/run/programs.ts';
import { buildRelease, lastTag } from './older-release.ts';
import { play } from './play.ts';
import { openPostgres, openRedis } from './servers.ts';

const LONG_MS = 600_000;
const SEED = 1;
const ACT_MS = 6_000;

test.for(['redis', 'postgres'])(
  'whatever breaks: nothing missed, nothing twice, nothing wrong (%s)',
  { timeout: LONG_MS },
  async (backend, { skip }) => {
    const redis = backend === 'redis' ? await openRedis() : null;
    if (backend === 'redis' && redis === null) {
      process.stderr.write(
        'SKIPPED: neither redis-server nor valkey-server is installed; chaos with the queue on Redis is not tried here\n',
      );
      return skip();
    }
    const postgres = await openPostgres();
    try {
      const options = { postgres, redis, main: builtProgram('src/main.ts'), seed: SEED, actMs: ACT_MS };
      const { missed, doubled, wrong, inquiries } = await play(options);
      expect({ missed, doubled, wrong }).toEqual({ missed: [], doubled: [], wrong: [] });
      expect(inquiries).toBeGreaterThan(10);
    } finally {
      await redis?.close();
      await postgres.close();
    }
  },
);

test('this release beside the one before it, while processes are exchanged', { timeout: LONG_MS }, async ({ skip }) => {
  const found = lastTag();
  if ('why' in found) {
    process.stderr.write(`SKIPPED: ${found.why}; two releases beside each other are not tried here\n`);
    return skip();
  }
  const older = buildRelease(found.tag);
  const postgres = await openPostgres();
  try {
    const options = { postgres, redis: null, main: builtProgram('src/main.ts'), seed: SEED, actMs: ACT_MS };
    const { missed, doubled, wrong } = await play({ ...options, older: older.main });
    expect({ missed, doubled, wrong }).toEqual({ missed: [], doubled: [], wrong: [] });
  } finally {
    await postgres.close();
    older.remove();
  }
});
