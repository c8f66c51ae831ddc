// kill -9 at any moment, and between the SMTP server's 250 and the commit: nothing is missing, the same mail comes at
// most twice and is then marked, no step is announced by two mails (MAIL.md 2, 14; src/README.md, invariant 3).

import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { readHappened } from '../../src/demo/happened.ts';
import { openMailCatcher } from '../../src/demo/mail-catcher.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { redisUrl } from '../support/redis.ts';
import { announcedTwice, badCopies, missingFromMails, send, settled, unannounced } from './once-only.ts';
import { runningTime, type ServiceChild, startService } from './service-child.ts';

const LONG_MS = 240_000;
const FACTOR = 600;
const DAY_MS = 86_400_000;
const START = Date.parse('2026-06-10T12:00:00+09:00');
const FROM = 'sla@example.jp';
const SHOPS = ['alpha', 'beta', 'gamma', 'delta'];
/** Real milliseconds from the first event of a round to the kill; from before the commit to after the mail. */
const KILL_AFTER_MS = [5, 40, 120, 400];
const INQUIRIES = 5;

const configDir = mkdtempSync(join(tmpdir(), 'inquiry-sla-kill-'));
afterAll(() => rmSync(configDir, { recursive: true, force: true }));
mkdirSync(join(configDir, 'shops'));
writeFileSync(
  join(configDir, 'service.yaml'),
  `ops: [ops@example.jp]\nfrom: ${FROM}\npublicUrl: https://sla.example.jp\n`,
);
for (const shop of SHOPS) writeFileSync(join(configDir, 'shops', `${shop}.yaml`), shopFile(shop));

/** Open every day and at any hour; nothing breaches before the test is long over. */
function shopFile(id: string): string {
  return [
    `name: ${id}`,
    `owner: [${id}@example.jp]`,
    'calendar: { weeklyClosed: [], nationalHolidays: none }',
    'policies: [{ flagAfter: 1d, mailOwnerAfter: 2d, breachAfter: 90d }]',
    'mail: { sendWindow: always }',
  ].join('\n');
}

const backends: readonly [string, string | null | undefined][] = [
  ['PostgreSQL', undefined],
  ['Redis', redisUrl()],
];

for (const [name, url] of backends) {
  describe.skipIf(url === null)(`with the queue on ${name}`, () => {
    const database = testDatabase();
    const options = { configDir, databaseUrl: '', queueUrl: url ?? null, queueName: '', smtpUrl: '', factor: FACTOR };

    test(
      'killed four times at any moment, nothing is missing and no step is announced by two mails',
      async () => {
        const catcher = await openMailCatcher();
        onTestFinished(() => catcher.close());
        const time = runningTime(START, FACTOR);
        const start = () =>
          startService({
            ...options,
            databaseUrl: database.url,
            smtpUrl: catcher.url,
            queueName: `kill-${randomBytes(4).toString('hex')}`,
            startsAt: time.now(),
          });
        let untold: string[] = [];
        for (const [round, wait] of KILL_AFTER_MS.entries()) {
          const child = await start();
          untold.push(...Array.from({ length: INQUIRIES }, (_, n) => `${SHOPS[round]} ${round}000${n}`));
          const sending = send(child, untold, time.now() - 3 * DAY_MS);
          await delay(wait);
          await child.kill();
          if (await sending) untold = [];
        }
        // So long that a worker that took a mail is taken for dead.
        time.skip(3 * DAY_MS);
        const last = await start();
        expect(untold.length === 0 || (await send(last, untold, time.now() - 3 * DAY_MS))).toBe(true);
        const happened = await eventually(() => settled(database.db));
        expect(await last.stop()).toBe(0);

        expect(happened.episodes).toHaveLength(SHOPS.length * INQUIRIES);
        expect(unannounced(happened)).toEqual([]);
        expect(announcedTwice(happened)).toEqual([]);
        expect(missingFromMails(happened, catcher.mails)).toEqual([]);
        expect(badCopies(happened, catcher.mails, FROM)).toEqual([]);
      },
      LONG_MS,
    );

    test(
      'killed between the 250 and the commit, the mail is sent once more with the same Message-ID and marked',
      async () => {
        let victim: ServiceChild | null = null;
        const catcher = await openMailCatcher(({ to }) => {
          if (to.includes('owner@victim.example')) victim?.process.kill('SIGKILL');
        });
        onTestFinished(() => catcher.close());
        writeFileSync(
          join(configDir, 'shops', 'victim.yaml'),
          shopFile('victim').replace('victim@example.jp', 'owner@victim.example'),
        );
        const queueName = `kill-${randomBytes(4).toString('hex')}`;
        const time = runningTime(START + 30 * DAY_MS, FACTOR);
        const start = () =>
          startService({
            ...options,
            databaseUrl: database.url,
            smtpUrl: catcher.url,
            queueName,
            startsAt: time.now(),
          });
        const copies = () => catcher.mails.filter(({ to }) => to.includes('owner@victim.example'));
        const row = async () => (await readHappened(database.db)).mails.find(({ shop }) => shop === 'victim');

        victim = await start();
        expect(await send(victim, ['victim 90001'], time.now() - 3 * DAY_MS)).toBe(true);
        await eventually(() => victim!.process.exitCode !== null || victim!.process.signalCode === 'SIGKILL');
        expect(copies()).toHaveLength(1);
        expect(await row()).toMatchObject({ state: 'sending', possiblyTwice: false });

        victim = null;
        time.skip(3 * DAY_MS);
        const second = await start();
        await eventually(async () => (await row())?.state === 'sent');
        expect(await second.stop()).toBe(0);
        time.skip(3 * DAY_MS);
        const third = await start();
        await eventually(async () => (await settled(database.db)) !== null);
        expect(await third.stop()).toBe(0);

        expect(await row()).toMatchObject({ state: 'sent', possiblyTwice: true });
        expect(copies()).toHaveLength(2);
        expect(new Set(copies().map(({ messageId }) => messageId)).size).toBe(1);
        expect(unannounced(await readHappened(database.db))).toEqual([]);
      },
      LONG_MS,
    );
  });
}
