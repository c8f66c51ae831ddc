// Promises: recorded as the events say, broken at their time, and then told to the owner and to whoever made them.

import type { ThreadPromise } from '../../../src/core/model.ts';
import { groupBy } from '../../../src/service/group-by.ts';
import type { Thread } from '../people.ts';
import { ownerOf } from '../settings.ts';
import { type Court, contactOf, isList, makerAt, mayTell, ON_ITS_WAY_MS } from './evidence.ts';
import { iso, UNDER_WAY_MS } from './law.ts';
import { MUTE } from './quiet.ts';

interface PromiseRow {
  readonly number: string;
  readonly id: string;
  readonly made: number;
  readonly until: number;
  readonly ended: number | null;
  readonly endedBy: string | null;
  readonly extends: string | null;
  readonly detected: number | null;
  readonly withdrawn: number | null;
}

/** The promises of these threads against their rows and mails. Returns how many there are. */
export async function judgePromises(court: Court, threads: readonly Thread[], now: number): Promise<number> {
  const rows = groupBy(await readPromises(court), ({ number }) => number);
  let promises = 0;
  for (const thread of threads) {
    const left = new Map((rows.get(thread.number) ?? []).map((row) => [row.id, row]));
    for (const promise of court.law.promises(thread, now)) {
      promises++;
      const row = left.get(promise.id);
      left.delete(promise.id);
      judgeRow(court, thread, promise, row, now);
      judgeTold(court, thread, promise, now);
    }
    for (const id of left.keys()) court.fault(`${thread.number}: the promise ${id} was never made`);
  }
  return promises;
}

function judgeRow(
  { fault }: Court,
  { number }: Thread,
  promise: ThreadPromise,
  row: PromiseRow | undefined,
  now: number,
): void {
  const about = `${number}: the promise ${promise.id}`;
  if (row === undefined) {
    fault(`${about} is missing`);
    return;
  }
  const should = [promise.madeAt, promise.until, promise.endedAt, promise.endedBy, promise.extends];
  const is = [row.made, row.until, row.ended, row.endedBy, row.extends];
  if (should.join() !== is.join()) fault(`${about} is recorded as ${is}, it is ${should}`);
  const isRaised = row.detected !== null && (row.withdrawn === null || row.withdrawn < row.detected);
  if (promise.state === 'broken' && promise.until <= now - UNDER_WAY_MS && !isRaised)
    fault(`${about} was broken at ${iso(promise.until)} and is not recorded`);
  if (promise.state !== 'broken' && isRaised) fault(`${about} is ${promise.state}, and recorded as broken`);
}

/** One that nobody has kept or moved when it could be told is told to both, once it is broken. */
function judgeTold(
  { law, quiet, mails, fault, givenUp }: Court,
  thread: Thread,
  { id, until }: ThreadPromise,
  now: number,
): void {
  const shop = law.shopOf(thread);
  const made = thread.events.find(({ event }) => event.id === id)!;
  const { could, limit } = quiet.going(thread, MUTE, shop, Math.max(until, made.toldAt ?? 0));
  if (limit > now || ![could, limit].every((at) => law.standsAt(thread, id, at))) return;
  if (givenUp.has(shop.id, could, limit)) return;
  const told = (reader: string): boolean =>
    mails.some(
      (mail) =>
        mail.to[0] === reader &&
        !isList(mail) &&
        mayTell(mail, thread.number) &&
        law.latestShown(mail.at) >= until &&
        mail.at <= limit + ON_ITS_WAY_MS,
    );
  if (!told(ownerOf(shop.id))) fault(`${thread.number}: the owner was not told at ${iso(could)} that ${id} is broken`);
  // Whoever is away comes back at some midnight in between.
  const makers = [until, could, limit].map((at) => contactOf(shop.id, makerAt(shop, made.event.by ?? null, at)));
  if (!makers.some(told)) fault(`${thread.number}: ${makers[0]} was not told at ${iso(could)} that ${id} is broken`);
}

function readPromises({ world }: Court): Promise<PromiseRow[]> {
  return world.engine.ask<PromiseRow>(`
    select i.external_id as number, p.event as id, p.made_at as made, p.until_at as until, p.ended_at as ended,
      p.ended_by as "endedBy", p.extends, p.detected_at as detected, p.withdrawn_at as withdrawn
    from promise p join inquiry i on i.id = p.inquiry_id order by p.id`);
}
