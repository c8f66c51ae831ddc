// InquiryManagementAPI as documented (RMS.md): the span filters on the date of the FIRST message, rows come newest
// first with all replies, and the checks of span, format and paging answer as RMS does.

import type { Instant } from '../../core/model.ts';
import type { InquiryRow, VisibleThread } from './threads.ts';
import { badRequest, type FakeAnswer, json, parseQueryDate } from './wire-format.ts';
import type { FakeShop } from './world.ts';

export interface RouteContext {
  readonly shop: FakeShop;
  readonly now: Instant;
  readonly query: URLSearchParams;
  /** Lets a fault change the rows that are about to be served. */
  readonly alter: (rows: InquiryRow[]) => InquiryRow[];
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

const DAY_MS = 86_400_000;
/** Within 31 days; the edge is ambiguous, so the fake takes the strict side. */
const SPAN_LIMIT_MS = 31 * DAY_MS;

export function countRoute(context: RouteContext): FakeAnswer {
  const span = spanOf(context.query);
  if ('status' in span) return span;
  return json({ result: { count: matching(context, span).length } });
}

export function listRoute(context: RouteContext): FakeAnswer {
  const span = spanOf(context.query);
  if ('status' in span) return span;
  const paging = pagingOf(context.query);
  if ('status' in paging) return paging;
  const found = matching(context, span);
  const { limit, page } = paging;
  return json({
    totalCount: found.length,
    totalPageCount: Math.ceil(found.length / limit),
    page,
    list: context.alter(found.slice((page - 1) * limit, page * limit).map((thread) => thread.row())),
  });
}

export function oneRoute(context: RouteContext, number: string): FakeAnswer {
  const found = context.shop.threadsAt(context.now).find((thread) => thread.number === number);
  if (found === undefined) return notFound();
  return json({ result: context.alter([found.row()])[0] });
}

export function notFound(): FakeAnswer {
  return json({ error: { code: 'NF001', message: '該当するデータがありません', targets: [] } }, 404);
}

function matching({ shop, now, query }: RouteContext, span: Span): VisibleThread[] {
  const found = shop.threadsAt(now).filter(({ startedAt }) => startedAt >= span.from && startedAt <= span.to);
  if (query.get('noMerchantReply') !== 'true') return found;
  return found.filter((thread) => !thread.row().replies?.some((reply) => reply.replyFrom === 'merchant'));
}

function spanOf(query: URLSearchParams): Span | FakeAnswer {
  const from = parseQueryDate(query.get('fromDate'));
  const to = parseQueryDate(query.get('toDate'));
  if (from === null) return badRequest('IE001', ['fromDate']);
  if (to === null) return badRequest('IE001', ['toDate']);
  if (to < from || to - from >= SPAN_LIMIT_MS) return badRequest('IE001', ['fromDate', 'toDate']);
  const noReply = query.get('noMerchantReply');
  if (noReply !== null && noReply !== 'true' && noReply !== 'false') return badRequest('IE001', ['noMerchantReply']);
  return { from, to };
}

function pagingOf(query: URLSearchParams): { limit: number; page: number } | FakeAnswer {
  const limit = wholeNumber(query.get('limit') ?? '10', 100);
  const page = wholeNumber(query.get('page') ?? '1', 10_000);
  if (limit === null) return badRequest('IE001', ['limit']);
  if (page === null) return badRequest('IE001', ['page']);
  return limit * page > 10_000 ? badRequest('IE000', ['page']) : { limit, page };
}

function wholeNumber(text: string, most: number): number | null {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : null;
}
