// What an inquiry is known by: one record, wherever a list, a mail or a page shows it.

import { columnsOf } from './sql-parameters.ts';

export interface InquiryFacts {
  /** Its number at the source. */
  readonly inquiry: string;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly item: string | null;
  readonly orderTail: string | null;
  readonly url: string | null;
}

/** For the builder. */
export const INQUIRY_COLUMNS = [
  'external_id as inquiry',
  'channel',
  'type',
  'category',
  'item',
  'order_tail as orderTail',
  'url',
] as const;

/** SQL: the same of an inquiry i. */
export const INQUIRY = columnsOf('i', INQUIRY_COLUMNS);
