// The inquiries of one fake shop, and how RMS shows them at an instant: a state, with a date for completion but none for
// a deletion or a reopening. Reply ids count in the order of the calls, so tell a thread's story in order.

import type { Instant } from '../../core/model.ts';
import { rmsDate } from './wire-format.ts';

/** About the thread; read from its first message only. */
interface FirstMessage {
  readonly text?: string;
  /** One of RMS's four types, or one it does not have. */
  readonly type?: string;
  readonly category?: string;
  readonly itemName?: string;
  readonly itemNumber?: string;
  readonly orderNumber?: string;
}

/** A list row as documented. Open, because faults take fields away and put others in. */
export interface InquiryRow {
  [field: string]: unknown;
  inquiryNumber: string;
  shopId: number;
  type: string;
  isMessageDeleted: boolean;
  replies?: ReplyRow[];
}

interface ReplyRow {
  [field: string]: unknown;
  id: number;
  regDate: string;
  replyFrom: string;
}

/** Verbs of a story. The first one to write opens the thread. */
export interface Threads {
  customerWrites(number: string, at: Instant, message?: FirstMessage): void;
  /** As a person or as a bot: RMS makes no difference, only the text does. */
  shopWrites(number: string, at: Instant, message?: FirstMessage): void;
  completes(number: string, at: Instant): void;
  reopens(number: string, at: Instant): void;
  /** The shop opens the thread: what the customer wrote until then is read. Who writes has read. */
  reads(number: string, at: Instant): void;
  /** Deleted by Rakuten: `m` is the first message, `r0` the first reply. */
  deletes(number: string, message: string, at: Instant): void;
  /** What is visible at an instant, newest first; rows are made on demand, because a sweep pages through thousands. */
  threadsAt(now: Instant): VisibleThread[];
}

export interface VisibleThread {
  readonly number: string;
  readonly startedAt: Instant;
  readonly row: () => InquiryRow;
}

interface Message {
  readonly by: 'user' | 'merchant';
  readonly at: Instant;
  readonly text: string;
  deletedAt: Instant;
}

interface Thread {
  readonly number: string;
  readonly about: FirstMessage;
  readonly messages: [Message, ...Message[]];
  readonly marks: { at: Instant; completed: boolean }[];
  readonly readAt: Instant[];
}

const NEVER = Number.POSITIVE_INFINITY;

/** An empty set of threads. */
export function createThreads(shopId: number): Threads {
  const threads = new Map<string, Thread>();
  const write = (number: string, at: Instant, by: Message['by'], about: FirstMessage = {}) => {
    const message = {
      by,
      at,
      text: about.text ?? (by === 'user' ? 'お尋ねします。' : 'お答えします。'),
      deletedAt: NEVER,
    };
    const thread = threads.get(number);
    if (thread === undefined) threads.set(number, { number, about, messages: [message], marks: [], readAt: [] });
    else thread.messages.push(message);
  };
  const known = (number: string): Thread => {
    const thread = threads.get(number);
    if (thread === undefined) throw new RangeError(`the fake RMS knows no inquiry ${number}`);
    return thread;
  };
  return {
    customerWrites: (number, at, message) => write(number, at, 'user', message),
    shopWrites: (number, at, message) => write(number, at, 'merchant', message),
    completes: (number, at) => void known(number).marks.push({ at, completed: true }),
    reopens: (number, at) => void known(number).marks.push({ at, completed: false }),
    reads: (number, at) => void known(number).readAt.push(at),
    deletes: (number, name, at) => {
      const message = known(number).messages[name === 'm' ? 0 : Number(name.slice(1)) + 1];
      if (message === undefined) throw new RangeError(`inquiry ${number} has no message ${name}`);
      message.deletedAt = at;
    },
    threadsAt: (now) =>
      [...threads.values()]
        .filter((thread) => thread.messages[0].at <= now)
        .sort((a, b) => b.messages[0].at - a.messages[0].at || (a.number < b.number ? 1 : -1))
        .map((thread) => ({
          number: thread.number,
          startedAt: thread.messages[0].at,
          row: () => rowAt(shopId, thread, now),
        })),
  };
}

function rowAt(shopId: number, thread: Thread, now: Instant): InquiryRow {
  const { number, about, messages, marks } = thread;
  const first = messages[0];
  const replies = messages.slice(1).map((message, id) => ({ message, id }));
  const visible = replies.filter(({ message }) => message.at <= now);
  const mark = marks
    .filter((one) => one.at <= now)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  const dates = [first, ...visible.map(({ message }) => message), ...(mark === undefined ? [] : [mark])];
  return {
    inquiryNumber: number,
    shopId,
    type: about.type ?? (first.by === 'user' ? '商品問い合わせ' : '店舗からの問い合わせ'),
    category: about.category ?? '',
    ...textOf(first, now),
    regDate: rmsDate(first.at),
    completedDate: mark?.completed ? rmsDate(mark.at) : null,
    lastUpdateDate: rmsDate(Math.max(...dates.map((one) => one.at))),
    isCompleted: mark?.completed ?? false,
    readByMerchant: isRead(thread, first, now),
    itemUrl: about.itemNumber === undefined ? null : `https://item.rakuten.co.jp/fake-shop/${about.itemNumber}/`,
    itemName: about.itemName ?? null,
    itemNumber: about.itemNumber ?? null,
    orderNumber: about.orderNumber ?? null,
    userName: '楽天 花子',
    userMaskEmail: 'hanako-masked@fw.rakuten.invalid',
    attachments: [],
    replies: visible.map(({ message, id }) => replyAt(thread, message, id, now)),
    socialGiftUserType: null,
  };
}

/** The shop's own messages count as read by whoever gets them. */
function isRead({ messages, readAt }: Thread, message: Message, now: Instant): boolean {
  const seen = [...readAt, ...messages.filter(({ by }) => by === 'merchant').map(({ at }) => at)];
  return message.by === 'merchant' || seen.some((at) => at <= now && at >= message.at);
}

function replyAt(thread: Thread, message: Message, id: number, now: Instant): ReplyRow {
  return {
    id,
    ...textOf(message, now),
    regDate: rmsDate(message.at),
    replyFrom: message.by,
    isRead: isRead(thread, message, now),
    attachments: [],
  };
}

/** The text of a deleted message is empty. */
function textOf(message: Message, now: Instant): { message: string; isMessageDeleted: boolean } {
  const deleted = message.deletedAt <= now;
  return { message: deleted ? '' : message.text, isMessageDeleted: deleted };
}
