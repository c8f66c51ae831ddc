import { describe, expect, test } from 'vitest';
import type { ThreadEvent } from '../../src/core/model.ts';
import { deriveThread } from '../../src/core/steps/episodes.ts';
import { inOrder } from '../../src/core/steps/event-order.ts';
import { createThreads, type Threads } from '../../src/demo/fake-rms/threads.ts';
import { type AutoReplyRule, decodeInquiry } from '../../src/rms/decode-inquiry.ts';
import { type KnownEvents, toEvents } from '../../src/rms/inquiry-events.ts';
import { jst, NO_AUTO, NOW, SHOP_ID } from './support.ts';

const NOTHING: KnownEvents = { completedOpen: null, ids: new Set() };
const at = (clock: string) => jst(`2026-06-10T${clock}`);
const COMPLETED_11 = 'completed:2026-06-10T02:00:00.000Z';

interface Read {
  readonly known?: KnownEvents;
  readonly auto?: AutoReplyRule;
  readonly now?: number;
}

/** Plays a story in the fake, reads it as RMS shows it, and turns it into events. */
function read(story: (threads: Threads) => void, { known = NOTHING, auto = NO_AUTO, now = NOW }: Read = {}) {
  const threads = createThreads(SHOP_ID);
  story(threads);
  const decoded = decodeInquiry(threads.threadsAt(now)[0]!.row(), { shopId: SHOP_ID, autoReplies: auto });
  if ('fault' in decoded) throw new Error(JSON.stringify(decoded.fault));
  return toEvents(decoded.inquiry, { observedAt: now, autoReplies: auto, known });
}

function brief(events: readonly ThreadEvent[]): string[] {
  return events.map((event) => `${event.type} ${event.id}`);
}

/** What the store holds after these events. */
function holding(events: readonly ThreadEvent[], before: KnownEvents = NOTHING): KnownEvents {
  const ids = new Set([...before.ids, ...events.map((event) => event.id)]);
  const open = [...events].reverse().find((event) => event.type === 'completed' || event.type === 'reopened');
  if (open === undefined) return { completedOpen: before.completedOpen, ids };
  return { completedOpen: open.type === 'completed' ? open.id : null, ids };
}

describe('direction', () => {
  test('the customer writes, the shop answers, the customer again', () => {
    const { events } = read((t) => {
      t.customerWrites('1', at('10:00:00'));
      t.shopWrites('1', at('11:00:00'));
      t.customerWrites('1', at('12:00:00'));
    });
    expect(events).toEqual([
      { type: 'customer_message', id: 'm', at: at('10:00:00'), seq: 0 },
      { type: 'shop_reply', id: 'r0', at: at('11:00:00'), seq: 1 },
      { type: 'customer_message', id: 'r1', at: at('12:00:00'), seq: 2 },
    ]);
  });

  test('of one second the number tells the order, also beyond nine, and the first message comes first', () => {
    const { events } = read((t) => {
      t.shopWrites('1', at('10:00:00'));
      for (let n = 0; n < 9; n++) t.shopWrites('1', at('10:00:00'));
      t.customerWrites('1', at('10:00:00'));
      t.shopWrites('1', at('10:00:00'));
    });
    expect(inOrder([...events].reverse()).map(({ id }) => id)).toEqual([
      'm',
      ...Array.from({ length: 11 }, (_, n) => `r${n}`),
    ]);
    expect(deriveThread(events)).toMatchObject({ status: 'answered', episodes: [{ endedBy: 'shop_reply' }] });
  });

  test('a thread that the shop started begins with a shop reply', () => {
    const { events } = read((t) => {
      t.shopWrites('1', at('10:00:00'));
      t.customerWrites('1', at('11:00:00'));
    });
    expect(brief(events)).toEqual(['shop_reply m', 'customer_message r0']);
  });

  test('an unknown type is taken as a customer writing first', () => {
    const { events } = read((t) => t.customerWrites('1', at('10:00:00'), { type: 'ライブ問い合わせ' }));
    expect(brief(events)).toEqual(['customer_message m']);
  });
});

describe('automatic replies', () => {
  const story = (seconds: string) => (t: Threads) => {
    t.customerWrites('1', at('10:00:00'));
    t.shopWrites('1', at(`10:00:${seconds}`), { text: '自動返信でお知らせします' });
  };
  const table: [string, string, AutoReplyRule, string][] = [
    ['no setting', '05', NO_AUTO, 'shop_reply'],
    ['its text matches', '05', { withinSeconds: 0, containing: ['自動返信'] }, 'auto_reply'],
    ['another text is meant', '05', { withinSeconds: 0, containing: ['営業時間外'] }, 'shop_reply'],
    ['it came at once', '05', { withinSeconds: 10, containing: [] }, 'auto_reply'],
    ['it came at the last second', '10', { withinSeconds: 10, containing: [] }, 'auto_reply'],
    ['it came a second later', '11', { withinSeconds: 10, containing: [] }, 'shop_reply'],
  ];
  test.each(table)('%s (after %s s)', (_, seconds, auto, type) => {
    expect(read(story(seconds), { auto }).events[1]).toMatchObject({ type, id: 'r0' });
  });

  test('seconds count from the last message of the customer, and a shop that writes first is no bot', () => {
    const auto = { withinSeconds: 10, containing: [] };
    const { events } = read(
      (t) => {
        t.shopWrites('1', at('10:00:00'));
        t.shopWrites('1', at('10:00:05'));
        t.customerWrites('1', at('11:00:00'));
        t.shopWrites('1', at('11:00:05'));
      },
      { auto },
    );
    expect(events.map((event) => event.type)).toEqual(['shop_reply', 'shop_reply', 'customer_message', 'auto_reply']);
  });
});

describe('deletions', () => {
  test("a customer's deleted message keeps its event and gets a deletion at the time we saw it", () => {
    const { events } = read((t) => {
      t.customerWrites('1', at('10:00:00'));
      t.customerWrites('1', at('10:30:00'));
      t.deletes('1', 'm', at('11:00:00'));
      t.deletes('1', 'r0', at('11:00:00'));
    });
    expect(brief(events)).toEqual([
      'customer_message m',
      'customer_message r0',
      'message_deleted deleted:m',
      'message_deleted deleted:r0',
    ]);
    expect(events[2]).toEqual({ type: 'message_deleted', id: 'deleted:m', at: NOW, message: 'm' });
  });

  test('a deleted message of the shop still answered: there is no deletion of it', () => {
    const { events } = read((t) => {
      t.shopWrites('1', at('09:00:00'));
      t.customerWrites('1', at('10:00:00'));
      t.shopWrites('1', at('10:30:00'));
      t.deletes('1', 'm', at('11:00:00'));
      t.deletes('1', 'r1', at('11:00:00'));
    });
    expect(brief(events)).toEqual(['shop_reply m', 'customer_message r0', 'shop_reply r1']);
  });
});

describe('completion', () => {
  const completed = (t: Threads) => {
    t.customerWrites('1', at('10:00:00'));
    t.completes('1', at('11:00:00'));
  };
  const reopened = (t: Threads) => {
    completed(t);
    t.reopens('1', at('12:00:00'));
  };

  test('is an event at its own date', () => {
    const { events, meta } = read(completed);
    expect(events[1]).toEqual({ type: 'completed', id: COMPLETED_11, at: at('11:00:00') });
    expect(meta.completed).toBe(true);
  });

  test('undone, it is a reopening of the event we hold, at the time we saw it, once', () => {
    const first = holding(read(completed).events);
    const second = read(reopened, { known: first });
    expect(second.events).toEqual([{ type: 'reopened', id: `reopened:${COMPLETED_11}`, at: NOW }]);
    expect(read(reopened, { known: holding(second.events, first) }).events).toEqual([]);
  });

  test('undone before we ever saw it, it never was', () => {
    expect(brief(read(reopened).events)).toEqual(['customer_message m']);
  });

  test('done again later, it is another event', () => {
    const first = holding(read(completed).events);
    const second = holding(read(reopened, { known: first }).events, first);
    const again = (t: Threads) => {
      reopened(t);
      t.completes('1', at('13:00:00'));
    };
    expect(brief(read(again, { known: second }).events)).toEqual(['completed completed:2026-06-10T04:00:00.000Z']);
  });

  test('done again under the old date, it is completed as of now, once', () => {
    const first = holding(read(completed).events);
    const second = holding(read(reopened, { known: first }).events, first);
    const third = read(completed, { known: second });
    expect(third.events).toEqual([{ type: 'completed', id: `completed:seen-${new Date(NOW).toISOString()}`, at: NOW }]);
    expect(read(completed, { known: holding(third.events, second), now: NOW + 60_000 }).events).toEqual([]);
  });
});

describe('reading again', () => {
  test('gives the same ids, and nothing that is already held', () => {
    const story = (t: Threads) => {
      t.customerWrites('1', at('10:00:00'));
      t.shopWrites('1', at('10:30:00'));
      t.customerWrites('1', at('10:45:00'));
      t.deletes('1', 'r1', at('10:50:00'));
      t.completes('1', at('11:00:00'));
    };
    const first = read(story).events;
    expect(brief(read(story, { now: NOW + 60_000 }).events)).toEqual(brief(first));
    expect(read(story, { known: holding(first), now: NOW + 60_000 }).events).toEqual([]);
  });
});

describe('what is kept of the thread', () => {
  test('names the page that a person opens, and leaves out what RMS leaves empty', () => {
    const { meta } = read((t) => t.customerWrites('373343-20260610-00000001o', at('10:00:00')));
    expect(meta).toEqual({
      inquiry: '373343-20260610-00000001o',
      channel: 'r-messe',
      type: '商品問い合わせ',
      url: 'https://rmesse.rms.rakuten.co.jp/inquiry/373343-20260610-00000001o',
      completed: false,
    });
  });

  test('keeps category, item and the tail of the order number', () => {
    const about = { category: '配送', itemName: '煎茶', itemNumber: 'n1', orderNumber: '123456-20260610-0000000017' };
    const { meta } = read((t) => t.customerWrites('1', at('10:00:00'), about));
    expect(meta).toMatchObject({ category: '配送', item: '煎茶', itemNumber: 'n1', order: '…000017' });
    expect(meta.itemUrl).toBe('https://item.rakuten.co.jp/fake-shop/n1/');
  });
});
