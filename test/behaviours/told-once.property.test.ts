// Whatever comes in which order (a shop's file away and back, edits, restarts, answers of the mail
// server), each (episode, step) is announced under one Message-ID: once where the answer came, twice at most where it was
// lost; and in the end everything that stands was told, possibly told, or refused. More: PROPERTY_RUNS=200.

import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import type { SendOutcome } from '../../src/mail/transport/mail-transport.ts';
import { applyRevisions } from '../../src/service/configuration/register-revisions.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { at, eventOf, shopOf, testService, withShops } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 2);
const START = at('2026-06-01T09:00:00+09:00');
const HOUR = 3_600_000;
const INQUIRIES = 4;

const TEA = { mail: { sendWindow: 'always' } };
const FILES: readonly Record<string, unknown>[] = [
  TEA,
  { ...TEA, calendar: { closed: [{ on: '2026-06-02..2026-06-05', name: '臨時休業' }] } },
  { ...TEA, policies: [{ counting: 'elapsed', channel: 'r-messe' }] },
];
const OTHER = shopOf('other', { name: '別の店', ...TEA });

const ANSWERS = ['taken', 'taken', 'taken', 'lost', 'later', 'refused'] as const;
type Answer = (typeof ANSWERS)[number];

type Action =
  | { readonly do: 'ask' | 'complete' | 'reopen'; readonly inquiry: number }
  | { readonly do: 'away' }
  | { readonly do: 'restart' }
  | { readonly do: 'file'; readonly file: number };
interface Move {
  readonly action: Action;
  readonly wait: number;
  readonly answer: Answer;
}

const inquiry = fc.nat(INQUIRIES - 1);
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constantFrom('ask', 'complete', 'reopen'), inquiry }),
  fc.record({ do: fc.constant('away') }),
  fc.record({ do: fc.constant('restart') }),
  fc.record({ do: fc.constant('file'), file: fc.nat(FILES.length - 1) }),
);
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({ action: actions, wait: fc.integer({ min: 1, max: 30 }), answer: fc.constantFrom(...ANSWERS) }),
  { minLength: 16, maxLength: 16, size: 'max' },
);

const database = testDatabase();

test(`every step is announced once, under one Message-ID (${RUNS} histories)`, async () => {
  await fc.assert(fc.asyncProperty(moves, live), { numRuns: RUNS });
}, 300_000);

/** What one send announced, and what came of it. */
interface Told {
  readonly key: string;
  readonly messageId: string;
  readonly answer: Answer;
}

async function live(history: readonly Move[]): Promise<void> {
  await emptyTables(database.db);
  const it = await testService({
    db: database.db,
    shops: [shopOf('sample-tea', TEA), OTHER],
    now: new Date(START).toISOString(),
  });
  const told: Told[] = [];
  let answer: Answer = 'taken';
  it.mail.send = async ({ outboxId, messageId, to }) => {
    for (const key of await announcedBy(Number(outboxId))) told.push({ key, messageId, answer });
    return outcomeOf(answer, to);
  };
  let service = it.service;
  let now = START;
  const asked = Array.from({ length: INQUIRIES }, (_, n) => `q${n}`);
  const learn = (type: 'customer_message' | 'completed' | 'reopened', inquiryId: string, id: string) =>
    intake(service, [eventOf(type, id, new Date(now).toISOString(), { inquiry: inquiryId })], 'api');
  async function configured(shops: readonly ShopConfig[]): Promise<void> {
    service = withShops(service, shops);
    await applyRevisions(service, { cause: 'edit' });
  }
  for (const inquiryId of asked) await learn('customer_message', inquiryId, 'm0');

  for (const [n, { action, wait, answer: next }] of history.entries()) {
    now += wait * HOUR;
    it.clock.set(now);
    answer = next;
    // Events of a shop that is not configured are refused, as they would be.
    if (action.do === 'away') await configured([OTHER]);
    else if (action.do === 'file') await configured([shopOf('sample-tea', FILES[action.file]), OTHER]);
    else if (action.do === 'restart') service = withShops(service, [...service.config.shops.values()]);
    else if ('inquiry' in action) {
      const type = { ask: 'customer_message', complete: 'completed', reopen: 'reopened' } as const;
      await learn(type[action.do], `q${action.inquiry}`, `${action.do}${n}`);
    }
    await tickWorker(service);
    now += 6 * 60_000;
    it.clock.set(now);
    await tickWorker(service);
  }

  // Quiet again: the shop is back, the server takes everything.
  answer = 'taken';
  await configured([shopOf('sample-tea', TEA), OTHER]);
  for (let tick = 0; tick < 12; tick++) {
    now += 2 * HOUR;
    it.clock.set(now);
    await tickWorker(service);
  }
  judge(told);
  await expectNothingPending();
}

function outcomeOf(answer: Answer, to: readonly string[]): SendOutcome {
  switch (answer) {
    case 'taken':
      return { kind: 'delivered', accepted: [...to], refused: [], deferred: [] };
    case 'lost':
      return { kind: 'unknown', reason: 'cut after DATA' };
    case 'later':
      return { kind: 'retry', reason: '450 later', refused: [] };
    case 'refused':
      return {
        kind: 'refused',
        refused: to.map((address) => ({ address, code: 550, response: '5.1.1 no such user' })),
      };
  }
}

/** `owner|ops episode step` of everything that a mail tells; none for mails that tell of no step. */
async function announcedBy(outboxId: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select concat_ws(' ', o.kind, m.episode_id, m.step) as key from mail_item m join outbox o on o.id = m.outbox_id
    where o.id = ${outboxId} and o.kind in ('owner', 'ops')`.execute(database.db);
  return rows.map(({ key }) => key);
}

function judge(told: readonly Told[]): void {
  for (const key of new Set(told.map((one) => one.key))) {
    const possibly = told.filter((one) => one.key === key && (one.answer === 'taken' || one.answer === 'lost'));
    expect(new Set(possibly.map((one) => one.messageId)).size, `${key}: one Message-ID`).toBeLessThanOrEqual(1);
    expect(possibly.filter((one) => one.answer === 'taken').length, `${key}: taken once`).toBeLessThanOrEqual(1);
    expect(possibly.length, `${key}: twice at most`).toBeLessThanOrEqual(2);
  }
}

/** What stands raised was told, possibly told, or refused by every address; nothing is owed and waits for nothing. */
async function expectNothingPending(): Promise<void> {
  const { rows } = await sql`
    select t.episode_id, t.step, t.owner_owed, t.ops_owed, t.owner_given_up, t.ops_given_up, t.notified_at,
      t.ops_notified_at
    from step t join episode e on e.id = t.episode_id
    where t.withdrawn_at is null and not t.while_completed and (t.owner_owed or t.ops_owed
      or t.step = 'owner_alert' and e.ended_at is null and t.notified_at is null and t.owner_given_up is null
      or t.step = 'breach' and t.ops_notified_at is null and t.ops_given_up is null)`.execute(database.db);
  expect(rows).toEqual([]);
}
