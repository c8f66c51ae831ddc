// An (episode, step) that nobody knows twice whether it was told counts as told, whatever is learned or edited later; one
// that no address took is owed again only when it is raised anew (MAIL.md 2, 14).

import { beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../../src/mail/transport/mail-transport.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const OWNER = 'sample-tea@example.jp';
const OPS = 'ops@example.jp';
const UNKNOWN = { kind: 'unknown', reason: 'cut after DATA' } as const;
/** Closed until Monday 06-08: the alert moves to 06-09. */
const CLOSED = { calendar: { closed: [{ on: '2026-06-02..2026-06-05', name: '臨時休業' }] } };

let it: TestService;
let service: Service;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
  service = it.service;
  await intake(service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
});

async function tick(...each: string[]): Promise<void> {
  for (const when of each) {
    it.clock.set(at(when));
    await tickWorker(service);
  }
}

async function edit(when: string, file: Record<string, unknown>): Promise<void> {
  it.clock.set(at(when));
  service = withShops(service, [shopOf('sample-tea', file)]);
  await applyRevisions(service, { cause: 'edit' });
}

async function learn(when: string, type: 'completed' | 'reopened' | 'shop_reply', id: string): Promise<void> {
  it.clock.set(at(when));
  await intake(service, [eventOf(type, id, when)], 'api');
}

/** Attempts at mails that speak of inquiries, by Message-ID. */
const attempts = (to: string): string[] =>
  it.mail.sent
    .filter((mail) => mail.to.includes(to) && /要返信|期限超過/.test(mail.rendered.subject))
    .map(({ messageId }) => messageId);

/** Every send to the owner ends like this. */
function owners(outcome: SendOutcome): void {
  const answer = it.mail.send;
  it.mail.send = async (mail) => {
    const usual = await answer(mail);
    return mail.to.includes(OWNER) ? outcome : usual;
  };
}

/** What makes the step fall due anew, or looks at it again. */
const LATER: readonly [string, () => Promise<void>][] = [
  [
    'a calendar edit withdraws it and it falls due again',
    async () => {
      await edit('2026-06-04T10:00:00+09:00', CLOSED);
      await tick('2026-06-04T10:00:00+09:00', '2026-06-10T09:00:00+09:00', '2026-06-10T12:00:00+09:00');
    },
  ],
  [
    'a calendar edit is taken back at once',
    async () => {
      await edit('2026-06-04T10:00:00+09:00', CLOSED);
      await edit('2026-06-04T10:05:00+09:00', {});
      await tick('2026-06-04T10:06:00+09:00', '2026-06-04T12:00:00+09:00');
    },
  ],
  [
    'it is completed and reopened',
    async () => {
      await learn('2026-06-04T10:00:00+09:00', 'completed', 'c0');
      await learn('2026-06-04T10:30:00+09:00', 'reopened', 'o0');
      await tick('2026-06-04T11:00:00+09:00', '2026-06-04T12:00:00+09:00');
    },
  ],
  [
    'the shop leaves the configuration and is back',
    async () => {
      it.clock.set(at('2026-06-04T10:00:00+09:00'));
      await applyRevisions(withShops(service, []));
      await edit('2026-06-04T11:00:00+09:00', {});
      await tick('2026-06-04T11:00:00+09:00', '2026-06-04T12:00:00+09:00');
    },
  ],
  [
    'the policy changes, and the owner’s address',
    async () => {
      await edit('2026-06-04T10:00:00+09:00', {
        owner: [OWNER, 'second@example.jp'],
        policies: [{ counting: 'elapsed', channel: 'r-messe' }],
      });
      await tick('2026-06-04T10:01:00+09:00', '2026-06-04T12:00:00+09:00');
    },
  ],
];

describe('a mail given up as "outcome unknown twice"', () => {
  test.each(LATER)('is not told again when %s', async (_, later) => {
    owners(UNKNOWN);
    await tick('2026-06-04T09:00:00+09:00', '2026-06-04T09:01:00+09:00', '2026-06-04T09:10:00+09:00');
    expect(attempts(OWNER)).toHaveLength(2);
    await later();
    expect(attempts(OWNER)).toHaveLength(2);
    expect(new Set(attempts(OWNER)).size).toBe(1);
  });

  test('holds for ops too, their alert and their breach', async () => {
    it.mail.answers.push(
      ...[1, 2].map(() => () => ({ kind: 'delivered', accepted: [OWNER], refused: [], deferred: [] }) as const),
    );
    const usual = it.mail.send;
    it.mail.send = async (mail) => {
      const outcome = await usual(mail);
      return mail.to.includes(OPS) && /運用/.test(mail.rendered.subject) ? UNKNOWN : outcome;
    };
    await tick('2026-06-05T09:00:00+09:00', '2026-06-05T09:01:00+09:00', '2026-06-05T09:10:00+09:00');
    expect(attempts(OPS)).toHaveLength(2);
    await edit('2026-06-05T10:00:00+09:00', CLOSED);
    await edit('2026-06-05T11:00:00+09:00', {});
    await tick('2026-06-05T12:00:00+09:00', '2026-06-05T15:00:00+09:00');
    expect(new Set(attempts(OPS)).size).toBe(1);
    expect(attempts(OPS)).toHaveLength(2);
  });
});

test('unknown once and answered meanwhile counts as told, also when it is reopened', async () => {
  it.mail.answers.push(() => UNKNOWN);
  await tick('2026-06-04T09:00:00+09:00');
  await learn('2026-06-04T09:00:30+09:00', 'completed', 'c0');
  await tick('2026-06-04T09:02:00+09:00');
  await learn('2026-06-04T10:00:00+09:00', 'reopened', 'o0');
  await tick('2026-06-04T10:01:00+09:00', '2026-06-04T12:00:00+09:00');
  expect(attempts(OWNER)).toHaveLength(1);
});

describe('a mail that every address refused', () => {
  const refused = (address: string): SendOutcome => ({
    kind: 'refused',
    refused: [{ address, code: 550, response: '5.1.1 no such user' }],
  });

  test('is not tried again by an event or an edit that leaves the step standing', async () => {
    owners(refused(OWNER));
    await tick('2026-06-04T09:00:00+09:00');
    await learn('2026-06-04T10:00:00+09:00', 'completed', 'c0');
    await learn('2026-06-04T10:30:00+09:00', 'reopened', 'o0');
    await edit('2026-06-04T11:00:00+09:00', { policies: [{ counting: 'elapsed', channel: 'r-messe' }] });
    await tick('2026-06-04T11:30:00+09:00', '2026-06-04T12:00:00+09:00');
    expect(attempts(OWNER)).toHaveLength(1);
  });

  test('is owed when the step is withdrawn and falls due anew: nobody was ever told', async () => {
    const first = it.mail.send;
    owners(refused(OWNER));
    await tick('2026-06-04T09:00:00+09:00');
    it.mail.send = first;
    await edit('2026-06-04T10:00:00+09:00', CLOSED);
    await tick('2026-06-10T09:00:00+09:00', '2026-06-10T12:00:00+09:00');
    expect(attempts(OWNER)).toHaveLength(2);
  });
});
