// The drill "the disk is full under a running service": the embedded server stands on a small disk that is filled. What cannot
// be written is said, to whoever posts and to whoever asks; nothing is half done; once there is room everything that fell due
// meanwhile is raised and told, once.

import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { asked, OPS, OWNER, type RunningApp, startApp } from './running-app.ts';

const MONDAY = '2026-06-01T10:00:00+09:00';
/** Ten minutes before the owner is to be told of what came on Monday. */
const START = '2026-06-03T23:50:00+09:00';
const DUE_IN_MS = 10 * 60_000;
/** So many that what is raised needs pages which the tables do not have yet. */
const INQUIRIES = 3_000;
const A_POST = 3_000;
const MOST_POSTS = 40;
const PATIENT_MS = 90_000;

/** A disk of its own, or the reason why there is none. */
function smallDisk(): { readonly path: string } | { readonly why: string } {
  // As root the server runs as another account, which must be able to get here.
  const path = mkdtempSync(join(tmpdir(), 'inquiry-sla-full-'));
  chmodSync(path, 0o755);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    return { why: `no disk can be mounted here: ${String(error)}` };
  }
  return { path };
}

/** Takes all the room there is, and whatever becomes free, as a log that grows does; ends the growth, and gives it all back. */
function fill(path: string): () => void {
  const file = openSync(path, 'w');
  const grow = (): void => {
    for (let size = 1024 ** 2; size >= 4_096; ) {
      try {
        writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size /= 2;
      }
    }
  };
  grow();
  const growing = setInterval(grow, 20);
  return () => {
    clearInterval(growing);
    closeSync(file);
    rmSync(path);
  };
}

const numbers = ({ app }: RunningApp) =>
  sql<{ inquiries: number; flags: number; alerts: number; told: number; items: number }>`
    select (select count(*)::int from inquiry) as inquiries,
      count(*) filter (where step = 'flag')::int as flags, count(*) filter (where step = 'owner_alert')::int as alerts,
      count(*) filter (where step = 'owner_alert' and notified_at is not null)::int as told,
      (select count(*)::int from mail_item i join outbox o on o.id = i.outbox_id where o.kind = 'owner') as items
    from step`
    .execute(app.service.db)
    .then(({ rows }) => rows[0]!);

test('said while it lasts, and nothing missed or doubled after it', { timeout: 480_000 }, async ({ skip }) => {
  const disk = smallDisk();
  if ('why' in disk) return skip(disk.why);
  const ballast = join(disk.path, 'ballast');
  // After the app: what is added later ends earlier.
  onTestFinished(() => {
    rmSync(ballast, { force: true });
    execFileSync('umount', ['--lazy', disk.path]);
    rmSync(disk.path, { recursive: true });
  });
  const running = await startApp(null, join(disk.path, 'data'), START);
  const { lines, server, ready, later, post } = running;
  const news = Array.from({ length: INQUIRIES }, (_, n) => asked(`q${n}`, MONDAY));
  for (let from = 0; from < INQUIRIES; from += A_POST) expect(await post(news.slice(from, from + A_POST))).toBe(200);
  await eventually(() => later(30_000).then(async () => (await ready()).status === 200));

  const makeRoom = fill(ballast);
  // What tables have set aside is used up first.
  const batch = (nth: number) => Array.from({ length: A_POST }, (_, n) => asked(`late${nth}-${n}`, START));
  let taken = 0;
  let answered = 200;
  for (; answered === 200 && taken < MOST_POSTS; taken += Number(answered === 200)) answered = await post(batch(taken));
  expect(answered).toBeGreaterThanOrEqual(500);
  expect(lines.some((line) => line.includes('No space left on device'))).toBe(true);
  await later(DUE_IN_MS);
  await eventually(() => later(60_000).then(async () => (await ready()).matters.includes('disk')), PATIENT_MS);

  makeRoom();
  await eventually(async () => (await post(batch(taken))) === 200, PATIENT_MS);
  await eventually(() => later(30_000).then(async () => (await ready()).status === 200), PATIENT_MS);
  await eventually(() => later(30_000).then(async () => (await numbers(running)).told >= INQUIRIES), PATIENT_MS);
  await later(10 * 60_000);
  expect(await numbers(running)).toEqual({
    inquiries: INQUIRIES + (taken + 1) * A_POST,
    flags: INQUIRIES,
    alerts: INQUIRIES,
    told: INQUIRIES,
    items: INQUIRIES,
  });
  const once = [...new Map(server.received.map((mail) => [mail.parsed.messageId, mail])).values()];
  const subjects = (address: string) =>
    once.filter(({ to }) => to.includes(address)).map(({ parsed }) => parsed.subject ?? '');
  // A 250 that could not be written down in time: the same mail once more, under the same Message-ID (MAIL.md 2).
  const ids = server.received.map(({ parsed }) => parsed.messageId);
  expect(ids.filter((id) => ids.filter((other) => other === id).length > 2)).toEqual([]);
  expect(subjects(OWNER).length).toBeGreaterThan(0);
  expect(subjects(OPS).filter((subject) => subject.includes('ディスクの空き'))).toHaveLength(1);
  expect((await ready()).matters).not.toContain('disk');
});
