// Mail health from the server's last real answers, and pauses that end by themselves.

import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { openTransport } from '../../../../src/mail/transport/mail-transport.ts';
import { lookAtMail, mailHealthOf, startMailLoop } from '../../../../src/service/notifications/record/mail-health.ts';
import type { Service } from '../../../../src/service/service.ts';
import { readMailHealth } from '../../../../src/store/notifications/mail-health.ts';
import { asks, inquiry, later, minutes, openDesk } from '../../../behaviours/desk.ts';
import { type Faults, refusedUrl, reply, startRaw, startSmtp } from '../../../mail/transport/smtp-servers.ts';
import { emptyTables, testDatabase } from '../../../support/database.ts';
import { eventually } from '../../../support/eventually.ts';
import { at, shopOf, testService } from '../../../support/service.ts';
import { tickWorker } from '../../../support/tick.ts';

const database = testDatabase();
beforeEach(() => emptyTables(database.db));
const NOW = '2026-06-01T12:00:00+09:00';
const THURSDAY = '2026-06-04T09:00:00+09:00';

/** A service with this way out, and what it logs. */
async function watching(smtpUrl: string | null, mailDir = '') {
  const { service, clock } = await testService({ db: database.db, now: NOW });
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const own: Service = { ...service, logger, mail: openTransport({ smtpUrl, mailDir }) };
  const health = async () => mailHealthOf(own, await lookAtMail(own));
  return { service: own, clock, lines, health };
}

/** Refuses log-ins until told otherwise. */
function guarded() {
  const door = { open: false };
  const onAuth: NonNullable<Faults['onAuth']> = (_auth, _session, done) =>
    door.open ? done(null, { user: 'sla' }) : done(reply(535, 'authentication failed'));
  return { door, smtp: { authOptional: false, onAuth } };
}

describe('looks', () => {
  test('a server that cannot be reached makes one line that says what to check, and no more while it lasts', async () => {
    const { lines, health, clock } = await watching(await refusedUrl());
    expect(await health()).toMatchObject({ ok: false, reason: expect.stringContaining('ECONNREFUSED') });
    clock.set(clock.now() + minutes(10));
    expect(await health()).toMatchObject({ ok: false, since: at(NOW) });
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
      'mails cannot be sent: check SMTP_URL; `inquiry-sla mail test <address>` explains what is wrong',
    ]);
  });

  test('a server away at the start is well as soon as a look finds it back', async () => {
    const server = await startSmtp();
    await server.goAway();
    const { health, clock, lines } = await watching(server.url);
    expect(await health()).toMatchObject({ ok: false });
    await server.comeBack();
    expect(await health()).toMatchObject({ ok: false });
    clock.set(clock.now() + 30_000);
    expect(await health()).toEqual({ ok: true, reason: null });
    expect(JSON.parse(lines.at(-1)!).msg).toBe('mails can be sent again');
  });

  test('they come after 30 s, then rarer, at least every 5 minutes', async () => {
    const { service, clock } = await watching(await refusedUrl());
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      await lookAtMail(service);
      const next = (await readMailHealth(database.db))!.nextLookAt;
      waits.push((next - clock.now()) / 1_000);
      clock.set(next);
    }
    expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  });

  test('a refused log-in is said without the password', async () => {
    const server = await startSmtp(guarded().smtp);
    const { lines, health } = await watching(server.url.replace('//', '//sla:hunter2@'));
    expect(await health()).toMatchObject({ ok: false, reason: expect.stringContaining('535') });
    expect(lines.join()).not.toContain('hunter2');
  });

  test('a folder that cannot be written is said too', async () => {
    const { lines, health } = await watching(null, '/dev/null/mail');
    expect(await health()).toMatchObject({ ok: false, state: 'files only' });
    expect(lines.join()).toContain('folder');
  });

  test('a silent server blocks nobody: the loop goes on answering and stops at once', async () => {
    let asked = false;
    const { url } = await startRaw(() => {
      asked = true;
    });
    const { service } = await watching(url);
    const loop = startMailLoop(service, { looks: true });
    expect(loop.state()).toEqual({ ok: true, reason: null });
    await eventually(() => asked);
    await loop.stop();
    expect(loop.state()).toEqual({ ok: true, reason: null });
  });

  test('a process that only shows pages knows what the worker was answered', async () => {
    const { service } = await watching(await refusedUrl());
    await lookAtMail(service);
    const pages = { ...service, mail: openTransport({ smtpUrl: null, mailDir: '' }) };
    const loop = startMailLoop(pages, { looks: false });
    await eventually(() => !loop.state().ok);
    expect(loop.state()).not.toHaveProperty('state');
    await loop.stop();
  });
});

describe('real mails', () => {
  test('a password refused later turns health red; the pause is lifted by a look once the server lets us in', async () => {
    const { door, smtp } = guarded();
    const shops = [shopOf('sample-tea'), shopOf('other', { name: '別の店' })];
    const desk = await openDesk({ db: database.db, now: NOW, shops, smtp, login: 'sla:secret@' });
    const health = async () => mailHealthOf(desk.service, await lookAtMail(desk.service));
    door.open = true;
    expect(await health()).toEqual({ ok: true, reason: null });
    door.open = false;
    await desk.take(asks('2026-06-01T10:00:00+09:00'), asks('2026-06-01T10:00:00+09:00', { shop: 'other' }));
    await desk.tick(THURSDAY);
    expect(await health()).toMatchObject({ ok: false, reason: expect.stringContaining('535') });
    expect((await readMailHealth(database.db))?.pausedUntil).toBe(at(THURSDAY) + minutes(5));
    door.open = true;
    desk.clock.set(at(THURSDAY) + minutes(1));
    expect(await health()).toEqual({ ok: true, reason: null });
    await desk.tick(later(THURSDAY, minutes(1)));
    expect(desk.server.received).toHaveLength(2);
  });

  test('a new mail during a pause waits with the others, and no attempt is made for it', async () => {
    const { smtp } = guarded();
    const desk = await openDesk({
      db: database.db,
      now: NOW,
      shops: [shopOf('a'), shopOf('b')],
      smtp,
      login: 'sla:s@',
    });
    await desk.take(asks('2026-06-01T10:00:00+09:00', { shop: 'a' }));
    await desk.tick(THURSDAY);
    await desk.take(asks('2026-06-01T10:30:00+09:00', { shop: 'b', inquiry: inquiry(2) }));
    await desk.tick(later(THURSDAY, minutes(1)));
    expect(
      await desk.rows(`select shop, attempts, next_attempt_at from outbox where kind = 'owner' order by id`),
    ).toEqual([
      { shop: 'a', attempts: 1, next_attempt_at: at(THURSDAY) + minutes(5) },
      { shop: 'b', attempts: 0, next_attempt_at: at(THURSDAY) + minutes(5) },
    ]);
  });

  test('a sender that is refused stays red though the server answers looks; pauses grow; one mail tries, then all flow', async () => {
    let allowed = false;
    const onMailFrom: NonNullable<Faults['onMailFrom']> = (_address, _session, done) =>
      allowed ? done() : done(reply(550, '5.7.60 client does not have permissions to send as this sender'));
    const desk = await openDesk({ db: database.db, now: NOW, smtp: { onMailFrom } });
    await desk.take(asks('2026-06-01T10:00:00+09:00'));
    const health = async () => mailHealthOf(desk.service, await lookAtMail(desk.service));
    const pauses: number[] = [];
    for (let round = 0, minute = 0; round < 5; round++) {
      await desk.tick(later(THURSDAY, minutes(minute)));
      expect(await health()).toMatchObject({ ok: false });
      const until = (await readMailHealth(database.db))!.pausedUntil!;
      pauses.push((until - at(THURSDAY)) / 60_000 - minute);
      minute = (until - at(THURSDAY)) / 60_000;
    }
    expect(pauses).toEqual([5, 10, 20, 40, 60]);
    allowed = true;
    await desk.tick(later(THURSDAY, minutes(135)));
    expect(desk.server.received).toHaveLength(1);
    expect(await health()).toEqual({ ok: true, reason: null });
  });

  test('a server that goes away turns it red by the next mail, and well by the next that is taken', async () => {
    const desk = await openDesk({ db: database.db, now: NOW });
    await desk.take(asks('2026-06-01T10:00:00+09:00'));
    await desk.server.goAway();
    await desk.tick(THURSDAY);
    expect(await readMailHealth(database.db)).toMatchObject({ ok: false });
    await desk.server.comeBack();
    desk.clock.set(at(THURSDAY) + minutes(1));
    await tickWorker(desk.service);
    expect(await readMailHealth(database.db)).toMatchObject({ ok: true, reason: null, failingSince: null });
  });
});

describe('without SMTP_URL', () => {
  test.each([
    ['ops@example.jp', 'owner@midori.example', false],
    ['ops@mail.example.com', 'owner@example', false],
    ['ops@example.co.jp', 'owner@example.org', false],
    ['ops@agency.jp', 'owner@example.jp', true],
    ['ops@example.jp', 'owner@shop.co.jp', true],
    ['ops@example.jp.agency.net', 'owner@example.jp', true],
    ['ops@notexample.jp', 'owner@example.jp', true],
  ])('ops %s and owner %s: told nobody is %s', async (ops, owner, toldNobody) => {
    const shops = [shopOf('sample-tea', { owner: [owner] })];
    const { service } = await testService({ db: database.db, now: NOW, shops, config: { ops: [ops] } });
    const { config } = service;
    const reason = 'SMTP_URL is not set: mails are only written to files';
    expect(mailHealthOf({ mail: { kind: 'files' }, config }, null)).toEqual({
      ok: true,
      reason,
      state: 'files only',
      toldNobody,
    });
    expect(mailHealthOf({ mail: { kind: 'smtp' }, config }, null)).toEqual({ ok: true, reason: null });
  });
});
