// The database's clock was two hours, or years, ahead for a moment: the next mails come in time, what was raised too early
// is taken back, and nothing else waits for a time that was never there.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RmsClient } from '../../../src/rms/client.ts';
import { keepCanary } from '../../../src/service/canary/keep-canary.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { checkLicence } from '../../../src/service/monitoring/check-licence.ts';
import { clockSetBack } from '../../../src/service/monitoring/detect-clock-set-back.ts';
import { lookAtSelf, notifyOfSelf, tickDone } from '../../../src/service/monitoring/detect-own-gaps.ts';
import { licenceCause } from '../../../src/service/monitoring/incident-causes.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { restChat, takeChatTurn } from '../../../src/store/notifications/chat/chat-turns.ts';
import { sourceStates, syncSources } from '../../../src/store/status/sources.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const ALWAYS = { mail: { sendWindow: 'always' } };
const OWNER = 'sample-tea@example.jp';
let it: TestService;

async function open(file: Record<string, unknown>, now = '2026-06-01T12:00:00+09:00'): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shopOf('sample-tea', file)], now });
}
beforeEach(() => open(ALWAYS));

/** A worker's loop; `jumped`: this process has seen the clock jump. */
async function loop(when: string, jumped = false): Promise<void> {
  it.clock.set(at(when));
  await notifyOfSelf(
    it.service,
    await lookAtSelf(it.service, { queueAwaySince: () => null, drainJumps: () => Number(jumped) }),
  );
  await tickWorker(it.service);
  await tickDone(it.service);
}

const asks = (when: string, inquiry: string) =>
  intake(it.service, [eventOf('customer_message', 'm0', when, { inquiry })], 'api');
const subjects = (to: string) =>
  it.mail.sent
    .filter((mail) => mail.to.includes(to) && /要返信|期限超過/.test(mail.rendered.subject))
    .map(({ rendered }) => rendered.subject);
const steps = async (inquiry: string) =>
  (
    await sql<{ step: string; up: boolean }>`
      select t.step, t.withdrawn_at is null as up from step t join episode e on e.id = t.episode_id
      join inquiry i on i.id = e.inquiry_id where i.external_id = ${inquiry} order by t.due_at`.execute(database.db)
  ).rows.map(({ step, up }) => `${step} ${up ? 'up' : 'withdrawn'}`);

describe.each<[string, string, boolean]>([
  ['two hours, seen by this process', '2026-06-04T11:00:00+09:00', true],
  ['two hours, seen by another', '2026-06-04T11:00:00+09:00', false],
  ['ten years', '2036-06-04T11:00:00+09:00', true],
])('a clock that was ahead by %s', (_, ahead, jumped) => {
  test('the next mails of the shop and of ops do not wait', async () => {
    await asks('2026-06-01T10:00:00+09:00', 'q1');
    await loop('2026-06-03T23:00:00+09:00');
    await loop('2026-06-04T09:00:00+09:00');
    await asks('2026-06-01T11:00:00+09:00', 'q2');
    // Both mails go out by the wrong clock, and their slots lie in the future.
    await loop(ahead, jumped);
    expect(subjects(OWNER)).toHaveLength(2);
    await loop('2026-06-04T09:01:00+09:00', jumped);
    await asks('2026-06-01T12:00:00+09:00', 'q3');
    for (const minute of ['09:01:30', '09:06:30', '09:12:00']) await loop(`2026-06-04T${minute}+09:00`);
    expect(subjects(OWNER).slice(2)).toEqual(['【要返信1件】6/4(木)期限 R-Messe／サンプル茶舗']);
    expect(subjects('ops@example.jp').slice(2)).toEqual(['【要返信1件】サンプル茶舗 運用']);
  });

  test('what was raised too early is taken back, raised at its instant, and told once', async () => {
    await asks('2026-06-02T10:00:00+09:00', 'q1');
    await open({ ...ALWAYS, policies: [{ counting: 'elapsed', channel: 'r-messe' }] }, '2026-06-02T12:00:00+09:00');
    await asks('2026-06-02T10:00:00+09:00', 'q1');
    // Flag 06-03 10:00, alert 06-04 10:00, breach 06-05 10:00.
    await loop('2026-06-04T09:00:00+09:00');
    await loop(ahead, jumped);
    await loop('2026-06-04T09:01:00+09:00', jumped);
    expect((await steps('q1')).slice(0, 2)).toEqual(['flag up', 'owner_alert withdrawn']);
    expect(await steps('q1')).not.toContain('breach up');
    for (const hour of ['04T10:00', '04T10:06', '05T09:00', '05T10:00', '05T10:06'])
      await loop(`2026-06-${hour}:00+09:00`);
    expect(await steps('q1')).toEqual(['flag up', 'owner_alert up', 'breach up']);
    expect(subjects(OWNER)).toHaveLength(1);
  });
});

test('an alert raised by the wrong clock and not told yet is told when the shop’s window opens', async () => {
  await open({});
  await asks('2026-06-01T10:00:00+09:00', 'q1');
  await loop('2026-06-03T23:00:00+09:00');
  // Raised at 20:00 by the wrong clock: the window of Friday. It is 08:00.
  await loop('2026-06-04T20:00:00+09:00', true);
  await loop('2026-06-04T08:00:00+09:00', true);
  await loop('2026-06-04T09:00:00+09:00');
  expect(subjects(OWNER)).toHaveLength(1);
});

const promised = async () =>
  (
    await sql<{ event: string; broken: boolean; due: boolean }>`
      select event, detected_at is not null and withdrawn_at is null as broken, next_due_at is not null as due
      from promise order by event`.execute(database.db)
  ).rows.map(({ event, broken, due }) => `${event} ${broken ? 'broken' : 'not broken'}${due ? ', to come' : ''}`);

test('a promise that the wrong clock broke is broken no more: kept, or broken and told at its time', async () => {
  const until = at('2026-06-05T12:00:00+09:00');
  for (const inquiry of ['q1', 'q2'])
    await intake(
      it.service,
      [
        eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { inquiry }),
        eventOf('shop_reply', 'r0', '2026-06-01T11:00:00+09:00', { inquiry }),
        {
          ...eventOf('shop_reply', 'r0', '2026-06-01T11:00:00+09:00', { inquiry }),
          event: { type: 'promised', id: inquiry, at: at('2026-06-01T11:00:00+09:00'), until },
        },
      ],
      'api',
    );
  await loop('2026-06-06T10:00:00+09:00', true);
  expect(await promised()).toEqual(['q1 broken', 'q2 broken']);
  await loop('2026-06-04T10:00:00+09:00', true);
  expect(await promised()).toEqual(['q1 not broken, to come', 'q2 not broken, to come']);
  await loop('2026-06-05T11:00:00+09:00');
  await intake(it.service, [eventOf('shop_reply', 'r1', '2026-06-05T11:00:00+09:00', { inquiry: 'q1' })], 'api');
  await loop('2026-06-05T12:00:00+09:00');
  expect(await promised()).toEqual(['q1 not broken', 'q2 broken']);
});

test('a warning that the wrong clock dropped as late goes out in time', async () => {
  const policies = [{ channel: 'r-messe', notices: [{ before: '3h', of: 'breach', tell: ['staff'] }] }];
  await open({ ...ALWAYS, contacts: { staff: { mail: ['staff@example.jp'] } }, policies });
  // The breach is due at the beginning of Friday.
  await asks('2026-06-01T10:00:00+09:00', 'q1');
  const warnings = () => it.mail.sent.filter(({ to }) => to.includes('staff@example.jp')).length;
  await loop('2026-06-05T11:00:00+09:00', true);
  expect(warnings()).toBe(0);
  await loop('2026-06-04T09:00:00+09:00', true);
  expect(warnings()).toBe(0);
  for (const minute of ['20:59', '21:00', '21:01']) await loop(`2026-06-04T${minute}:00+09:00`);
  expect(warnings()).toBe(1);
});

test('a retry planned by the wrong clock, and a mail taken by a worker that died then', async () => {
  await asks('2026-06-01T10:00:00+09:00', 'q1');
  const { send } = it.mail;
  it.mail.send = async (mail) => {
    const outcome = await send(mail);
    return mail.to.includes(OWNER) ? { kind: 'retry', reason: '450 later', refused: [] } : outcome;
  };
  await loop('2026-06-04T11:00:00+09:00', true);
  it.mail.send = send;
  expect(subjects(OWNER)).toHaveLength(1);
  await sql`update outbox set state = 'sending', claimed_at = ${new Date(at('2026-06-04T11:00:00+09:00'))},
    next_attempt_at = null where kind = 'ops'`.execute(database.db);
  await sql`update step set ops_owed = true, ops_notified_at = null where ops_notified_at is not null`.execute(
    database.db,
  );
  for (const minute of ['09:00', '09:01', '09:02', '09:03', '09:04'])
    await loop(`2026-06-04T${minute}:00+09:00`, minute === '09:00');
  expect(subjects(OWNER)).toHaveLength(2);
  expect(subjects('ops@example.jp')).toHaveLength(2);
});

test('reminders go on day by day', async () => {
  await open({ mail: { sendWindow: '09:00-18:00', reminders: 'daily' } });
  await asks('2026-06-01T10:00:00+09:00', 'q1');
  await loop('2026-06-04T09:00:00+09:00');
  await loop('2026-06-05T09:00:00+09:00');
  expect(subjects(OWNER)).toHaveLength(2);
  await loop('2026-07-01T10:00:00+09:00', true);
  await loop('2026-06-05T09:01:00+09:00', true);
  const before = subjects(OWNER).length;
  await loop('2026-06-08T09:00:00+09:00');
  await loop('2026-06-09T09:00:00+09:00');
  expect(subjects(OWNER)).toHaveLength(before + 2);
});

test('sources are read, and days proved, as if that time had not been', async () => {
  await syncSources(database.db, ['sample-tea'], at('2026-06-04T09:00:00+09:00'));
  await sql`update source set next_poll_at = '2026-06-04T11:05+09', last_complete_at = '2026-06-04T11:00+09',
    claimed_until = '2026-06-04T11:03+09'`.execute(database.db);
  it.clock.set(at('2026-06-09T00:06:00+09:00'));
  await proveNextDay(it.service);
  await loop('2026-06-04T09:01:00+09:00', true);
  const now = at('2026-06-04T09:01:00+09:00');
  expect((await sourceStates(database.db, ['sample-tea'])).get('sample-tea')).toMatchObject({
    nextPollAt: now,
    lastCompleteAt: now,
  });
  it.clock.set(at('2026-06-04T10:00:00+09:00'));
  expect(await proveNextDay(it.service)).toMatchObject({ missing: 0 });
});

test('a chat that it made wait for a day is sent to at once; one that asked for a minute keeps it', async () => {
  const turn = { spacingMs: 1_000, mostMs: 5_000 };
  await restChat(database.db, 'far', 86_400_000);
  await restChat(database.db, 'near', 60_000);
  expect(await takeChatTurn(database.db, { ...turn, place: 'far' })).toHaveProperty('awayMs');
  await clockSetBack(it.service, at('2026-06-04T09:01:00+09:00'));
  expect(await takeChatTurn(database.db, { ...turn, place: 'far' })).toEqual({ waitMs: 0 });
  expect(await takeChatTurn(database.db, { ...turn, place: 'near' })).toHaveProperty('awayMs');
});

test('an episode that somebody holds meanwhile is put right the next time', async () => {
  await open({ ...ALWAYS, policies: [{ counting: 'elapsed', channel: 'r-messe' }] }, '2026-06-02T12:00:00+09:00');
  await asks('2026-06-02T10:00:00+09:00', 'q1');
  await loop('2026-06-06T10:00:00+09:00');
  it.clock.set(at('2026-06-02T12:10:00+09:00'));
  await database.db.transaction().execute(async (trx) => {
    await sql`select 1 from episode for no key update`.execute(trx);
    await clockSetBack(it.service, it.clock.now());
  });
  expect(await steps('q1')).toEqual(['flag up', 'owner_alert up', 'breach up']);
  it.clock.set(at('2026-06-02T12:15:30+09:00'));
  await clockSetBack(it.service, it.clock.now());
  expect(await steps('q1')).toEqual(['flag withdrawn', 'owner_alert withdrawn', 'breach withdrawn']);
});

test('the warnings of a licence that had ended by the wrong clock come in their time', async () => {
  const variable = (name: string): string => `\${${name}}`;
  const rms = { shopId: 123456, serviceSecret: variable('SECRET'), licenseKey: variable('KEY') };
  const client = { workingKey: () => 'current', licenceExpiry: async () => at('2026-08-01T23:59:59+09:00') };
  await emptyTables(database.db);
  it = await testService({
    ...{ db: database.db, shops: [shopOf('sample-tea', { rms })], now: '2026-09-01T12:00:00+09:00' },
    rmsClient: () => client as unknown as RmsClient,
  });
  await syncSources(database.db, ['sample-tea'], it.clock.now());
  await checkLicence(it.service, 'sample-tea');
  it.clock.set(at('2026-06-01T12:10:00+09:00'));
  await clockSetBack(it.service, it.clock.now());
  await sql`delete from outbox`.execute(database.db);
  for (const day of ['06-02', '07-19', '07-20', '07-26']) {
    it.clock.set(at(`2026-${day}T12:15:00+09:00`));
    await checkLicence(it.service, 'sample-tea');
  }
  const { rows } = await sql<{ cause: string }>`select cause from outbox order by id`.execute(database.db);
  expect(rows.map(({ cause }) => cause)).toEqual([licenceCause('sample-tea', 14), licenceCause('sample-tea', 7)]);
});

test('a canary of a day that was never there stands in the way of no other', async () => {
  await emptyTables(database.db);
  const config = { canary: { to: 'canary@example.jp' } };
  it = await testService({ db: database.db, shops: [], now: '2036-06-01T12:00:00+09:00', config });
  Object.assign(it.mail, { kind: 'smtp' });
  expect(await keepCanary(it.service)).toBe(true);
  it.clock.set(at('2026-06-01T12:10:00+09:00'));
  await clockSetBack(it.service, it.clock.now());
  await keepCanary(it.service);
  const { rows } = await sql<{ day: string }>`select to_char(day, 'YYYY-MM-DD') as day from canary`.execute(
    database.db,
  );
  expect(rows).toEqual([{ day: '2026-06-01' }]);
});

test('a session that was seen by the wrong clock grows idle from now on', async () => {
  await sql`insert into token (hash, name, scopes, made_at) values ('\\x00', 'x', '{read}', '2026-06-01')`.execute(
    database.db,
  );
  await sql`insert into session (hash, token_id, made_at, seen_at)
    select hash, id, '2026-06-01', '2036-06-01' from token`.execute(database.db);
  const now = at('2026-06-04T09:01:00+09:00');
  await clockSetBack(it.service, now);
  const { rows } = await sql`select made_at as made, seen_at as seen from session`.execute(database.db);
  expect(rows).toEqual([{ made: at('2026-06-01T09:00:00+09:00'), seen: now }]);
});

test('a calendar that cannot be read is asked for again within the hour, one that was read within a day', async () => {
  const now = at('2026-06-04T09:01:00+09:00');
  const later = new Date(now + 24 * 3_600_000 + 50 * 60_000);
  for (const [source, failing] of [
    ['ics:a', new Date(now - 7_200_000)],
    ['ics:b', null],
  ] as const)
    await sql`insert into outside_calendar (shop, source, name, next_read_at, fresh_at, read_at, failing_since)
      values ('sample-tea', ${source}, 'x', ${later}, ${new Date(now)}, ${new Date(now)}, ${failing})`.execute(
      database.db,
    );
  await clockSetBack(it.service, now);
  const { rows } = await sql`select next_read_at as next from outside_calendar order by source`.execute(database.db);
  expect(rows).toEqual([{ next: now }, { next: later.getTime() }]);
});

test('what never happened has not happened by that', async () => {
  await syncSources(database.db, ['sample-tea'], at('2026-06-04T09:00:00+09:00'));
  await asks('2026-06-01T10:00:00+09:00', 'q1');
  it.mail.answers.push(() => ({ kind: 'delivered', accepted: [OWNER], refused: [], deferred: [] }));
  await tickWorker(it.service);
  await sql`update source set last_complete_at = '2026-06-04T11:00+09'`.execute(database.db);
  await sql`insert into outside_calendar (shop, source, name, next_read_at, fresh_at, read_at)
    values ('sample-tea', 'ics:x', 'x', '2026-06-04T11:00+09', '2026-06-04T09:00+09', '2026-06-04T11:00+09')`.execute(
    database.db,
  );
  await sql`update step set detected_at = '2026-06-04T11:00+09', notified_at = null, ops_notified_at = null`.execute(
    database.db,
  );
  await clockSetBack(it.service, at('2026-06-04T09:01:00+09:00'));
  const { rows } = await sql`select
    (select count(notified_at) + count(ops_notified_at) from step)::int as told,
    (select count(failing_since) + count(licence_checked_at) from source)::int as sources,
    (select count(failing_since) from outside_calendar)::int as calendars,
    (select count(paused_until) from mail_health)::int as pauses`.execute(database.db);
  expect(rows).toEqual([{ told: 0, sources: 0, calendars: 0, pauses: 0 }]);
});

test('a sign that another process leaves while the database keeps us waiting is none of the future', async () => {
  await asks('2026-06-01T10:00:00+09:00', 'q1');
  await loop('2026-06-02T23:59:30+09:00');
  it.clock.set(at('2026-06-02T23:59:50+09:00'));
  const looking = lookAtSelf(it.service, { queueAwaySince: () => null, drainJumps: () => 0 });
  // Before the answer is read the flag falls due, and another process raises it and signs.
  it.clock.set(at('2026-06-03T00:00:30+09:00'));
  await tickWorker(it.service);
  await tickDone(it.service);
  await looking;
  expect(await steps('q1')).toEqual(['flag up']);
});
