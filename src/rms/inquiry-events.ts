// An inquiry of RMS → the events of RULES.md 2. RMS gives a state, not a history, so ids are made of what does not
// change between two reads: intake by id is then idempotent. RMS dates neither a deletion nor a reopening; both
// get the instant at which we first saw them.

import type { EpochDay, InquiryEvent, Instant, ThreadEvent } from '../core/model.ts';
import type { AutoReplyRule, RmsInquiry, RmsReply } from './decode-inquiry.ts';

export interface EventOptions {
  readonly observedAt: Instant;
  readonly autoReplies: AutoReplyRule;
  readonly known: KnownEvents;
  /** Until when a holding reply of that instant promises, given the date that it names; null: it cannot be said. */
  readonly promisedUntil?: (at: Instant, day: EpochDay | null) => Instant | null;
}

/** What the store already holds of this inquiry. */
export interface KnownEvents {
  /** Id of the last `completed` event that no `reopened` event names, or null. A later message changes nothing here. */
  readonly completedOpen: string | null;
  readonly ids: ReadonlySet<string>;
}

/** Fields as in an IncomingEvent (CONTRACT.md POST /v1/events), without shop and event. */
export interface InquiryMeta {
  readonly inquiry: string;
  readonly channel: 'r-messe';
  readonly type: string;
  readonly category?: string;
  readonly item?: string;
  readonly itemNumber?: string;
  readonly itemUrl?: string;
  /** The order number's tail. */
  readonly order?: string;
  readonly url: string;
  /** 完了 as RMS shows it now. */
  readonly completed: boolean;
}

const PAGE = 'https://rmesse.rms.rakuten.co.jp/inquiry/';
const FIRST_MESSAGE = 'm';

/**
 * What RMS says of an inquiry, as events that the store does not hold yet. Ids: `m` the first message, `r<id>` a reply,
 * `promised:<reply>`, `deleted:<message>`, `completed:<date>`, `reopened:<id of the completed event>`.
 */
export function toEvents(inquiry: RmsInquiry, options: EventOptions): { meta: InquiryMeta; events: ThreadEvent[] } {
  const written = messages(inquiry, options);
  const all = [
    ...written,
    ...promises(inquiry, written, options),
    ...deletions(inquiry, options),
    ...completion(inquiry, options),
  ];
  return { meta: metaOf(inquiry), events: all.filter((event) => !options.known.ids.has(event.id)) };
}

function metaOf(inquiry: RmsInquiry): InquiryMeta {
  return {
    inquiry: inquiry.number,
    channel: 'r-messe',
    type: inquiry.type,
    ...(inquiry.category === null ? {} : { category: inquiry.category }),
    ...(inquiry.item === null ? {} : { item: inquiry.item }),
    ...(inquiry.itemNumber === null ? {} : { itemNumber: inquiry.itemNumber }),
    ...(inquiry.itemUrl === null ? {} : { itemUrl: inquiry.itemUrl }),
    ...(inquiry.orderTail === null ? {} : { order: inquiry.orderTail }),
    url: `${PAGE}${inquiry.number}`,
    completed: inquiry.completed,
  };
}

/** Direction: `type` tells who wrote the first message, `replyFrom` the others (RMS.md "Inquiry"). */
function messages(inquiry: RmsInquiry, { autoReplies }: EventOptions): InquiryEvent[] {
  const byCustomer = inquiry.startedBy === 'customer';
  const first: InquiryEvent = {
    type: byCustomer ? 'customer_message' : 'shop_reply',
    id: FIRST_MESSAGE,
    at: inquiry.startedAt,
    seq: 0,
  };
  let lastCustomerAt = byCustomer ? inquiry.startedAt : Number.NEGATIVE_INFINITY;
  const replies = inquiry.replies.map((reply): InquiryEvent => {
    if (reply.from === 'user') lastCustomerAt = reply.at;
    return { type: replyType(reply, lastCustomerAt, autoReplies), id: replyId(reply), at: reply.at, seq: seqOf(reply) };
  });
  return [first, ...replies];
}

function replyType(reply: RmsReply, lastCustomerAt: Instant, rule: AutoReplyRule): InquiryEvent['type'] {
  if (reply.from === 'user') return 'customer_message';
  const atOnce = rule.withinSeconds > 0 && reply.at - lastCustomerAt <= rule.withinSeconds * 1000;
  return reply.automaticText || atOnce ? 'auto_reply' : 'shop_reply';
}

/** At the instant of the reply, which so is the promise's holding reply (RULES.md 10.2). */
function promises(
  inquiry: RmsInquiry,
  written: readonly InquiryEvent[],
  { promisedUntil = () => null }: EventOptions,
): ThreadEvent[] {
  const byPerson = new Set(written.filter(({ type }) => type === 'shop_reply').map(({ id }) => id));
  return inquiry.replies.flatMap((reply): ThreadEvent[] => {
    if (reply.holding === undefined || !byPerson.has(replyId(reply))) return [];
    const until = promisedUntil(reply.at, reply.holding.day);
    if (until === null || until <= reply.at) return [];
    return [{ type: 'promised', id: `promised:${replyId(reply)}`, at: reply.at, until }];
  });
}

/** Only customers' messages: a reply of the shop that is deleted later still answered (RULES.md 2.6). */
function deletions(inquiry: RmsInquiry, { observedAt }: EventOptions): InquiryEvent[] {
  const gone = inquiry.replies.filter((reply) => reply.deleted && reply.from === 'user').map(replyId);
  if (inquiry.deleted && inquiry.startedBy === 'customer') gone.unshift(FIRST_MESSAGE);
  return gone.map((message) => ({ type: 'message_deleted', id: `deleted:${message}`, at: observedAt, message }));
}

function completion(inquiry: RmsInquiry, { known, observedAt }: EventOptions): InquiryEvent[] {
  if (!inquiry.completed) {
    if (known.completedOpen === null) return [];
    return [{ type: 'reopened', id: `reopened:${known.completedOpen}`, at: observedAt }];
  }
  const id = inquiry.completedAt === null ? null : `completed:${iso(inquiry.completedAt)}`;
  if (id !== null && !known.ids.has(id)) return [{ type: 'completed', id, at: inquiry.completedAt! }];
  if (known.completedOpen !== null) return [];
  // Completed again under a date that a reopening already undid, or without any date: what we know is that it is now.
  return [{ type: 'completed', id: `completed:seen-${iso(observedAt)}`, at: observedAt }];
}

/** RMS dates to the second; inside a second its numbers tell what came first. The first message, which has none, is 0. */
const seqOf = ({ id }: RmsReply): number => id + 1;

function replyId(reply: RmsReply): string {
  return `r${reply.id}`;
}

function iso(t: Instant): string {
  return new Date(t).toISOString();
}
