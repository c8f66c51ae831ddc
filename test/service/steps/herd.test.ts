// What wakes up and raises: alarms to the fifth of a second, a herd drained by many, rows that somebody holds waited for apart.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Instant } from '../../../src/core/model.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { armDue } from '../../../src/service/steps/arm-alarms.ts';
import { fireDue, fireFree, fireLocked } from '../../../src/service/steps/raise-due-steps.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase({ max: 6 });
const START = '2026-06-01T09:00:00+09:00';
/** The flag of what is asked at the start. */
const DUE = at('2026-06-03T00:00:00+09:00');

let it: TestService;
let armed: Instant[];

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shopOf('sample-tea')], now: START });
  armed = [];
});

const hearing = (): Service => ({
  ...it.service,
  wakeUps: {
    ...it.service.wakeUps,
    armAlarms: async (due) => {
      armed.push(...due);
      return true;
    },
  },
});

async function ask(count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) =>
    eventOf('customer_message', 'm0', '2026-06-01T09:00:00+09:00', { inquiry: `q${n}` }),
  );
  const { added } = await intake(it.service, events, 'api');
  expect(added).toBe(count);
}

const flags = async (): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from step where step = 'flag'`.execute(database.db)).rows[0]!.n;

const dueAt = (inquiry: string, due: Instant) =>
  sql`update episode e set next_due_at = ${new Date(due)}, flag_due_at = ${new Date(due)} from inquiry i
    where i.id = e.inquiry_id and i.external_id = ${inquiry}`.execute(database.db);

describe('arming', () => {
  test('asks for one instant of each fifth of a second within 90 s, and for none beyond', async () => {
    await ask(6);
    const now = it.clock.now();
    const dues = [1, 199, 200, 201, 90_000, 90_001];
    for (const [n, due] of dues.entries()) await dueAt(`q${n}`, now + due);
    expect(await armDue(hearing(), now)).toBe(true);
    // 1 ms stands for 199 and 200 as well: their fifth ends with 200.
    expect(armed).toEqual([now + 1, now + 201, now + 90_000]);
  });
});

describe('firing', () => {
  test('a herd is raised once each, and wakes another process a moment later', async () => {
    await ask(2_500);
    it.clock.set(DUE);
    const others = await Promise.all([fireDue(hearing()), fireDue(hearing())]);
    expect(others[0].flag + others[1].flag).toBe(2_500);
    expect(await flags()).toBe(2_500);
    expect(new Set(armed)).toEqual(new Set([DUE + 1]));
  });

  test('what one chunk holds wakes nobody', async () => {
    await ask(999);
    it.clock.set(DUE);
    expect(await fireDue(hearing())).toMatchObject({ flag: 999 });
    expect(armed).toEqual([]);
  });

  test('a row that somebody holds holds up nothing else, and is raised when it is let go', async () => {
    await ask(3);
    it.clock.set(DUE);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let taken = (): void => {};
    const isTaken = new Promise<void>((resolve) => (taken = resolve));
    const edit = database.db.transaction().execute(async (trx) => {
      await sql`select 1 from episode e join inquiry i on i.id = e.inquiry_id where i.external_id = 'q0' for update of e`.execute(
        trx,
      );
      taken();
      await held;
    });
    await isTaken;
    expect(await fireFree(it.service)).toMatchObject({ flag: 2 });
    const waiting = fireLocked(it.service);
    await eventually(async () => (await waitingForLocks()) > 0);
    expect(await flags()).toBe(2);
    letGo();
    expect(await waiting).toBe(true);
    await edit;
    expect(await flags()).toBe(3);
    expect(await fireLocked(it.service)).toBe(false);
  });
});

const waitingForLocks = async (): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted`.execute(database.db)).rows[0]!.n;
