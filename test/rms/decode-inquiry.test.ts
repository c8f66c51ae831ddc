import { describe, expect, test } from 'vitest';
import { createThreads } from '../../src/demo/fake-rms/threads.ts';
import { decodeInquiry, type RmsInquiry, type RowFault } from '../../src/rms/decode-inquiry.ts';
import { formatRmsTime, parseRmsTime } from '../../src/rms/jst.ts';
import { isRmsError } from '../../src/rms/rms-error.ts';
import { jst, NO_AUTO, NOW, SHOP_ID } from './support.ts';

const OPTIONS = { shopId: SHOP_ID, autoReplies: NO_AUTO };

function row(change: Record<string, unknown> = {}): Record<string, unknown> {
  const threads = createThreads(SHOP_ID);
  threads.customerWrites('100-1', jst('2026-06-10T10:00:00'), {
    text: '本文の秘密',
    category: '配送',
    itemName: '煎茶 100g',
    itemNumber: 'tea-1',
    orderNumber: '123456-20260610-0000000017',
    type: '受注問い合わせ',
  });
  threads.shopWrites('100-1', jst('2026-06-10T11:00:00'), { text: '返信の秘密' });
  threads.customerWrites('100-1', jst('2026-06-10T12:00:00'), { text: '追伸の秘密' });
  return { ...threads.threadsAt(NOW)[0]!.row(), ...change };
}

function inquiry(value: unknown, options = OPTIONS): RmsInquiry {
  const decoded = decodeInquiry(value, options);
  if ('fault' in decoded) throw new Error(JSON.stringify(decoded.fault));
  return decoded.inquiry;
}

/** A reply an hour after the one before, the first at 11. */
const reply = (id: number, replyFrom: string, more: object) => ({
  ...{ id, replyFrom, regDate: `2026-06-10T${11 + id}:00:00+09:00`, message: '', ...more },
});

function fault(value: unknown): RowFault {
  const decoded = decodeInquiry(value, OPTIONS);
  if ('inquiry' in decoded) throw new Error('it was read');
  return decoded.fault;
}

describe('a row as documented', () => {
  test('is kept without name, address, texts and full order number', () => {
    expect(inquiry(row())).toEqual({
      number: '100-1',
      type: '受注問い合わせ',
      startedBy: 'customer',
      category: '配送',
      item: '煎茶 100g',
      itemNumber: 'tea-1',
      itemUrl: 'https://item.rakuten.co.jp/fake-shop/tea-1/',
      orderTail: '…000017',
      startedAt: jst('2026-06-10T10:00:00'),
      deleted: false,
      completed: false,
      completedAt: null,
      isRead: false,
      askedAt: null,
      replies: [
        {
          ...{ id: 0, at: jst('2026-06-10T11:00:00'), from: 'merchant', deleted: false, automaticText: false },
          ...{ asks: false, unread: false },
        },
        {
          ...{ id: 1, at: jst('2026-06-10T12:00:00'), from: 'user', deleted: false, automaticText: false },
          ...{ asks: false, unread: true },
        },
      ],
    });
  });

  test.each([
    [true, [], true],
    [false, [], false],
    [undefined, [], false],
    [true, [reply(0, 'user', { isRead: false })], false],
    [true, [reply(0, 'user', { isRead: true })], true],
    [true, [reply(0, 'user', { isRead: undefined })], true],
    [true, [reply(0, 'user', { isRead: false }), reply(1, 'merchant', { isRead: false })], false],
  ])('readByMerchant %s and replies %j: read %s', (readByMerchant, replies, isRead) => {
    expect(inquiry(row({ readByMerchant, replies })).isRead).toBe(isRead);
  });

  test.each([
    ['ご希望のお色はどちらでしょうか', true],
    ['ご確認いただけますか。', true],
    ['サイズは何センチ?', true],
    ['数量はいくつ？\nお待ちしております', true],
    ['ご了承ください。', false],
    ['https://example.jp/track?id=1 でご確認いただけます', false],
    ['しばらくお待ちくださいますようお願いします', false],
    ['', false],
  ])('the shop’s last words 「%s」 ask: %s', (message, asks) => {
    const at = jst('2026-06-10T11:00:00');
    expect(inquiry(row({ replies: [reply(0, 'merchant', { message })] })).askedAt).toBe(asks ? at : null);
    const started = row({ type: '店舗からの問い合わせ', message, replies: [] });
    expect(inquiry(started).askedAt).toBe(asks ? jst('2026-06-10T10:00:00') : null);
    expect(inquiry(row({ message, replies: [] })).askedAt).toBe(null);
    const answered = [reply(0, 'merchant', { message }), reply(1, 'user', { message })];
    expect(inquiry(row({ replies: answered })).askedAt).toBe(null);
    const automatic = { ...OPTIONS, autoReplies: { ...OPTIONS.autoReplies, containing: [message || '-'] } };
    expect(inquiry(row({ replies: [reply(0, 'merchant', { message })] }), automatic).askedAt).toBe(null);
  });

  test.each([
    ['店舗問い合わせ', 'customer', 0],
    ['商品問い合わせ', 'customer', 0],
    ['受注問い合わせ', 'customer', 0],
    ['店舗からの問い合わせ', 'shop', 0],
    ['ライブ問い合わせ', 'customer', 1],
  ])('type %s was started by the %s, with %s notices', (type, startedBy, notices) => {
    const decoded = decodeInquiry(row({ type }), OPTIONS);
    expect(decoded).toMatchObject({ inquiry: { startedBy, type } });
    expect('notices' in decoded ? decoded.notices : []).toHaveLength(notices);
  });

  test.each([
    ['no userMaskEmail', { userMaskEmail: undefined }],
    ['no replies', { replies: undefined }],
    ['null replies', { replies: null }],
    ['no attachments', { attachments: undefined }],
    ['an empty category', { category: '' }],
    ['no item, no order', { itemName: null, orderNumber: null }],
    ['an unknown field', { somethingNew: { deep: 1 } }],
    ['shopId as text', { shopId: String(SHOP_ID) }],
    ['an empty completedDate', { completedDate: '' }],
    ['a completedDate of a thread that is not completed', { completedDate: '2026-06-11T10:00:00+09:00' }],
  ])('%s is read', (_, change) => {
    expect(inquiry(row(change))).toMatchObject({ number: '100-1', completedAt: null });
  });

  test.each([
    ['a number', 10001, '10001'],
    ['none', null, null],
    ['nothing to be seen', '\u200b', null],
  ])('an item’s number that is %s', (_, itemNumber, kept) => {
    expect(inquiry(row({ itemNumber })).itemNumber).toBe(kept);
  });

  test.each([
    'javascript:alert(1)',
    'https://user:word@item.example/',
    'item.example/1',
    `https://item.example/${'a'.repeat(2_000)}`,
    '',
  ])('an item’s address that is none is left out, the row stays: %.30s', (itemUrl) => {
    expect(inquiry(row({ itemUrl }))).toMatchObject({ number: '100-1', itemUrl: null });
  });

  test('replies are sorted by date and id', () => {
    const reversed = [...(row().replies as unknown[])].reverse();
    expect(inquiry(row({ replies: reversed })).replies.map((reply) => reply.id)).toEqual([0, 1]);
  });

  test('an order number of any length never leaves whole', () => {
    expect(inquiry(row({ orderNumber: '1234' })).orderTail).toBe('…34');
    expect(inquiry(row({ orderNumber: '1' })).orderTail).toBe('…');
  });

  test.each([
    ['a NUL', 'a\0b', 'a b'],
    ['half an emoji', 'お茶\ud83d', 'お茶\ufffd'],
    ['line breaks', 'a\r\n\tb', 'a b'],
    ['what turns the line round', 'a\u202eb\u200b', 'ab'],
    ['nothing but what is invisible', '\u200b \0', null],
  ])('a name with %s is made storable, the row stays', (_, text, kept) => {
    const read = inquiry(row({ itemName: text, category: text, type: text, orderNumber: `${text}123456` }));
    expect(read).toMatchObject({ item: kept, category: kept, type: kept ?? '' });
    expect(read.orderTail).toMatch(/^…[^\p{C}]*$/u);
  });

  test('texts are cut between characters, and limits count characters', () => {
    const read = inquiry(row({ itemName: '😀'.repeat(400), category: '😀'.repeat(100), orderNumber: '12345😀123456' }));
    expect(read).toMatchObject({ item: '😀'.repeat(300), category: '😀'.repeat(100), orderTail: '…123456' });
  });

  test('a reply that holds a text of the auto-reply setting is marked, its text is gone', () => {
    const autoReplies = { withinSeconds: 0, containing: ['', '返信の'] };
    const read = inquiry(row(), { shopId: SHOP_ID, autoReplies });
    expect(read.replies.map((reply) => reply.automaticText)).toEqual([true, false]);
    expect(JSON.stringify(read)).not.toContain('秘密');
  });
});

describe('a row that is not', () => {
  const reply = { id: 0, message: '', regDate: '2026-06-10T11:00:00+09:00', replyFrom: 'merchant' };
  test.each([
    ['a third replyFrom', { replies: [{ ...reply, replyFrom: 'bot' }] }, 'replies.0.replyFrom', 'merchant'],
    ['a broken date', { regDate: '昨日' }, 'regDate', 'not a date'],
    ['a date that does not exist', { regDate: '2026-02-30T10:00:00+09:00' }, 'regDate', 'not a date'],
    ['a date before all inquiries', { regDate: '0001-01-01T00:00:00+09:00' }, 'regDate', 'not a date'],
    ['a missing date', { regDate: undefined }, 'regDate', 'must be a string'],
    ['a reply without date', { replies: [{ ...reply, regDate: null }] }, 'replies.0.regDate', 'must be a string'],
    ['a reply id that is text', { replies: [{ ...reply, id: 'a' }] }, 'replies.0.id', 'must be a number'],
    ['two replies with the same id', { replies: [reply, reply] }, 'replies.id', 'twice'],
    ['isCompleted as text', { isCompleted: '完了' }, 'isCompleted', 'must be a boolean'],
    ['no type', { type: null }, 'type', 'must be a string'],
    ['a shopId that is no number', { shopId: 'abc' }, 'shopId', 'must be a number'],
    ['no shopId', { shopId: undefined }, 'shopId', 'must be a number'],
  ])('with %s is a fault that names the field', (_, change, field, problem) => {
    expect(fault(row(change))).toMatchObject({ inquiry: '100-1', field });
    expect(fault(row(change)).problem).toContain(problem);
  });

  test.each([[null], ['text'], [[]], [{}], [{ shopId: SHOP_ID, inquiryNumber: 'メール本文' }]])(
    '%j is a fault without a number',
    (value) => {
      expect(fault(value).inquiry).toBeNull();
      expect(JSON.stringify(fault(value))).not.toContain('メール');
    },
  );

  test("of another shop stops everything, and does not tell that shop's id", () => {
    let caught: unknown;
    try {
      decodeInquiry(row({ shopId: 999999 }), OPTIONS);
    } catch (error) {
      caught = error;
    }
    expect(isRmsError(caught, 'foreign-shop')).toBe(true);
    expect(String(caught)).not.toContain('999999');
  });
});

describe('dates', () => {
  const ten = Date.parse('2026-06-10T01:00:00Z');
  test.each([
    ['2026-06-10T10:00:00+09:00', ten],
    ['2026-06-10T10:00:00+0900', ten],
    ['2026-06-10T10:00:00', ten],
    ['2026-06-10T10:00:00.000+09:00', ten],
    ['2026-06-10T01:00:00Z', ten],
    ['2026-06-09T23:00:00-02:00', ten],
    ['2026-06-10T10:00:00.25', ten + 250],
    ['2026-06-10', null],
    ['2026-06-10 10:00:00', null],
    ['2026-13-10T10:00:00', null],
    ['2026-06-31T10:00:00', null],
    ['2026-06-10T24:00:00', null],
    ['2026-06-10T10:60:00', null],
    ['2026-06-10T10:00:00+24:00', null],
    [20260610, null],
    [null, null],
  ])('%j is %s', (text, expected) => {
    expect(parseRmsTime(text)).toBe(expected);
  });

  test('a query date is JST without offset, milliseconds cut off', () => {
    expect(formatRmsTime(ten + 999)).toBe('2026-06-10T10:00:00');
  });
});
