// For random histories of 200 inquiries in 10 shops over 60 days, with random restarts and kills in the
// middle of sends, the (episode, step) pairs announced in the mails are those that the pure rules name; which these are
// is said in announced-model.ts. Nothing missing, nothing twice. More histories: PROPERTY_RUNS=300.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nationalHolidays } from '../../src/config/values/national-holidays.ts';
import type { Instant } from '../../src/core/model.ts';
import { formatLocal } from '../../src/core/time/format.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import type { Service } from '../../src/service/service.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { at, shopOf, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';
import { createModel, type Model, modelShop, type Pair } from './announced-model.ts';
import { arrivals, type History, histories, SHOPS } from './histories.ts';
import { Killed, postOffice, type Sent } from './post-office.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1);
const START = at('2026-06-01T08:00:00+09:00');
const OPS = 'ops@example.jp';
const TOKYO = openZone('Asia/Tokyo');

const shops = Array.from({ length: SHOPS }, (_, n) =>
  shopOf(`shop-${n}`, {
    owner: [`${n}@example.jp`],
    calendar: [{}, { weeklyClosed: ['wed'] }, { weeklyClosed: [], nationalHolidays: 'none' }][n % 3],
    policies: [{ counting: n % 2 ? 'elapsed' : 'day-end', ...(n > 6 && { mailOwnerAfter: '3d', breachAfter: '4d' }) }],
    // For shops that send at any time the mail to ops is known to the tick.
    mail: { sendWindow: n < 4 ? 'always' : n < 7 ? '09:00-18:00' : '10:00-12:00' },
  }),
);
const sendsAlways = (shop: number) => shops[shop]!.mail.sendWindow === 'always';

const database = testDatabase();

test(
  `8: random histories announce what the rules say (${RUNS} histories)`,
  async () => {
    const options = { numRuns: RUNS, endOnFailure: true };
    const run = await fc.check(fc.asyncProperty(histories(START), live), options);
    // A history is too long to print; the seed brings it back.
    if (run.failed) throw new Error(`PROPERTY_SEED=${run.seed}, history ${run.numRuns}`, { cause: run.errorInstance });
  },
  Math.max(300_000, RUNS * 120_000),
);

/** Lives one history through and compares at every tick. */
async function live(history: History): Promise<void> {
  await emptyTables(database.db);
  const { service: first, clock } = await testService({ db: database.db, shops, now: new Date(START).toISOString() });
  const model = createModel(
    shops.map(({ calendar, timeZone, mail: { sendWindow: window }, policies }) =>
      modelShop(calendar, timeZone, nationalHolidays, { window, policy: policies[0]!.policy }),
    ),
    history.inquiries,
  );
  const post = postOffice(database.db);
  const judge = judgeOf(model);
  const learned = arrivals(history);
  let service = first;
  let before = START;
  for (const tick of history.ticks) {
    for (const until of [before + Math.floor((tick.at - before) / 2), tick.at]) {
      clock.set(until);
      await takeIn(service, model, history, learned.upTo(until));
    }
    if (tick.restarted) service = { ...service, counting: createCounting(() => service.config) };
    const process = post.process(service, judge.inDoubt() ? null : tick.killed);
    await tickWorker(process).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    judge.tick(tick.at, post.collect());
    before = tick.at;
  }
  judge.end(before);
}

async function takeIn(
  service: Service,
  model: Model,
  { inquiries }: History,
  batch: ReturnType<ReturnType<typeof arrivals>['upTo']>,
): Promise<void> {
  const events = batch.map(({ inquiry, event }) => {
    const { name, shop } = inquiries[inquiry]!;
    return { shop: `shop-${shop}`, inquiry: name, channel: 'r-messe', event };
  });
  const { refused } = await intake(service, events, 'api');
  expect([...refused]).toEqual([]);
  model.learn(batch);
}

interface Judge {
  /** Compares what a tick at this instant sent with what the rules name. */
  tick(at: Instant, sent: readonly Sent[]): void;
  /** A killed send has not been settled yet. */
  inDoubt(): boolean;
  /** Nothing may be owed any more. */
  end(at: Instant): void;
}

function judgeOf(model: Model): Judge {
  const doubts = new Map<string, Sent>();
  /** Pairs by the mail that announced them, in mails whose outcome the service knows. */
  const announced = new Map<string, string>();

  function settle(mail: Sent, told: (pairs: Iterable<Pair>) => void): void {
    if (mail.killed) {
      doubts.set(mail.to, mail);
      return;
    }
    for (const pair of mail.pairs) {
      const key = `${mail.to}: ${pair}`;
      expect(announced.get(key), `${key} announced before`).toBeUndefined();
      announced.set(key, mail.id);
    }
    told(mail.pairs);
  }

  /** True when the mail in doubt decides what this tick had to send to the recipient. */
  function settleDoubt(to: string, mail: Sent | undefined, stillHolds: boolean): boolean {
    const doubt = doubts.get(to);
    if (doubt === undefined) return false;
    doubts.delete(to);
    const { killed: _, ...same } = doubt;
    if (stillHolds) expect(mail, `${to}: the mail in doubt once more`).toMatchObject(same);
    else expect(mail, `${to}: nothing of the mail in doubt holds`).toBeUndefined();
    return true;
  }

  function judgeOwner(shop: number, now: Instant, mail: Sent | undefined, died: boolean): void {
    const to = `${shop}@example.jp`;
    if (!model.inWindow(shop, now)) {
      expect(mail, `${to} outside its window`).toBeUndefined();
      return;
    }
    const owed = model.pendingForOwner(shop, now);
    const doubt = doubts.get(to);
    const decided = settleDoubt(to, mail, doubt !== undefined && model.holds(doubt.pairs, 'owner', now));
    if (mail === undefined && (decided || died)) return;
    if (!decided) {
      expect(mail?.pairs ?? [], `${to} at ${formatLocal(now, TOKYO, 'ja')}`).toEqual([...owed.keys()].sort());
      expect(mail?.rows ?? []).toEqual(
        [...owed].map(([pair, startedAt]) => `${pair.split(' ')[0]} ${formatLocal(startedAt, TOKYO, 'ja')}`).sort(),
      );
    }
    if (mail !== undefined) settle(mail, model.toldOwner);
  }

  function judgeOps(now: Instant, mail: Sent | undefined, died: boolean): void {
    const doubt = doubts.get(OPS);
    const decided = settleDoubt(OPS, mail, doubt !== undefined && model.holds(doubt.pairs, 'ops', now));
    if (mail === undefined && (decided || died)) return;
    if (!decided) {
      const pairs = new Set(mail?.pairs ?? []);
      for (let shop = 0; shop < SHOPS; shop++) {
        const owed = model.pendingForOps(shop, now);
        const here = owed.filter((pair) => pairs.delete(pair));
        if (sendsAlways(shop)) expect(here, `ops on shop ${shop} at ${formatLocal(now, TOKYO, 'ja')}`).toEqual(owed);
      }
      expect([...pairs], `ops at ${formatLocal(now, TOKYO, 'ja')}: not owed`).toEqual([]);
      const counted = [...(mail?.subject ?? '').matchAll(/(\d+)件/g)].reduce((sum, [, n]) => sum + Number(n), 0);
      expect(counted).toBe(mail?.pairs.length ?? 0);
    }
    if (mail !== undefined) settle(mail, model.toldOps);
  }

  return {
    inDoubt: () => doubts.size > 0,
    tick: (now, sent) => {
      const died = sent.some(({ killed }) => killed);
      const one = (to: string): Sent | undefined => {
        const [mail, ...more] = sent.filter((candidate) => candidate.to === to);
        expect(more, `${to}: one mail per slot`).toEqual([]);
        return mail;
      };
      shops.forEach((_, shop) => {
        judgeOwner(shop, now, one(`${shop}@example.jp`), died);
      });
      judgeOps(now, one(OPS), died);
    },
    end: (now) => {
      for (let shop = 0; shop < SHOPS; shop++) {
        expect([...model.pendingForOwner(shop, now).keys()], `owner ${shop} in the end`).toEqual([]);
        expect(model.pendingForOps(shop, now), `ops on shop ${shop} in the end`).toEqual([]);
      }
      expect(announced.size).toBeGreaterThan(0);
    },
  };
}
