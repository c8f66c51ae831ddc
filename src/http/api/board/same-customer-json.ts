// api: what else the customer of an inquiry asked lately. Nothing says who.

import { z } from '@hono/zod-openapi';
import { SAME_DAYS, type SameCustomer } from '../../../service/same-customer/read-same-customer.ts';
import { Instant, listOf } from '../shapes.ts';
import { count } from './shop-json.ts';

/** Of more the newest. */
const MOST = 200;

export const SameCustomerJson = z
  .object({
    days: z.int().describe('So far back it is looked.'),
    count: count('Inquiries that began in these days, this one among them.'),
    unanswered: count('Of these, those in which the customer waits.'),
    inquiries: listOf(
      z
        .object({
          id: z.string(),
          startedAt: Instant.describe('When its first message arrived.'),
          unanswered: z.boolean(),
          inHandBy: z.string().nullable().describe('Who is answering it.'),
        })
        .openapi('SameInquiry'),
    ).describe(`The newest first, at most ${MOST}.`),
  })
  .openapi('SameCustomer');

export function sameCustomerJson(same: SameCustomer | null): z.output<typeof SameCustomerJson> | null {
  if (same === null) return null;
  return {
    days: SAME_DAYS,
    count: same.inquiries.length,
    unanswered: same.unanswered,
    inquiries: same.inquiries.slice(0, MOST).map(({ inquiry, startedAt, isOpen, inHandBy }) => ({
      id: inquiry,
      startedAt,
      unanswered: isOpen,
      inHandBy,
    })),
  };
}
