// The service as a role that reads and writes rows and can change no schema: made by `migrate` as the owner, with the grants
// that README.md names.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openApp, ROLES } from '../../../src/app.ts';
import { migrate } from '../../../src/cli/operations/migrate.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { freshDatabase, silentLogger } from '../../support/database.ts';
import { environmentOf } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { eventOf, testService } from '../../support/service.ts';
import { testIo } from '../io.ts';

afterEach(() => vi.unstubAllEnvs());

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
/** The statements of the README, for a role of the test's own. */
const granting = (role: string): string =>
  /```sql\n\s+(create role inquiry_sla [\s\S]*?)```/.exec(README)![1]!.replaceAll('inquiry_sla', role);

test('a role without rights on the schema does all the work; a start only checks', async () => {
  const made = await freshDatabase({ migrated: false });
  const role = `run_${randomBytes(4).toString('hex')}`;
  onTestFinished(async () => {
    await sql.raw(`drop owned by ${role}; drop role ${role}`).execute(made.db);
    await made.drop();
  });
  vi.stubEnv('DATABASE_URL', made.url);
  vi.stubEnv('QUEUE_URL', '');
  const io = testIo();
  expect(await migrate({ data: '' }, io)).toBe(0);
  expect(io.lines().at(-1)).toBe('the queue’s schema is there');
  await sql.raw(granting(role)).execute(made.db);
  const restricted = new URL(made.url);
  [restricted.username, restricted.password] = [role, '…'];

  const { service } = await testService({ db: made.db, now: '2026-06-01T10:00:00+09:00' });
  const app = await openApp({
    config: service.config,
    environment: environmentOf(restricted.href),
    dataDir: '',
    roles: new Set(ROLES),
    logger: silentLogger,
  });
  try {
    const ready = async () =>
      (await (await fetch(`${app.url}/readyz`)).json()) as { ready: boolean; matters: string[] };
    await eventually(async () =>
      expect(await ready()).toMatchObject({
        ready: true,
        matters: expect.not.arrayContaining(['queue', 'database', 'worker']),
      }),
    );
    // Long due: raised and mailed by the service itself.
    await intake(app.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    await eventually(async () => {
      const { rows } = await sql<{ steps: number }>`select count(*)::int as steps from step`.execute(made.db);
      expect(rows[0]!.steps).toBe(3);
    });
    await expect(sql`create table more (id int)`.execute(app.service.db)).rejects.toThrow('permission denied');
    await expect(sql`alter table event disable trigger all`.execute(app.service.db)).rejects.toThrow('must be owner');
  } finally {
    await app.close();
  }
});
