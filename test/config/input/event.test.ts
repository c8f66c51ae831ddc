import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../src/config/input/event.ts';

const AT = '2026-06-01T10:00:00+09:00';

describe('reading an event', () => {
  test('type, id and instant; a deletion names its message', () => {
    expect(parseEvent({ type: 'shop_reply', id: 'r0', at: AT })).toEqual({
      event: { type: 'shop_reply', id: 'r0', at: Date.parse(AT) },
    });
    expect(parseEvent({ type: 'message_deleted', id: 'd0', at: AT, message: 'm0' })).toHaveProperty(
      'event.message',
      'm0',
    );
  });

  test.each([0, 10, Number.MAX_SAFE_INTEGER])('seq %d, on whatever kind', (seq) => {
    expect(parseEvent({ type: 'shop_reply', id: 'r0', at: AT, seq })).toHaveProperty('event.seq', seq);
    expect(parseEvent({ type: 'completed', id: 'c0', at: AT, seq })).toHaveProperty('event.seq', seq);
  });

  test.each([
    [-1, '-1'],
    [1.5, '1.5'],
    [2 ** 53, '9007199254740992'],
    ['1', '"1"'],
    [null, 'nothing'],
    [true, 'true'],
    [[1], 'a list of 1'],
  ])('seq %j is refused with its place and what is allowed', (seq, found) => {
    expect(parseEvent({ type: 'shop_reply', id: 'r0', at: AT, seq })).toMatchObject({
      code: 'invalid-event',
      faults: [{ path: ['event', 'seq'], found, allowed: 'a whole number from 0 to 9007199254740991' }],
    });
  });

  test.each([
    ['a bad instant', { type: 'completed', id: 'c', at: '2026-06-31T10:00:00+09:00' }, 'invalid-instant'],
    ['no instant', { type: 'completed', id: 'c' }, 'invalid-instant'],
    ['a year out of range', { type: 'completed', id: 'c', at: '2200-01-01T00:00:00Z' }, 'invalid-instant'],
    ['an unknown type', { type: 'shop_replied', id: 'c', at: AT }, 'invalid-event'],
    ['no id', { type: 'completed', at: AT }, 'invalid-event'],
    ['a number as id', { type: 'completed', id: 1, at: AT }, 'invalid-event'],
    ['an unknown key', { type: 'completed', id: 'c', at: AT, by: 'x' }, 'invalid-event'],
    ['a deletion of nothing', { type: 'message_deleted', id: 'd', at: AT }, 'invalid-event'],
    ['a bad instant among other faults', { type: 'x', id: 'c', at: 'x' }, 'invalid-event'],
    ['no object', 'completed', 'invalid-event'],
  ])('%s is refused', (_, value, code) => {
    expect(parseEvent(value)).toMatchObject({ code });
  });

  test('a customer’s text in the wrong place is refused and not repeated', () => {
    const read = parseEvent({ type: 'customer_message', id: 'm', at: AT, message: '届きません。田中' });
    expect(read).toMatchObject({ code: 'invalid-event' });
    expect(JSON.stringify(read)).not.toContain('田中');
  });
});
