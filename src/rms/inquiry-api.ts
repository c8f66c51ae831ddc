// The three reading functions of InquiryManagementAPI: count, list, one. They check the envelope; rows are decode.ts'
// business. The span filters on the date of the FIRST message, so a follow-up never moves a thread into view.

import { z } from 'zod';
import type { Instant } from '../core/model.ts';
import { kindOfCode } from './classify-failure.ts';
import type { RmsClient } from './client.ts';
import { INQUIRY_NUMBER } from './decode-inquiry.ts';
import { looksLikeHtml, readErrorBody } from './error-body.ts';
import { formatRmsTime } from './jst.ts';
import { RmsError } from './rms-error.ts';

const BASE = '/es/1.0/inquirymng-api';
export const PAGE_LIMIT = 100;

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export interface InquiryPage {
  readonly totalCount: number;
  readonly totalPageCount: number;
  /** Undecoded rows: they still hold personal data. */
  readonly list: readonly unknown[];
}

const EMPTY: InquiryPage = { totalCount: 0, totalPageCount: 0, list: [] };
const natural = z.int().min(0);
const countShape = z.object({ result: z.object({ count: natural }) });
const pageShape = z.object({ totalCount: natural, totalPageCount: natural, list: z.array(z.unknown()) });
const oneShape = z.object({ result: z.unknown() });

/** How many inquiries began in the span. @throws RmsError */
export async function countInquiries(client: RmsClient, span: Span, signal?: AbortSignal): Promise<number> {
  const text = await client.get(`${BASE}/inquiries/count`, spanQuery(span), 'inquiries/count', signal);
  return text === null ? 0 : checked(countShape, text, 'inquiries/count').result.count;
}

/** One page (counted from 1) of the inquiries that began in the span, newest first. @throws RmsError */
export async function listInquiries(
  client: RmsClient,
  span: Span,
  page: number,
  signal?: AbortSignal,
): Promise<InquiryPage> {
  const query = { ...spanQuery(span), limit: String(PAGE_LIMIT), page: String(page) };
  const text = await client.get(`${BASE}/inquiries`, query, 'inquiries', signal);
  return text === null ? EMPTY : checked(pageShape, text, 'inquiries');
}

/** One inquiry, undecoded; null when RMS does not know it, or the number can't be one of RMS. @throws RmsError */
export async function readInquiry(client: RmsClient, number: string, signal?: AbortSignal): Promise<unknown> {
  if (!INQUIRY_NUMBER.test(number)) return null;
  const text = await client.get(`${BASE}/inquiry/${number}`, {}, 'inquiry', signal);
  return text === null ? null : checked(oneShape, text, 'inquiry').result;
}

function spanQuery(span: Span): Record<string, string> {
  return { fromDate: formatRmsTime(span.from), toDate: formatRmsTime(span.to) };
}

function checked<T>(shape: z.ZodType<T>, text: string, where: string): T {
  const parsed = shape.safeParse(parseJson(text, where));
  if (parsed.success) return parsed.data;
  const { code } = readErrorBody(text);
  const field = parsed.error.issues[0]?.path.join('.') || 'answer';
  throw new RmsError(
    (code === null ? null : kindOfCode(code)) ?? 'contract',
    `RMS ${where}: the answer is not as documented at ${field}${code === null ? '' : `, code ${code}`}`,
    code === null ? {} : { code },
  );
}

/** A good answer that is no JSON was cut off on its way, or a page of the proxy: both pass by themselves. */
function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const what = looksLikeHtml(text) ? 'an HTML page instead of JSON' : 'cut or broken JSON';
    throw new RmsError('outage', `RMS ${where}: ${what}`, { code: 'invalid-json' });
  }
}
