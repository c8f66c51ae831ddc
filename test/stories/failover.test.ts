// The primary Redis dies under load, and sentinels make its replica the primary: two processes go on meanwhile by their own
// looks, and afterwards by alarms; nothing is missed and nothing is told twice (src/README.md, invariants 1 and 3).

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openMailCatcher } from '../../src/demo/mail-catcher.ts';
import { hasRedis, startSentinels } from '../queue/redis-family.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { announcedTwice, badCopies, missingFromMails, send, settled, unannounced } from './once-only.ts';
import { startService } from './service-child.ts';

if (!hasRedis)
  process.stderr.write('SKIPPED: redis-server is not installed; its failover under load is not tried here\n');

const FACTOR = 60;
const START = Date.parse('2026-06-10T12:00:00+09:00');
const FROM = 'sla@example.jp';
const SHOPS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];
/** A mail lists twenty at most. */
const ROUNDS = 18;
const EVERY_MS = 800;
/** In the midst of the load: of what came before some is due, some is not. */
const DIES_AT_ROUND = 10;

const configDir = mkdtempSync(join(tmpdir(), 'inquiry-sla-failover-'));
afterAll(() => rmSync(configDir, { recursive: true, force: true }));
mkdirSync(join(configDir, 'shops'));
writeFileSync(
  join(configDir, 'service.yaml'),
  `ops: [ops@example.jp]\nfrom: ${FROM}\npublicUrl: https://sla.example.jp\n`,
);
for (const shop of SHOPS)
  writeFileSync(
    join(configDir, 'shops', `${shop}.yaml`),
    [
      `name: ${shop}`,
      `owner: [${shop}@example.jp]`,
      'calendar: { weeklyClosed: [], nationalHolidays: none, hours: ["00:00-24:00"] }',
      // Five and eight seconds here.
      'policies: [{ flagAfter: 5m, mailOwnerAfter: 8m, breachAfter: 100000m }]',
      'mail: { sendWindow: always }',
    ].join('\n'),
  );

const database = testDatabase();

test.skipIf(!hasRedis)(
  'a failover of sentinels under load: nothing missed, nothing twice',
  async () => {
    const redis = await startSentinels();
    const catcher = await openMailCatcher();
    onTestFinished(() => catcher.close());
    const since = Date.now();
    const now = () => Math.floor(START + (Date.now() - since) * FACTOR);
    const start = () =>
      startService({
        ...{ configDir, databaseUrl: database.url, queueUrl: redis.url, queueName: 'failover', smtpUrl: catcher.url },
        ...{ factor: FACTOR, startsAt: START, since },
      });
    const services = [await start(), await start()];
    const isConnected = async (url: string): Promise<boolean> => {
      const answer = (await (await fetch(new URL('/readyz', url))).json()) as { parts: { queue: { state: string } } };
      return answer.parts.queue.state === 'connected';
    };
    const all = async (): Promise<boolean> =>
      (await Promise.all(services.map(({ url }) => isConnected(url)))).every(Boolean);
    await eventually(all);
    for (let round = 0; round < ROUNDS; round++) {
      if (round === DIES_AT_ROUND) redis.primary.process.kill('SIGKILL');
      const inquiries = SHOPS.map((shop) => `${shop} 1${String(round).padStart(3, '0')}${SHOPS.indexOf(shop)}`);
      expect(await send(services[round % 2]!, inquiries, now())).toBe(true);
      await delay(EVERY_MS);
    }
    expect(await eventually(() => redis.replica.say('ROLE').then((role) => String(role).startsWith('master')))).toBe(
      true,
    );
    await eventually(all);
    // What is due from here on is armed on the new primary.
    expect(
      await send(
        services[0]!,
        SHOPS.map((shop, n) => `${shop} 2000${n}`),
        now(),
      ),
    ).toBe(true);
    await eventually(async () => Number(await redis.replica.say('EXISTS', 'bull:failover-alarm:meta')) === 1);
    // A worker that lost its database for a moment on a busy machine is taken for dead after two minutes.
    const happened = await eventually(async () => {
      const found = await settled(database.db);
      return found !== null && found.episodes.length === SHOPS.length * (ROUNDS + 1) ? found : null;
    }, 300_000);
    for (const { stop } of services) expect(await stop()).toBe(0);

    expect(unannounced(happened)).toEqual([]);
    expect(announcedTwice(happened)).toEqual([]);
    expect(missingFromMails(happened, catcher.mails)).toEqual([]);
    expect(badCopies(happened, catcher.mails, FROM)).toEqual([]);
  },
  500_000,
);
