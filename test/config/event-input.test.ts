import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../src/config/event-input.ts';

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
