// core: the order of events at one instant (RULES.md 2), every pair of kinds; which of two copies counts.

import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, type EventType, type InquiryEvent } from '../../../src/core/model.ts';
import { compareCopies, compareEvents, inOrder } from '../../../src/core/steps/event-order.ts';

/** As the text lists them: messages, then marks. */
const ORDER: readonly EventType[] = [
  'customer_message',
  'auto_reply',
  'shop_reply',
  'message_deleted',
  'completed',
  'reopened',
];
const MESSAGES = ORDER.slice(0, 3);

function event(type: EventType, id: string, more: Partial<InquiryEvent> = {}): InquiryEvent {
  return { type, id, at: 5, ...(type === 'message_deleted' && { message: 'm' }), ...more };
}

const first = (a: InquiryEvent, b: InquiryEvent): string => {
  expect(Math.sign(compareEvents(a, b))).toBe(-Math.sign(compareEvents(b, a)));
  return inOrder([b, a])[0]!.id;
};

test('the table names every kind', () => {
  expect([...ORDER].sort()).toEqual([...EVENT_TYPES].sort());
});

describe('two events of one instant', () => {
  const pairs = ORDER.flatMap((one, at) => ORDER.slice(at + 1).map((other) => [one, other] as const));

  test.each(pairs)('%s comes before %s, whatever their ids', (one, other) => {
    expect(first(event(one, 'b'), event(other, 'a'))).toBe('b');
    expect(first(event(one, 'a'), event(other, 'b'))).toBe('a');
  });

  test.each(pairs.filter(([, other]) => MESSAGES.includes(other)))(
    '%s and %s are messages: a smaller seq comes first, and none is 0',
    (one, other) => {
      expect(first(event(one, 'a', { seq: 10 }), event(other, 'b', { seq: 9 }))).toBe('b');
      expect(first(event(one, 'a', { seq: 1 }), event(other, 'b'))).toBe('b');
      expect(first(event(one, 'b', { seq: 0 }), event(other, 'a'))).toBe('b');
    },
  );

  test.each(pairs.filter(([, other]) => !MESSAGES.includes(other)))('%s and %s: seq decides nothing', (one, other) => {
    expect(first(event(one, 'b', { seq: 9 }), event(other, 'a', { seq: 1 }))).toBe('b');
  });

  test.each(ORDER)('two of %s go by id, by code unit', (type) => {
    expect(first(event(type, 'r9'), event(type, 'r10'))).toBe('r10');
    expect(first(event(type, 'a'), event(type, 'B'))).toBe('B');
    // A surrogate pair is smaller than U+FF01 by code unit, larger by code point and by UTF-8.
    expect(first(event(type, '\uff01'), event(type, '\u{1f600}'))).toBe('\u{1f600}');
  });

  test('two marks of a kind go by id, not by seq', () => {
    expect(first(event('completed', 'a', { seq: 2 }), event('completed', 'b', { seq: 1 }))).toBe('a');
  });
});

test('time decides before everything else', () => {
  expect(first(event('reopened', 'b', { at: 4 }), event('customer_message', 'a', { at: 5 }))).toBe('b');
});

describe('of two copies of one id', () => {
  test.each<[string, InquiryEvent, InquiryEvent]>([
    ['the earlier', event('shop_reply', 'x', { at: 4, seq: 9 }), event('customer_message', 'x')],
    ['the message', event('shop_reply', 'x', { seq: 9 }), event('completed', 'x')],
    ['the one with the smaller seq', event('shop_reply', 'x', { seq: 1 }), event('customer_message', 'x', { seq: 2 })],
    ['the kind that comes first', event('auto_reply', 'x'), event('shop_reply', 'x')],
    [
      'the message with the smaller id',
      event('message_deleted', 'x', { message: 'a' }),
      event('message_deleted', 'x', { message: 'b' }),
    ],
  ])('%s counts', (_which, counts, other) => {
    expect(inOrder([counts, other])).toEqual([counts]);
    expect(inOrder([other, counts])).toEqual([counts]);
  });

  test('those that say the same are equal, seq of a mark not counted', () => {
    expect(compareCopies(event('completed', 'x', { seq: 1 }), event('completed', 'x'))).toBe(0);
    expect(compareCopies(event('shop_reply', 'x', { seq: 0 }), event('shop_reply', 'x'))).toBe(0);
  });
});
