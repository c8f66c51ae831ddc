// JSON of one inquiry → what we keep of it. The gate for personal data: userName, userMaskEmail and message never pass (of the
// masked address only a mark, where the shop asks for one), a text is looked at once for the auto-reply setting and for a question
// of the shop's, an order number leaves as its tail. A bad row is a fault
// of that row; a row of another shop fails the whole sweep (RMS.md "Inquiry").

import { z } from 'zod';
import type { EpochDay, Instant } from '../core/model.ts';
import { promisedDay } from '../core/promises/promised-date.ts';
import { characters, mended, tail, visible } from '../core/text.ts';
import { isWebAddress } from '../core/web-address.ts';
import { jstDay, parseRmsTime } from './jst.ts';
import { RmsError } from './rms-error.ts';

/** Which merchant replies are automatic and so answer nobody (RULES.md 2.2), and which promise an answer (10.6). */
export interface AutoReplyRule {
  /** A reply within so many seconds of the customer message before it is automatic; 0 turns this off. */
  readonly withinSeconds: number;
  /** A reply whose text holds one of these is automatic. */
  readonly containing: readonly string[];
  /** A person's reply whose text holds one of these is a holding reply; left out: none is. */
  readonly holding?: readonly string[];
}

export interface RmsReply {
  /** Counts from 0 inside the inquiry. */
  readonly id: number;
  readonly at: Instant;
  readonly from: 'merchant' | 'user';
  readonly deleted: boolean;
  /** Its text matched the auto-reply setting; the text itself is gone. */
  readonly automaticText: boolean;
  /** The shop's text asks something; the text itself is gone. */
  readonly asks: boolean;
  /** A customer's reply that the shop has not read, as far as RMS says it. */
  readonly unread: boolean;
  /** A merchant's holding reply, with the date that it named; the text itself is gone. */
  readonly holding?: { readonly day: EpochDay | null };
}

export interface RmsInquiry {
  readonly number: string;
  readonly type: string;
  readonly startedBy: 'customer' | 'shop';
  readonly category: string | null;
  readonly item: string | null;
  /** The shop's own number of the item, and the address of its page. */
  readonly itemNumber: string | null;
  readonly itemUrl: string | null;
  /** The last characters of the order number, never all of it. */
  readonly orderTail: string | null;
  /** A mark of who wrote it; left out where none is asked for, or nothing is said. */
  readonly customer?: string;
  readonly startedAt: Instant;
  readonly deleted: boolean;
  readonly completed: boolean;
  /** Null when not completed, or when RMS gave no date. */
  readonly completedAt: Instant | null;
  /** The customer's last message is marked as read by the shop. */
  readonly isRead: boolean;
  /** When the shop asked the customer something that nobody has written after; null: it did not. */
  readonly askedAt: Instant | null;
  /** By (at, id). */
  readonly replies: readonly RmsReply[];
}

/** A row that could not be read: which, where in it, and what is wrong; never the value. */
export interface RowFault {
  readonly inquiry: string | null;
  readonly field: string;
  readonly problem: string;
}

export type Decoded =
  | { readonly inquiry: RmsInquiry; readonly notices: readonly string[] }
  | { readonly fault: RowFault };

export interface DecodeOptions {
  readonly shopId: number;
  readonly autoReplies: AutoReplyRule;
  /** A mark made of the masked address; left out: nobody asks who wrote. */
  readonly markOf?: MarkOf | undefined;
}

/** A mark of a customer, of what is said of who it is; null: none. */
export type MarkOf = (customer: string) => string | null;

const FROM_CUSTOMER = ['店舗問い合わせ', '商品問い合わせ', '受注問い合わせ'];
const FROM_SHOP = '店舗からの問い合わせ';
/** What an inquiry number of RMS looks like; its parts mean nothing. */
export const INQUIRY_NUMBER = /^[0-9A-Za-z-]{1,40}$/;

/** Before every inquiry: our calendars begin there too. */
const EARLIEST = Date.UTC(1990, 0);

const time = z.string().transform((text, context) => {
  const at = parseRmsTime(text);
  if (at === null || at < EARLIEST) context.addIssue({ code: 'custom', message: 'not a date since 1990' });
  return at ?? 0;
});
const flag = z.boolean().nullish().transform(Boolean);
const label = z.string().nullish();

const replyShape = z.object({
  id: z.int().min(0),
  regDate: time,
  replyFrom: z.enum(['merchant', 'user']),
  message: label,
  isRead: z.boolean().nullish(),
  isMessageDeleted: flag,
});

const rowShape = z.object({
  inquiryNumber: z.string().regex(INQUIRY_NUMBER),
  shopId: z.coerce.number().int(),
  type: z.string(),
  category: label,
  regDate: time,
  completedDate: z
    .literal('')
    .transform(() => null)
    .or(time)
    .nullish(),
  isCompleted: z.boolean(),
  readByMerchant: flag,
  message: label,
  isMessageDeleted: flag,
  userMaskEmail: z.unknown().optional(),
  itemName: label,
  itemNumber: z.union([z.string(), z.number()]).nullish(),
  itemUrl: label,
  orderNumber: label,
  replies: z.array(replyShape).nullish(),
});

/**
 * One row of a list, or the result of one inquiry.
 * @throws RmsError `foreign-shop` when the row is another shop's
 */
export function decodeInquiry(row: unknown, options: DecodeOptions): Decoded {
  refuseForeignShop(row, options.shopId);
  const parsed = rowShape.safeParse(row);
  if (!parsed.success) return { fault: faultOf(row, parsed.error) };
  const value = parsed.data;
  const replies = value.replies ?? [];
  if (new Set(replies.map((reply) => reply.id)).size < replies.length) {
    return { fault: { inquiry: value.inquiryNumber, field: 'replies.id', problem: 'the same id twice' } };
  }
  const known = FROM_CUSTOMER.includes(value.type) || value.type === FROM_SHOP;
  const startedBy = value.type === FROM_SHOP ? 'shop' : 'customer';
  const read = replies
    .map((reply) => decodeReply(reply, options.autoReplies))
    .sort((a, b) => a.at - b.at || a.id - b.id);
  return {
    inquiry: {
      number: value.inquiryNumber,
      type: mended(value.type, 40),
      startedBy,
      category: mended(value.category ?? '', 100) || null,
      item: mended(value.itemName ?? '', 300) || null,
      itemNumber: mended(String(value.itemNumber ?? ''), LONGEST_ITEM_NUMBER) || null,
      itemUrl: itemUrl(value.itemUrl),
      orderTail: orderTail(value.orderNumber),
      ...customerOf(value.userMaskEmail, options),
      startedAt: value.regDate,
      deleted: value.isMessageDeleted,
      completed: value.isCompleted,
      completedAt: value.isCompleted ? (value.completedDate ?? null) : null,
      isRead: value.readByMerchant && read.findLast(({ from }) => from === 'user')?.unread !== true,
      askedAt: askedAt(read, { at: value.regDate, asks: startedBy === 'shop' && asks(value.message) }),
      replies: read,
    },
    notices: known ? [] : [`contract changed: inquiry ${value.inquiryNumber} has an unknown type`],
  };
}

function decodeReply(reply: z.infer<typeof replyShape>, rule: AutoReplyRule): RmsReply {
  const text = visible(reply.message ?? '');
  const holds = (parts: readonly string[]) => parts.some((part) => part !== '' && text.includes(part));
  const isHolding = reply.replyFrom === 'merchant' && holds(rule.holding ?? []);
  return {
    id: reply.id,
    at: reply.regDate,
    from: reply.replyFrom,
    deleted: reply.isMessageDeleted,
    automaticText: holds(rule.containing),
    asks: reply.replyFrom === 'merchant' && asks(reply.message),
    unread: reply.replyFrom === 'user' && reply.isRead === false,
    ...(isHolding && { holding: { day: promisedDay(text, jstDay(reply.regDate)) } }),
  };
}

/** A question mark, or a sentence that ends as questions do; those of an address do not count. */
const QUESTION = /[?？]|(?:です|ます|ました|ません|でしょう)か(?=[\s。．.!！、,]|$)/;
const ADDRESS = /https?:\/\/[^\s　]+/g;

const asks = (text: string | null | undefined): boolean => QUESTION.test(visible(text ?? '').replaceAll(ADDRESS, ' '));

/** Of the last message, if it is the shop's and asks something. A machine's is none. */
function askedAt(replies: readonly RmsReply[], first: Pick<RmsReply, 'at' | 'asks'>): Instant | null {
  const last = replies.findLast(({ automaticText }) => !automaticText) ?? first;
  return last.asks ? last.at : null;
}

function customerOf(masked: unknown, { markOf }: DecodeOptions): { readonly customer?: string } {
  const mark = markOf === undefined || typeof masked !== 'string' ? null : markOf(masked);
  return mark === null ? {} : { customer: mark };
}

const LONGEST_ITEM_NUMBER = 200;

/** What is no address of a page is left out: it would be a link. Not a reason to refuse the row. */
function itemUrl(text: string | null | undefined): string | null {
  const found = text?.trim() ?? '';
  return isWebAddress(found) ? found : null;
}

const LONGEST_ORDER = 100;

/** The last six characters at most, and never more than half of the number. */
function orderTail(orderNumber: string | null | undefined): string | null {
  const number = mended(orderNumber ?? '', LONGEST_ORDER);
  const length = Math.min(6, Math.floor(characters(number) / 2));
  return number === '' ? null : `…${length === 0 ? '' : tail(number, length)}`;
}

function refuseForeignShop(row: unknown, shopId: number): void {
  const found = Number(fieldOf(row, 'shopId') ?? Number.NaN);
  if (Number.isNaN(found) || found === shopId) return;
  throw new RmsError('foreign-shop', `RMS answered with an inquiry of another shop than the configured ${shopId}`);
}

function faultOf(row: unknown, error: z.ZodError): RowFault {
  const issue = error.issues[0];
  const number = fieldOf(row, 'inquiryNumber');
  return {
    inquiry: typeof number === 'string' && INQUIRY_NUMBER.test(number) ? number : null,
    field: issue?.path.join('.') || 'row',
    problem: issue?.code === 'custom' ? issue.message : problemOf(issue),
  };
}

function problemOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return `must be a ${issue.expected}`;
  if (issue?.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return 'not as documented';
}

function fieldOf(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[name] : undefined;
}
