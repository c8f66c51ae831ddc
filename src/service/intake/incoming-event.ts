// One line from outside to an event we can take in, or a reason why not. Reasons never repeat a value that could be a
// customer's text: only names of fields, and values of closed lists.

import { parseThreadEvent } from '../../config/input/thread-event.ts';
import { formatPath } from '../../config/values/faults.ts';
import type { ThreadEvent } from '../../core/model.ts';
import { characters, isStorable, tail, visible } from '../../core/text.ts';
import { openZone, type Zone } from '../../core/time/zone.ts';
import { isWebAddress, LONGEST_ADDRESS } from '../../core/web-address.ts';
import type { CustomerMark, CustomerMarks } from '../same-customer/customer-marks.ts';

/** CONTRACT.md "HTTP": an event of an inquiry of a shop. */
export interface IncomingEvent {
  readonly shop: string;
  readonly inquiry: string;
  readonly channel: string;
  readonly type?: string;
  readonly category?: string;
  readonly item?: string;
  /** The end of the order number; the whole is never kept. */
  readonly order?: string;
  /** Where a person answers it. */
  readonly url?: string;
  /** The shop's own number of the item, and where its page is. */
  readonly itemNumber?: string;
  readonly itemUrl?: string;
  /** A mark of who wrote it; what was said of them is gone. */
  readonly customer?: CustomerMark;
  readonly event: ThreadEvent;
}

export interface Unreadable {
  readonly code: 'invalid-request' | 'invalid-event' | 'invalid-instant' | 'foreign-shop';
  readonly message: string;
  /** As far as they could be read, to find the line again. */
  readonly shop: string;
  readonly inquiry: string;
  readonly event: string;
}

const ORDER_TAIL = 6;
const MAX_ID = 200;
const MAX_WORDS = 300;
const URL_ALLOWED = `an http or https address without user and password, at most ${LONGEST_ADDRESS} characters, is needed`;
const WORDS = ['channel', 'type', 'category', 'item', 'order', 'itemNumber', 'customer'] as const;
const ADDRESSES = ['url', 'itemUrl'] as const;
const KEYS: ReadonlySet<string> = new Set(['shop', 'inquiry', ...WORDS, ...ADDRESSES, 'event']);

/**
 * Reads one parsed JSON value. `zoneOf` a shop: where a date without a time ends; of one that nobody knows it is all the same. `marks`:
 * how customers are marked; left out: they are not.
 */
export function readIncomingEvent(
  value: unknown,
  zoneOf: (shop: string) => Zone = () => openZone('UTC'),
  marks: Pick<CustomerMarks, 'of'> | null = null,
): IncomingEvent | Unreadable {
  if (!isObject(value)) return refusal({}, 'invalid-request', 'a line must be a JSON object');
  for (const key of ['shop', 'inquiry'] as const) {
    if (!isId(value[key]))
      return refusal(value, 'invalid-event', `${key}: a text of 1 to ${MAX_ID} visible characters is needed`);
  }
  for (const key of WORDS) {
    if (value[key] != null && !isWords(value[key]))
      return refusal(value, 'invalid-event', `${key}: a text of at most ${MAX_WORDS} characters on one line is needed`);
  }
  for (const key of ADDRESSES) {
    if (value[key] != null && value[key] !== '' && !isWebAddress(value[key]))
      return refusal(value, 'invalid-event', `${key}: ${URL_ALLOWED}`);
  }
  const parsed = parseThreadEvent(value.event, zoneOf(value.shop as string), ['event']);
  if ('event' in parsed) return toIncoming(value, parsed.event, marks);
  const { path, allowed } = parsed.faults[0]!;
  return refusal(value, parsed.code, `${formatPath(path)}: ${allowed}`);
}

/** The keys of a line that nothing reads, at most `most` of them: they are dropped, and the sender is told. */
export function ignoredKeys(value: unknown, most: number): string[] {
  const ignored: string[] = [];
  if (!isObject(value)) return ignored;
  for (const key in value) {
    if (ignored.length === most) break;
    if (!KEYS.has(key)) ignored.push(key);
  }
  return ignored;
}

/** Whether `readIncomingEvent` refused. */
export const isUnreadable = (read: IncomingEvent | Unreadable): read is Unreadable => 'code' in read;

/** A refusal for a line whose parts may not be readable at all. */
export function refusal(value: Record<string, unknown>, code: Unreadable['code'], message: string): Unreadable {
  const event = isObject(value.event) ? value.event : {};
  const text = (found: unknown) => (isId(found) ? (found as string) : '');
  return { code, message, shop: text(value.shop), inquiry: text(value.inquiry), event: text(event.id) };
}

function toIncoming(
  value: Record<string, unknown>,
  event: ThreadEvent,
  marks: Pick<CustomerMarks, 'of'> | null,
): IncomingEvent {
  const words = (key: string): string | null => {
    const found = value[key];
    return (typeof found === 'string' && visible(found).trim()) || null;
  };
  const address = (key: string): string | null => {
    const found = value[key];
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const [type, category, item, order] = [words('type'), words('category'), words('item'), words('order')];
  const customer = marks?.of(value.shop as string, words('customer') ?? '') ?? null;
  const [itemNumber, url, itemUrl] = [words('itemNumber'), address('url'), address('itemUrl')];
  return {
    shop: value.shop as string,
    inquiry: value.inquiry as string,
    channel: words('channel') ?? 'r-messe',
    ...(type !== null && { type }),
    ...(category !== null && { category }),
    ...(item !== null && { item }),
    ...(order !== null && { order: tail(order, ORDER_TAIL) }),
    ...(url !== null && { url }),
    ...(itemNumber !== null && { itemNumber }),
    ...(itemUrl !== null && { itemUrl }),
    ...(customer !== null && { customer }),
    event,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (value: unknown): boolean => typeof value === 'string' && /^[^\p{C}\p{Z}]{1,200}$/u.test(value);

const isWords = (value: unknown): boolean =>
  typeof value === 'string' && characters(value) <= MAX_WORDS && isStorable(value);
