// The drill "a month's downtime": nobody watched for 31 days. What passed meanwhile is told once, with the reason why it is
// late; what was answered meanwhile troubles nobody; nothing is told again by the rounds that follow.

import { expect, test } from 'vitest';
import { recomputeWanted } from '../../src/service/configuration/recompute-deadlines.ts';
import { lookAtSelf, notifyOfSelf, tickDone } from '../../src/service/monitoring/detect-own-gaps.ts';
import {
  asks,
  type Desk,
  happens,
  inquiry,
  listed,
  OPS,
  OWNER,
  openDesk,
  replies,
  tail,
  whole,
} from '../behaviours/desk.ts';
import { testDatabase } from '../support/database.ts';
import { at } from '../support/service.ts';

const database = testDatabase();
const MONDAY = '2026-06-01T10:00:00+09:00';
const LAST_ROUND = '2026-06-02T12:00:00+09:00';
/** A Friday. */
const BACK = '2026-07-03T10:00:00+09:00';

/** A worker's rounds at that time. */
async function round(desk: Desk, when: string): Promise<void> {
  desk.clock.set(at(when));
  await notifyOfSelf(desk.service, await lookAtSelf(desk.service, { queueAwaySince: () => null, drainJumps: () => 0 }));
  await recomputeWanted(desk.service);
  await desk.tick(when);
  await tickDone(desk.service);
}

const subjects = (desk: Desk, address: string) => desk.inbox(address).map(({ parsed }) => parsed.subject);
const steps = (desk: Desk, number: number) =>
  desk.rows(`select t.step, t.notified_at is not null as told, t.lowered_at is not null as lowered
    from step t join episode e on e.id = t.episode_id join inquiry i on i.id = e.inquiry_id
    where i.external_id = '${inquiry(number)}' and t.withdrawn_at is null order by t.due_at`);

test('after a month everything that passed is told once, and says why it is late', async () => {
  const desk = await openDesk({ db: database.db, now: MONDAY, ops: [OPS] });
  for (const number of [1, 2, 3]) await happens(desk, asks(MONDAY, { inquiry: inquiry(number) }));
  await round(desk, LAST_ROUND);
  expect([...subjects(desk, OWNER), ...subjects(desk, OPS)]).toEqual([]);

  const back = desk.restarted();
  back.clock.set(at(BACK));
  // What happened meanwhile is learned before the first round: one answered in time, one late, one that is new and answered.
  await back.take(
    replies('2026-06-02T18:00:00+09:00', { inquiry: inquiry(2) }),
    replies('2026-06-20T10:00:00+09:00', { inquiry: inquiry(3) }),
    asks('2026-06-15T10:00:00+09:00', { inquiry: inquiry(4) }),
    replies('2026-06-15T11:00:00+09:00', { inquiry: inquiry(4) }),
  );
  await round(back, BACK);
  expect(await steps(back, 1)).toEqual([
    { step: 'flag', told: false, lowered: false },
    { step: 'owner_alert', told: true, lowered: false },
    { step: 'breach', told: false, lowered: false },
  ]);
  expect(await steps(back, 2)).toEqual([]);
  expect(await steps(back, 4)).toEqual([]);
  expect((await steps(back, 3)).map(({ step }) => step)).toEqual(['flag', 'owner_alert', 'breach']);

  const [mail] = back.inbox(OWNER);
  expect(back.inbox(OWNER)).toHaveLength(1);
  expect(listed(mail!)).toEqual([tail(1)]);
  expect(whole(mail!)).toContain('監視が止まっていたため、お知らせが遅れました。');
  expect(subjects(back, OPS)).toEqual([
    '【監視できていません】監視が5分以上止まっていました（現在は再開しています）',
    expect.stringContaining('期限超過'),
  ]);

  for (const when of ['10:00:30', '10:30:00', '18:00:00', '23:59:30']) await round(back, `2026-07-03T${when}+09:00`);
  expect(back.inbox(OWNER)).toHaveLength(1);
  expect(subjects(back, OPS).filter((subject) => subject?.includes('期限超過'))).toHaveLength(1);
});
