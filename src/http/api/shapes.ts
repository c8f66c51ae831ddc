// api: the shapes that many routes share: instants, ids in the path, pages and what a query may say of them.
// `.nullable()` on a named schema would make the name itself nullable in the document; orNull does not.

import { z } from '@hono/zod-openapi';
import { isStorable } from '../../core/text.ts';
import { formatDate, parseDate } from '../../core/time/civil-date.ts';
import { isoUtc } from '../../core/time/instant.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** An instant that is text already, for what the commands write as well. */
export const InstantText = z.iso.datetime().openapi({ example: '2026-06-02T15:00:00.000Z' });

/** An instant of an answer: epoch ms here, text in what is sent (see answer.ts). */
export const Instant = z
  .codec(InstantText, z.number(), { decode: Date.parse, encode: isoUtc })
  .openapi({ example: '2026-06-02T15:00:00.000Z' });

export const InstantOrNull = Instant.nullable();

/** A date of a shop, `YYYY-MM-DD`. */
export const LocalDate = z.iso.date().openapi({ example: '2026-06-02' });

/** The same from a day since the epoch. */
export const LocalDay = z
  .codec(LocalDate, z.int(), { decode: (date) => parseDate(date)!, encode: formatDate })
  .openapi({ example: '2026-06-02' });

export const AsOf = Instant.describe('When this was read; left out of the ETag.');

/** A named schema, or null. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

/** A list of an answer. */
export const listOf = <T extends z.ZodType>(item: T) => z.array(item).readonly();

/** An object of a request: any other key is a fault that names the keys that are allowed. */
export function only<T extends z.ZodRawShape>(shape: T) {
  const allowed = `allowed are ${Object.keys(shape).join(', ')} and nothing else`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? allowed : undefined),
  });
}

/** A text of a request that has to fit, without control characters; `allowed` is what a fault says. */
export const fitting = (pattern: RegExp, allowed: string) =>
  z
    .string(allowed)
    .refine((text) => pattern.test(text) && isStorable(text), allowed)
    .openapi({ pattern: pattern.source });

export const ShopParams = z.object({
  shop: z.string().openapi({ description: 'The shop’s id: the name of its file.', example: 'sample-tea' }),
});

export const InquiryParams = ShopParams.extend({
  id: z.string().refine(isStorable, 'whole characters, no control characters').openapi({
    description: 'The inquiry’s number as its source gave it; encode a slash as %2F.',
    example: '373343-20260617-00000001o',
  }),
});

const LIMIT_ALLOWED = `a whole number from 1 to ${MAX_LIMIT}`;

export const Limit = z.coerce
  .number(LIMIT_ALLOWED)
  .int(LIMIT_ALLOWED)
  .min(1, LIMIT_ALLOWED)
  .max(MAX_LIMIT, LIMIT_ALLOWED)
  .default(DEFAULT_LIMIT)
  .openapi({ description: 'How many items a page has at most.', example: DEFAULT_LIMIT });

/** A query's `cursor`, read by `read`, which answers `invalid` for what it did not write. */
export function cursorOf<T>(read: (text: string) => T | 'invalid') {
  return z
    .string()
    .transform((text, { addIssue }): T => {
      const cursor = read(text);
      if (cursor !== 'invalid') return cursor;
      addIssue('the `next` of an earlier answer');
      return z.NEVER;
    })
    .optional()
    .openapi({ type: 'string', description: 'Where the page begins: the `next` of the page before.' });
}

/** A page of items in a stable order. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    asOf: AsOf,
    items: listOf(item),
    next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
  });
