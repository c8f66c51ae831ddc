// The description of an event says of each line what the service does with it.

import { describe, expect, test } from 'vitest';
import { EVENT_EXAMPLE, Event } from '../../../../src/http/api/board/event-json.ts';
import { isUnreadable, readIncomingEvent } from '../../../../src/service/intake/incoming-event.ts';

const event = (more: object) => ({ ...EVENT_EXAMPLE, event: { ...EVENT_EXAMPLE.event, ...more } });
const DELETED = { type: 'message_deleted', message: 'm1' };

describe('an event is taken in, and described as one', () => {
  test.each<[string, object]>([
    ['the example', EVENT_EXAMPLE],
    ['with nothing but what is needed', { shop: 's', inquiry: 'i', event: EVENT_EXAMPLE.event }],
    ['of a deleted message', event(DELETED)],
    ['with a seq', event({ seq: 10 })],
    ['with a seq on a mark', event({ ...DELETED, seq: 0 })],
    ['in UTC', event({ at: '2026-06-17T01:00:00Z' })],
    ['with fields that are null', { ...EVENT_EXAMPLE, channel: null, item: null, order: null }],
    ['with fields that are not read', { ...EVENT_EXAMPLE, note: 'x' }],
    ['with an address', { ...EVENT_EXAMPLE, url: 'https://desk.example.jp/1' }],
    ['with an address that is nothing', { ...EVENT_EXAMPLE, url: '' }],
    ['with 300 emoji', { ...EVENT_EXAMPLE, item: '😀'.repeat(300) }],
    ['with 300 characters', { ...EVENT_EXAMPLE, item: 'あ'.repeat(300) }],
  ])('%s', (_, line) => {
    expect(isUnreadable(readIncomingEvent(line))).toBe(false);
    expect(Event.safeParse(line).success).toBe(true);
  });
});

describe('a line is refused, and described as none', () => {
  test.each<[string, unknown]>([
    ['no object', 'x'],
    ['no shop', { ...EVENT_EXAMPLE, shop: undefined }],
    ['an empty inquiry', { ...EVENT_EXAMPLE, inquiry: '' }],
    ['a space in the inquiry', { ...EVENT_EXAMPLE, inquiry: 'a b' }],
    ['301 characters', { ...EVENT_EXAMPLE, item: 'あ'.repeat(301) }],
    ['half a character', { ...EVENT_EXAMPLE, item: 'a\ud83d' }],
    ['a NUL in an id', event({ id: 'm\0' })],
    ['half a character in the id of the deleted message', event({ ...DELETED, message: '\ud83d' })],
    ['an address of another kind', { ...EVENT_EXAMPLE, url: 'ftp://example.jp' }],
    ['a line break', { ...EVENT_EXAMPLE, category: 'a\nb' }],
    ['a number for a text', { ...EVENT_EXAMPLE, order: 12 }],
    ['no event', { ...EVENT_EXAMPLE, event: undefined }],
    ['another type', event({ type: 'smiled' })],
    ['no id', event({ id: undefined })],
    ['no offset', event({ at: '2026-06-17T10:00:00' })],
    ['a date that does not exist', event({ at: '2026-02-30T10:00:00Z' })],
    ['a deleted message without its id', event({ type: 'message_deleted' })],
    ['a message where none belongs', event({ message: 'm1' })],
    ['a seq below 0', event({ seq: -1 })],
    ['a seq that is not whole', event({ seq: 1.5 })],
    ['a seq that is no number', event({ seq: '1' })],
    ['a seq beyond what JSON numbers hold', event({ seq: 2 ** 53 })],
    ['a key of the event that is not known', event({ body: 'x' })],
  ])('%s', (_, line) => {
    expect(isUnreadable(readIncomingEvent(line))).toBe(true);
    expect(Event.safeParse(line).success).toBe(false);
  });
});
