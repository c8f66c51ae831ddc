// api: one inquiry with its history. Field names are public interface (CONTRACT.md).

import { z } from '@hono/zod-openapi';
import { ANSWER_WAYS, COUNTING_RULES, PROMISE_REASONS, THREAD_EVENT_TYPES } from '../../../core/model.ts';
import { EXPLAINED, type InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { MuteJson } from '../actions/mute-json.ts';
import { AnswerJson, PromiseJson } from '../actions/promise-json.ts';
import { AsOf, Instant, InstantOrNull, listOf, orNull } from '../shapes.ts';
import { Episode, episodeJson } from './episode-json.ts';
import { MarkJson } from './mark-json.ts';
import { HandsInVain, InquiryFacts } from './open-inquiry-json.ts';
import { SameCustomerJson, sameCustomerJson } from './same-customer-json.ts';

/** A thread with thousands of events answers with the newest, and says how many there are. */
const MOST_EVENTS = 500;
const MOST_EPISODES = EXPLAINED;

const LoggedEventJson = z
  .object({
    type: z.enum(THREAD_EVENT_TYPES),
    id: z.string(),
    at: Instant.describe('When it happened.'),
    message: z.string().nullable().describe('For `message_deleted`: the id of the message.'),
    seq: z.int().nullable().describe('The source’s number of a message; orders messages of one instant.'),
    until: InstantOrNull.describe('For `promised`: until when the shop will have answered.'),
    withdraws: z
      .string()
      .nullable()
      .describe('For `answer_withdrawn` and `promise_withdrawn`: the id of what is taken back.'),
    how: z.enum(ANSWER_WAYS).nullable().describe('For `answered_elsewhere`.'),
    by: z.string().nullable().describe('Who of the shop did it, of these four.'),
    reason: z.enum(PROMISE_REASONS).nullable().describe('For `promised`, where it was said.'),
    learnedAt: Instant.describe('When we learned of it.'),
    source: z.string().describe('Which way it came in.'),
  })
  .openapi('LoggedEvent');

export const Inquiry = z
  .object({
    shop: z.string(),
    id: z.string(),
    asOf: AsOf,
    status: z.enum(['unanswered', 'answered', 'completed']),
    ...InquiryFacts,
    firstSeenAt: Instant.describe('When we learned of its first event.'),
    pastUntil: InstantOrNull.describe(
      'What happened until then has left by `retention`: its events and waits are not listed any more; null: all is there.',
    ),
    pastWaits: z.int().min(0).describe('How many waits left with it.'),
    counting: z.enum(COUNTING_RULES).describe('The counting rule of the policy that applies now.'),
    inHand: orNull(MuteJson).describe('Who is answering it.'),
    handsInVain: HandsInVain,
    sameCustomer: orNull(SameCustomerJson).describe(
      'What else its customer asked, as far as a keyed hash tells; null: `sameCustomer` is off, or nothing.',
    ),
    muted: orNull(MuteJson).describe('The mute of the inquiry itself or, when there is none, of its whole shop.'),
    undoable: orNull(MarkJson).describe('The mark of 返信不要 that can be taken back now.'),
    events: listOf(LoggedEventJson).describe(
      `In the order in which they happened; of more than ${MOST_EVENTS} the newest.`,
    ),
    eventsTotal: z.int().describe('How many events there are.'),
    episodes: listOf(Episode).describe(
      `Stretches in which the customer waited, the newest first, at most ${MOST_EPISODES}.`,
    ),
    episodesTotal: z.int().describe('How many there are.'),
    mutes: listOf(MuteJson).describe('All there ever were, of the inquiry and of its whole shop, the oldest first.'),
    marks: listOf(MarkJson).describe('Marks of 返信不要, the oldest first.'),
    promises: listOf(PromiseJson).describe('What was promised, in the order in which it was made.'),
    undoableAnswer: orNull(AnswerJson).describe('The answer given elsewhere that can be taken back now.'),
    markedThisMonth: z.int().describe('Waits of the shop that marks of 返信不要 ended this month.'),
  })
  .openapi('Inquiry');

const UNSAID = { message: null, seq: null, until: null, withdraws: null, how: null, by: null, reason: null };

export function inquiryJson(detail: InquiryDetail): z.output<typeof Inquiry> {
  const { shop, inquiry, standing, events, episodes, policy } = detail;
  return {
    ...detail,
    ...inquiry,
    ...standing,
    shop: shop.id,
    id: inquiry.inquiry,
    asOf: detail.now,
    sameCustomer: sameCustomerJson(detail.same),
    counting: policy.counting,
    events: events.slice(-MOST_EVENTS).map((event) => ({ ...UNSAID, ...event })),
    eventsTotal: events.length,
    episodes: episodes.slice(0, MOST_EPISODES).map(episodeJson),
    episodesTotal: episodes.length,
  };
}
