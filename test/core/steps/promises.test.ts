// core: promises and answers given elsewhere (RULES.md 10). Stories in minutes: what happened, then how promises ended.

import { describe, expect, test } from 'vitest';
import type { ThreadEvent } from '../../../src/core/model.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';

const TYPES = {
  m: 'customer_message',
  r: 'shop_reply',
  a: 'auto_reply',
  c: 'completed',
  o: 'reopened',
  d: 'message_deleted',
  e: 'answered_elsewhere',
  x: 'answer_withdrawn',
  p: 'promised',
  w: 'promise_withdrawn',
} as const;

/** `p2:9` promises at 2 until 9; `d4:m1` deletes m1; `w5:p2` and `x5:e3` take back. */
function events(story: string): ThreadEvent[] {
  return story.split(' ').map((text) => {
    const [id = '', of] = text.split(':');
    const type = TYPES[id[0] as keyof typeof TYPES];
    const event = { type, id, at: Number(id.slice(1)) };
    if (type === 'promised') return { ...event, until: Number(of) };
    if (type === 'message_deleted') return { ...event, message: of! };
    return of === undefined ? event : { ...event, withdraws: of };
  });
}

function told(story: string, now: number): string {
  const { promises } = deriveThread(events(story), now);
  return promises
    .map(({ id, state, endedAt, endedBy, extends: moved }) => {
      const end = endedAt === null ? '' : ` ${endedAt}:${endedBy}`;
      return `${id} ${state}${end}${moved === null ? '' : ` moves ${moved}`}`;
    })
    .join(', ');
}

describe('a promise', () => {
  test.each([
    ['made while answered, is kept by the next answer', 'm1 r2 p3:9 r5', 20, 'p3 kept 5:shop_reply'],
    ['made while unanswered, takes the next answer for its holding reply', 'm1 p3:9 r4', 20, 'p3 broken'],
    ['made while unanswered, is kept by the answer after that', 'm1 p3:9 r4 e6', 20, 'p3 kept 6:answered_elsewhere'],
    ['stands until its instant', 'm1 r2 p3:9', 8, 'p3 standing'],
    ['is broken at its instant', 'm1 r2 p3:9', 9, 'p3 broken'],
    ['answered at its instant stays broken, and says when', 'm1 r2 p3:9 r9', 20, 'p3 broken 9:shop_reply'],
    ['is kept by a completion', 'm1 r2 p3:9 c5', 20, 'p3 kept 5:completed'],
    ['that waits for its holding reply is kept by a completion too', 'm1 p3:9 c5', 20, 'p3 kept 5:completed'],
    ['answered at the instant it was made has its holding reply', 'm1 r3 p3:9 r5', 20, 'p3 kept 5:shop_reply'],
    [
      'is not kept by the holding reply of the next',
      'm1 r2 p3:9 r5 p5:12 r7',
      20,
      'p3 extended, p5 kept 7:shop_reply moves p3',
    ],
    [
      'made before the end of the one before moves it',
      'm1 r2 p3:9 p5:12 r11',
      20,
      'p3 extended, p5 kept 11:shop_reply moves p3',
    ],
    [
      'made after the end of the one before extends nothing',
      'm1 r2 p3:9 p10:15 r11',
      20,
      'p3 broken, p10 kept 11:shop_reply',
    ],
    ['taken back is withdrawn', 'm1 r2 p3:9 w5:p3', 20, 'p3 withdrawn 5:withdrawn'],
    ['taken back after its instant stays broken', 'm1 r2 p3:9 w10:p3', 20, 'p3 broken 10:withdrawn'],
    [
      'that moved another does not bring it back',
      'm1 r2 p3:9 p5:12 w6:p5',
      20,
      'p3 extended, p5 withdrawn 6:withdrawn moves p3',
    ],
    ['is neither kept nor cancelled by the customer', 'm1 r2 p3:9 m5', 8, 'p3 standing'],
    ['is cancelled when no message of the customer is left', 'm1 r2 p3:9 d5:m1', 20, 'p3 withdrawn 5:null'],
    ['goes on while a message of the customer is left', 'm1 r2 m3 p4:9 d5:m1', 8, 'p4 standing'],
    ['stays kept when its answer is taken back', 'm1 r2 p3:9 m4 e5 x6:e5', 20, 'p3 kept 5:answered_elsewhere'],
    ['is not kept by a machine', 'm1 r2 p3:9 a5', 20, 'p3 broken'],
  ])('%s', (_, story, now, expected) => {
    expect(told(story, now)).toBe(expected);
    const backwards = story.split(' ').reverse().join(' ');
    expect(told(`${backwards} ${story}`, now)).toBe(expected);
  });
});

describe('an answer given elsewhere', () => {
  const ends = (story: string) =>
    deriveThread(events(story)).episodes.map(({ startedAt, endedAt, endedBy, pauses }) => [
      startedAt,
      endedAt,
      endedBy,
      pauses.length,
    ]);

  test.each([
    ['ends the wait', 'm1 e3', [[1, 3, 'answered_elsewhere', 0]]],
    ['taken back, never answered: no pause', 'm1 e3 x5:e3', [[1, null, null, 0]]],
    ['stays when somebody has written since', 'm1 e3 r4 x5:e3', [[1, 3, 'answered_elsewhere', 0]]],
    ['a second one is no writing', 'm1 e3 e4 x5:e3', [[1, null, null, 0]]],
    ['taken back goes on from the oldest message left', 'm1 m2 e3 d4:m1 x5:e3', [[2, null, null, 0]]],
    ['taken back before it was given changes nothing', 'm1 x2:e3 e3', [[1, 3, 'answered_elsewhere', 0]]],
    ['is writing after a completion', 'm1 c3 e4 o5', [[1, 3, 'completed', 0]]],
  ])('%s', (_, story, expected) => {
    expect(ends(story)).toEqual(expected);
  });
});
