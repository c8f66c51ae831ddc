import { describe, expect, test } from 'vitest';
import { isUnreadable, readIncomingEvent } from '../../../src/service/intake/incoming-event.ts';
import { at } from '../../support/service.ts';

const line = {
  shop: 'sample-tea',
  inquiry: '373343-20260617-00000001o',
  channel: 'r-messe',
  event: { type: 'customer_message', id: 'm0', at: '2026-06-01T10:00:00+09:00' },
  item: '煎茶 100g',
  itemNumber: 'n1',
  itemUrl: 'https://item.example/n1',
  order: '373343-20260601-0000000017',
  category: '配送',
};

test('a whole line is read, and of the order number only its end is kept', () => {
  expect(readIncomingEvent(line)).toEqual({
    shop: 'sample-tea',
    inquiry: '373343-20260617-00000001o',
    channel: 'r-messe',
    item: '煎茶 100g',
    itemNumber: 'n1',
    itemUrl: 'https://item.example/n1',
    order: '000017',
    category: '配送',
    event: { type: 'customer_message', id: 'm0', at: at('2026-06-01T10:00:00+09:00') },
  });
});

test('what is invisible is left out, and what is then nothing too', () => {
  const read = readIncomingEvent({ ...line, item: ' 煎茶\u202E\u200B100g', category: '\u200B', channel: 'chat\u200D' });
  expect(read).toMatchObject({ item: '煎茶100g', channel: 'chat' });
  expect(read).not.toHaveProperty('category');
});

test('a body or a name that a source sends along is not kept', () => {
  const read = readIncomingEvent({ ...line, body: 'まだ届きません', userName: '楽天 太郎' });
  expect(JSON.stringify(read)).not.toMatch(/届きません|太郎/);
});

describe.each([
  ['no object', 7, 'invalid-request', 'a line must be a JSON object'],
  ['no shop', { ...line, shop: '' }, 'invalid-event', 'shop: a text of 1 to 200 visible characters is needed'],
  ['no event', { ...line, event: undefined }, 'invalid-event', 'event'],
  [
    'an unknown type',
    { ...line, event: { ...line.event, type: 'like' } },
    'invalid-event',
    'event.type: customer_message',
  ],
  [
    'no offset',
    { ...line, event: { ...line.event, at: '2026-06-01T10:00:00' } },
    'invalid-instant',
    'event.at: an RFC 3339',
  ],
  [
    'a day that is none',
    { ...line, event: { ...line.event, at: '2026-02-30T10:00:00Z' } },
    'invalid-instant',
    'event.at',
  ],
  [
    'a deletion of nothing',
    { ...line, event: { ...line.event, type: 'message_deleted' } },
    'invalid-event',
    'event.message',
  ],
  [
    'a category of 1,000 characters',
    { ...line, category: 'あ'.repeat(1000) },
    'invalid-event',
    'category: a text of at most 300',
  ],
  [
    'an item’s address that is none',
    { ...line, itemUrl: 'javascript:1' },
    'invalid-event',
    'itemUrl: an http or https',
  ],
  ['an address that is none', { ...line, url: 'tel:1' }, 'invalid-event', 'url: an http or https address'],
])('%s', (_, value, code, message) => {
  test(`is refused as ${code} with the place and what is allowed`, () => {
    const read = readIncomingEvent(value);
    expect(read).toMatchObject({ code });
    expect(isUnreadable(read) && read.message).toContain(message);
  });
});

test('a refusal never repeats what could be a customer’s text', () => {
  const secret = '電話番号は09012345678です';
  for (const event of [
    { ...line.event, type: secret },
    { ...line.event, at: secret },
    { ...line.event, message: secret },
  ])
    expect(JSON.stringify(readIncomingEvent({ ...line, event }))).not.toContain('090');
});
