// api: an event as it is sent, and what was taken in of many. The service reads events itself (incoming-event.ts); a test
// holds this description against it.

import { z } from '@hono/zod-openapi';
import { ANSWER_WAYS, EVENT_TYPES, PROMISE_REASONS } from '../../../core/model.ts';
import { characters, isStorable, nameOf } from '../../../core/text.ts';
import { isWebAddress, LONGEST_ADDRESS } from '../../../core/web-address.ts';
import { Problem } from '../responses.ts';
import { listOf } from '../shapes.ts';

export const EVENT_EXAMPLE = {
  shop: 'sample-tea',
  inquiry: '373343-20260617-00000001o',
  channel: 'r-messe',
  event: { type: 'customer_message', id: 'm1', at: '2026-06-17T10:00:00+09:00' },
  item: '煎茶 100g',
  itemNumber: 'sencha-100',
  category: '商品について',
} as const;

/** What a pattern of JSON Schema cannot say in every language is checked here and described in words. */
const visible = (text: string) => !/[\p{C}\p{Z}]/u.test(text);

const id = (description: string) =>
  z
    .string()
    .min(1)
    .refine((text) => visible(text) && characters(text) <= 200)
    .openapi({ maxLength: 200 })
    .describe(`${description} At most 200 characters, no spaces.`);
const words = (description: string) =>
  z
    .string()
    .refine((text) => isStorable(text) && characters(text) <= 300)
    .openapi({ maxLength: 300 })
    .nullish()
    .describe(`${description} At most 300 characters on one line.`);
const ofEvent = (description: string) =>
  z
    .string()
    .min(1)
    .refine((text) => isStorable(text) && characters(text) <= 200)
    .openapi({ maxLength: 200 })
    .describe(`${description} At most 200 characters.`);
const address = (description: string) =>
  z
    .string()
    .max(LONGEST_ADDRESS)
    .refine((text) => text === '' || isWebAddress(text))
    .nullish()
    .describe(description);
const at = z.iso
  .datetime({ offset: true })
  .describe('When it happened: RFC 3339 with an offset, of the years 1900 to 2199.');

const seq = z
  .int()
  .min(0)
  .optional()
  .describe('Where the source numbers an inquiry’s messages: orders those of one instant. Left out: 0.');

const eventOf = (type: z.ZodType) => z.strictObject({ type, id: ofEvent('Unique within the inquiry.'), at, seq });

const by = z
  .string()
  .refine((text) => nameOf(text, 80) !== null)
  .openapi({ maxLength: 80 })
  .optional()
  .describe('Who of the shop did it, on one line, at most 80 characters.');
const until = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .describe('Until when, after `at`: an instant with an offset, or a date of the shop, which means its end.');

export const Event = z
  .object({
    shop: id('A shop of the configuration.'),
    inquiry: id('The thread with one customer, as its source numbers it.'),
    channel: words('Such as `chat` or `mail`; left out: `r-messe`.'),
    type: words('The inquiry’s type, for policies and reports.'),
    category: words('The inquiry’s category, for policies and reports.'),
    item: words('What it is about: the item’s name.'),
    itemNumber: words('The shop’s own number of the item: by it inquiries about one item are counted together.'),
    itemUrl: address('The item’s page: an http or https address.'),
    order: words('The order number; its last 6 characters are kept.'),
    url: address('Where a person answers it: an http or https address, linked on pages and in mails.'),
    customer: words(
      'Who wrote, as the source calls them. With `sameCustomer: on` a keyed hash of it links inquiries of one customer; it is never stored.',
    ),
    event: z.union([
      eventOf(z.enum(EVENT_TYPES.filter((type) => type !== 'message_deleted'))),
      eventOf(z.literal('message_deleted')).extend({ message: ofEvent('The id of the deleted message.') }),
      eventOf(z.literal('answered_elsewhere')).extend({ how: z.enum(ANSWER_WAYS), by }),
      eventOf(z.literal('answer_withdrawn')).extend({ answer: ofEvent('The id of the answer.'), by }),
      eventOf(z.literal('promised')).extend({ until, by, reason: z.enum(PROMISE_REASONS).optional() }),
      eventOf(z.literal('promise_withdrawn')).extend({ promise: ofEvent('The id of the promise.'), by }),
    ]),
  })
  .openapi('Event', {
    description:
      'Message bodies and customers’ names are never stored: leave them out. Other keys are not read, and named in `ignored`.',
    example: EVENT_EXAMPLE,
  });

const taken = {
  accepted: z.int().min(0).describe('Stored for the first time.'),
  known: z.int().min(0).describe('Known already: nothing changed.'),
  refused: listOf(
    z
      .object({
        line: z.int().min(1),
        code: z.string().describe('Stable, for programs.'),
        message: z.string().describe('For people; it never repeats what was sent.'),
      })
      .openapi('RefusedLine', { example: { line: 3, code: 'unknown-shop', message: 'there is no such shop' } }),
  ).describe('In the order of the lines.'),
  ignored: listOf(z.string())
    .optional()
    .describe('Keys that nothing reads and that were dropped, up to 20; left out when there were none.'),
};

export const TakenLines = z.object(taken).openapi('TakenLines');

export const NothingAccepted = Problem.extend(taken).openapi('NothingAccepted');
