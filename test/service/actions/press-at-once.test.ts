// Two people who press in the same second: one comes after the other and sees what the first did. Each pair is pressed
// many times, on real connections that take turns as the database likes.

import { beforeEach, describe, expect, test } from 'vitest';
import { answerElsewhere, undoAnswerElsewhere } from '../../../src/service/actions/answer-elsewhere.ts';
import { markNoReplyNeeded, undoNoReplyNeeded } from '../../../src/service/actions/mark-no-reply-needed.ts';
import { promiseAnswer, withdrawPromise } from '../../../src/service/actions/promise-answer.ts';
import type { ActionRefusal } from '../../../src/service/actions/refuse-action.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventOf, type TestService, testService } from '../../support/service.ts';

const NOW = '2026-06-01T10:00:00+09:00';
const ROUNDS = 8;
const database = testDatabase();
let it: TestService;

const named = (round: number, by: string) => ({ shop: 'sample-tea', inquiry: `q${round}`, by });
const promise = (round: number, by: string, expected?: string | null) =>
  promiseAnswer(it.service, { ...named(round, by), until: '3h', expected });
const withdraw = (round: number, by: string) => withdrawPromise(it.service, named(round, by));
const answer = (round: number, by: string) => answerElsewhere(it.service, { ...named(round, by), how: 'phone' });
const undoAnswer = (round: number, by: string) => undoAnswerElsewhere(it.service, named(round, by));
const mark = (round: number, by: string) => markNoReplyNeeded(it.service, named(round, by));
const undoMark = (round: number, by: string) => undoNoReplyNeeded(it.service, named(round, by));

/** What both were told in each round; `before` makes what they press on. */
async function pressedTwice(
  press: (round: number, by: string) => Promise<object | ActionRefusal>,
  before?: (round: number, by: string) => Promise<object | ActionRefusal>,
): Promise<(object | ActionRefusal)[][]> {
  const told: (object | ActionRefusal)[][] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await before?.(round, '鈴木');
    told.push(await Promise.all([press(round, '田中'), press(round, '佐藤')]));
  }
  return told;
}

const causes = (told: readonly (object | ActionRefusal)[][]) =>
  told.map((both) => both.flatMap((one) => ('cause' in one ? [one.cause] : [])));
const each = (cause: string) => Array.from({ length: ROUNDS }, () => [cause]);

describe('of two who press at once the second is told', () => {
  beforeEach(async () => {
    await emptyTables(database.db);
    it = await testService({ db: database.db, now: NOW });
    const rounds = Array.from({ length: ROUNDS }, (_, at) => at + 1);
    await intake(
      it.service,
      rounds.map((round) => eventOf('customer_message', `m${round}`, NOW, { inquiry: `q${round}` })),
      'api',
    );
  });

  test('both promise what neither saw promised: one promise', async () => {
    expect(causes(await pressedTwice((round, by) => promise(round, by, null)))).toEqual(each('promise-since'));
  });

  test('both take the promise back', async () => {
    expect(causes(await pressedTwice(withdraw, (round, by) => promise(round, by)))).toEqual(each('no-promise'));
  });

  test('both say that the customer was answered: one answer', async () => {
    expect(causes(await pressedTwice(answer))).toEqual(each('not-waiting'));
  });

  test('both take the answer back', async () => {
    expect(causes(await pressedTwice(undoAnswer, answer))).toEqual(each('nothing-to-undo'));
  });

  test('both say that nobody needs to answer: one mark', async () => {
    expect(causes(await pressedTwice(mark))).toEqual(each('not-waiting'));
  });

  test('both take the mark back', async () => {
    expect(causes(await pressedTwice(undoMark, mark))).toEqual(each('nothing-to-undo'));
  });

  test('one answers by phone while the other needs no reply: one of both', async () => {
    const told = await Promise.all([answer(1, '田中'), mark(1, '佐藤')]);
    expect(causes([told])).toEqual([['not-waiting']]);
  });
});
