// core: status and episodes (RULES.md 2) as a table of stories. Trap: times are minutes; who did what reads left to right.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventType, InquiryEvent, Thread } from '../../../src/core/model.ts';
import { EVENT_TYPES } from '../../../src/core/model.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';

const LETTERS: Readonly<Record<string, EventType>> = {
  m: 'customer_message',
  r: 'shop_reply',
  a: 'auto_reply',
  c: 'completed',
  o: 'reopened',
  d: 'message_deleted',
};

/**
 * `m1 r5 d7:m1` → a message at 1, a reply at 5, at 7 the deletion of the message. The id is the word, `m1`; `m1@2` is at 2,
 * `m1@2#3` has the `seq` 3.
 */
function events(story: string): InquiryEvent[] {
  return story.split(' ').map((word) => {
    const [head, message] = word.split(':') as [string, string?];
    const [named, seq] = head.split('#') as [string, string?];
    const [id, time = named.slice(1)] = named.split('@') as [string, string?];
    return {
      type: LETTERS[word[0]!]!,
      id,
      at: Number(time),
      ...(message && { message }),
      ...(seq && { seq: Number(seq) }),
    };
  });
}

/** Episodes as `start-end reason [pause from-to]`, open ones as `start-`. */
function told({ status, episodes }: Thread): string {
  const parts = episodes.map(({ startedAt, endedAt, endedBy, pauses }) =>
    [`${startedAt}-${endedAt ?? ''}`, endedBy, ...pauses.map(({ from, to }) => `[${from}-${to}]`)]
      .filter(Boolean)
      .join(' '),
  );
  return [status, ...parts].join(', ');
}

describe('an inquiry', () => {
  test.each([
    // 2.1: start
    ['starts at the oldest unanswered message', 'm1 m3', 'unanswered, 1-'],
    ['is not moved by a second message', 'm1 m3 r5', 'answered, 1-5 shop_reply'],
    ['is ordered by time and id, not by arrival', 'r5 m3 m1', 'answered, 1-5 shop_reply'],
    ['is answered by a reply of the same time', 'm5 r5', 'answered, 5-5 shop_reply'],
    ['is answered by RMS’s reply 10 after its message 9', 'm9@5#9 r10@5#10', 'answered, 5-5 shop_reply'],
    ['waits for RMS’s message 10 after its reply 9', 'r9@5#9 m10@5#10', 'unanswered, 5-'],
    ['is answered by the reply, not by 完了 of the same time', 'm1 r5 c5', 'completed, 1-5 shop_reply'],
    // 2.2: end
    ['is answered by a person', 'm1 r2', 'answered, 1-2 shop_reply'],
    ['is not answered by a robot', 'm1 a2', 'unanswered, 1-'],
    ['is ended by completing it', 'm1 c2', 'completed, 1-2 completed'],
    ['is ended by deleting the last waiting message', 'm1 m2 d3:m1 d4:m2', 'answered, 2-4 message_deleted'],
    ['moves its start when the first message is deleted', 'm1 m3 d4:m1', 'unanswered, 3-'],
    ['keeps its start when a later message is deleted', 'm1 m3 d4:m3', 'unanswered, 1-'],
    ['does not change by a deletion after its end', 'm1 r2 d3:m1', 'answered, 1-2 shop_reply'],
    ['does not change by a deletion after it was completed', 'm1 c2 d3:m1', 'completed, 1-2 completed'],
    [
      'ignores the deletion of an answered message in the next episode',
      'm1 r2 m3 d4:m1',
      'unanswered, 1-2 shop_reply, 3-',
    ],
    ['ignores the deletion of what nobody wrote', 'm1 d2:x9 d3', 'unanswered, 1-'],
    ['never waits for a message whose deletion is ordered first', 'd1:m2 m2', 'answered'],
    ['waits for the others when one was deleted first', 'd1:m2 m2 m3', 'unanswered, 3-'],
    // 2.3: new episodes
    ['starts anew after a reply', 'm1 r2 m3', 'unanswered, 1-2 shop_reply, 3-'],
    ['starts anew while it is still marked completed', 'm1 c2 m3', 'unanswered, 1-2 completed, 3-'],
    ['stays marked completed after that episode', 'm1 c2 m3 r4', 'completed, 1-2 completed, 3-4 shop_reply'],
    ['can be completed again', 'm1 c2 m3 c4', 'completed, 1-2 completed, 3-4 completed'],
    // 2.4: reopening
    ['goes on from its start when reopened', 'm1 c2 o3', 'unanswered, 1- [2-3]'],
    ['goes on twice', 'm1 c2 o3 c4 o5', 'unanswered, 1- [2-3] [4-5]'],
    ['is reopened once for each completing', 'm1 c2 o3 o4 r5', 'answered, 1-5 shop_reply [2-3]'],
    ['is not changed by completing twice', 'm1 c2 c3 o4', 'unanswered, 1- [2-4]'],
    ['is not undone after the customer wrote', 'm1 c2 m3 o4', 'unanswered, 1-2 completed, 3-'],
    ['is not undone after the shop wrote', 'm1 c2 r3 o4', 'answered, 1-2 completed'],
    ['loses its mark though the customer wrote', 'm1 c2 m3 o4 r5', 'answered, 1-2 completed, 3-5 shop_reply'],
    ['loses its mark though both wrote', 'm1 c2 m3 r4 o5', 'answered, 1-2 completed, 3-4 shop_reply'],
    ['is not undone by a second completing after the shop wrote', 'm1 c2 r3 c4 o5', 'answered, 1-2 completed'],
    ['is not undone when it was written to at the instant of the reopening', 'm1 c2 r4 o4', 'answered, 1-2 completed'],
    ['is undone when the message came at the instant of the completing', 'm1 m2 c2 o4', 'unanswered, 1- [2-4]'],
    ['can be completed again after it lost its mark', 'm1 c2 r3 o4 c5', 'completed, 1-2 completed'],
    ['is reopened although a robot wrote', 'm1 c2 a3 o4', 'unanswered, 1- [2-4]'],
    ['is not reopened when it was never completed', 'm1 r2 o3', 'answered, 1-2 shop_reply'],
    ['is unmarked by reopening when it was answered before', 'm1 r2 c3 o4', 'answered, 1-2 shop_reply'],
    ['is no longer marked after it was reopened and answered', 'm1 c2 o3 r4', 'answered, 1-4 shop_reply [2-3]'],
    ['undoes the last completing only', 'm1 c2 m3 c4 o5', 'unanswered, 1-2 completed, 3- [4-5]'],
    ['moves its start at the reopening for what was deleted meanwhile', 'm1 m2 c3 d4:m1 o5', 'unanswered, 2- [3-5]'],
    ['stays ended as it was when nothing was left at the reopening', 'm1 c2 d3:m1 o4', 'answered, 1-2 completed'],
    ['stays ended whatever is reopened later', 'm1 c2 d3:m1 o4 c5 o6', 'answered, 1-2 completed'],
    ['ignores other deletions while it was completed', 'm1 c2 d3:x o4', 'unanswered, 1- [2-4]'],
    // 2.5, 2.6, 2.7
    ['has no episode before the customer writes', 'r1 a2', 'answered'],
    ['has an episode once the customer answers the shop', 'r1 m2', 'unanswered, 2-'],
    ['stays answered when the reply is deleted', 'm1 r2 d3:r2', 'answered, 1-2 shop_reply'],
    ['is completed without any message', 'c1', 'completed'],
    ['is answered without any message', 'o1', 'answered'],
    // copies
    ['counts copies once', 'm1 m1 r2 m1 r2', 'answered, 1-2 shop_reply'],
    ['takes the earliest of copies that differ', 'm1 m1@4 r2', 'answered, 1-2 shop_reply'],
  ])('%s: %s', (_case, story, expected) => {
    expect(told(deriveThread(events(story)))).toBe(expected);
    expect(told(deriveThread(events(story).reverse()))).toBe(expected);
  });

  test.each([
    [1, 'unanswered, 1-'],
    [2, 'completed, 1-2 completed'],
    [3, 'unanswered, 1- [2-3]'],
    [0, 'answered'],
  ])('at %i knows nothing of later events', (now, expected) => {
    expect(told(deriveThread(events('m1 c2 o3'), now))).toBe(expected);
  });

  test('names all messages of an episode, deleted ones too', () => {
    expect(deriveThread(events('m1 m2 d3:m1 r4 m5')).episodes.map(({ messages }) => messages)).toEqual([
      ['m1', 'm2'],
      ['m5'],
    ]);
  });

  test('with no event at all is answered', () => {
    expect(deriveThread([])).toEqual({ status: 'answered', episodes: [], promises: [] });
  });
});

test('ten thousand messages and their deletions are no trouble', () => {
  const many = Array.from(
    { length: 10_000 },
    (_, n): InquiryEvent => ({ type: 'customer_message', id: `m${n}`, at: n }),
  );
  const gone = many
    .slice(1)
    .map(({ id }, n): InquiryEvent => ({ type: 'message_deleted', id: `d${n}`, at: 20_000 + n, message: id }));
  expect(told(deriveThread([...gone, ...many]))).toBe('unanswered, 0-');
});

describe('any set of events', () => {
  const ids = fc.constantFrom('m0', 'm1', 'm2', 'r0', 'r1', 'c0', 'c1', 'o0', 'o1', 'a0', 'd0', 'd1');
  const event = fc
    .record({
      id: ids,
      at: fc.nat(12),
      type: fc.constantFrom(...EVENT_TYPES),
      message: fc.constantFrom('m0', 'm1', 'm2', 'r0'),
      seq: fc.nat(2),
    })
    .map(({ message, ...rest }) => (rest.type === 'message_deleted' ? { ...rest, message } : rest));
  const histories = fc.array(event, { maxLength: 14 });

  test('gives the same state in any order and with any copies', () => {
    const shuffled = histories.chain((history) =>
      fc.tuple(
        fc.constant(history),
        fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2, maxLength: history.length * 2 }),
        fc.nat(14),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([history, copies, now]) => {
        expect(deriveThread(copies, now)).toEqual(deriveThread(history, now));
      }),
      { numRuns: 1000 },
    );
  });

  test('has episodes one after the other, at most the last one open', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { status, episodes } = deriveThread(history);
        episodes.forEach(({ startedAt, endedAt, endedBy, messages, pauses }, i) => {
          const next = episodes[i + 1];
          expect(messages.length).toBeGreaterThan(0);
          expect(endedAt === null).toBe(endedBy === null);
          expect(startedAt).toBeLessThanOrEqual(endedAt ?? Infinity);
          if (next) expect(endedAt ?? Infinity).toBeLessThanOrEqual(next.startedAt);
          for (const { from, to } of pauses) expect(from).toBeLessThanOrEqual(to);
        });
        expect(status === 'unanswered').toBe(episodes.at(-1)?.endedAt === null);
      }),
      { numRuns: 1000 },
    );
  });
});
