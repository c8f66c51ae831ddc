// Everything that goes wrong with RMS, on demand (RMS.md): a fault and a rule that says when. Traps:
// a rule is used up after `times` answers; rules are asked in the order they were added.

import type { Instant } from '../../core/model.ts';
import { shopBizResponse } from './calendar-routes.ts';
import type { InquiryRow } from './threads.ts';
import { type FakeAnswer, html, json, systemStatusNg, unauthorised } from './wire-format.ts';

export type Endpoint = 'count' | 'list' | 'one' | 'calendar' | 'expiry' | 'unknown';

/** What the fake notes of a request: no header, no key. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
  /** The query without the licence key. */
  readonly query: Readonly<Record<string, string>>;
  readonly at: Instant;
}

export type Fault =
  | { readonly kind: 'instead'; readonly answer: FakeAnswer }
  | { readonly kind: 'after'; readonly change: (answer: FakeAnswer) => FakeAnswer }
  | { readonly kind: 'rows'; readonly change: (rows: InquiryRow[]) => InquiryRow[] }
  | { readonly kind: 'meanwhile'; readonly happens: () => void };

export interface FaultRule {
  readonly on?: Endpoint;
  readonly when?: (request: SeenRequest) => boolean;
  /** Lets so many matching requests pass first. */
  readonly skip?: number;
  /** How often it strikes; 1 by default. */
  readonly times?: number;
}

export interface Faults {
  add(fault: Fault, rule?: FaultRule): void;
  clear(): void;
  /** The faults that strike this request; counts them as used. */
  strike(request: SeenRequest): Fault[];
}

/** An empty list of rules. */
export function createFaults(): Faults {
  const rules: { fault: Fault; rule: FaultRule; skip: number; left: number }[] = [];
  const matches = ({ on, when }: FaultRule, request: SeenRequest) =>
    (on === undefined || on === request.endpoint) && (when === undefined || when(request));
  return {
    add: (fault, rule = {}) => void rules.push({ fault, rule, skip: rule.skip ?? 0, left: rule.times ?? 1 }),
    clear: () => void rules.splice(0),
    strike(request) {
      const hit = rules.filter((one) => one.left > 0 && matches(one.rule, request));
      const ready = hit.filter((one) => one.skip === 0);
      for (const one of hit) {
        if (one.skip > 0) one.skip -= 1;
        else one.left -= 1;
      }
      return ready.map((one) => one.fault);
    },
  };
}

const EMPTY_LIST = { totalCount: 0, totalPageCount: 0, page: 1, list: [] };

function instead(answer: FakeAnswer): Fault {
  return { kind: 'instead', answer };
}

function eachRow(change: (row: InquiryRow) => InquiryRow): Fault {
  return { kind: 'rows', change: (rows) => rows.map(change) };
}

function without(row: InquiryRow, field: string): InquiryRow {
  const { [field]: _, ...rest } = row;
  return rest as InquiryRow;
}

/** The faults by name. */
export const faults = {
  emptyAs200: () => instead(json(EMPTY_LIST)),
  emptyAs404: () => instead(json(EMPTY_LIST, 404)),
  emptyAsError404: () => instead(json({ error: { code: 'NF001', message: '該当なし', targets: [] } }, 404)),
  html404: () => instead(html(404)),
  unauthorised: () => instead(unauthorised()),
  permission: () => instead(systemStatusNg('ご利用の権限がありません', 403)),
  qpsLimit: (message: 'QPSLimit' | 'AccessLimit' = 'QPSLimit') => instead(systemStatusNg(message, 403)),
  tooManyRequests: (retryAfter: string) =>
    instead({ ...json({ errors: [{ code: 'TooMany', message: '' }] }, 429), headers: { 'retry-after': retryAfter } }),
  html500: () => instead(html(500)),
  html503: () => instead(html(503)),
  stalled: () => instead({ ...json(EMPTY_LIST), wire: 'stall' }),
  s900: () => instead(shopBizResponse('S900')),
  answers: (answer: FakeAnswer) => instead(answer),
  /** Half of the body under the length of the whole, then the socket closes. */
  cutOff: (): Fault => ({ kind: 'after', change: (answer) => ({ ...answer, wire: 'cut' }) }),
  /** Half of the body, well sent: JSON that ends in the middle. */
  cutJson: (): Fault => ({
    kind: 'after',
    change: (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }),
  }),
  noMaskEmail: () => eachRow((row) => without(row, 'userMaskEmail')),
  noReplies: () => eachRow((row) => without(row, 'replies')),
  unsortedReplies: () => eachRow((row) => ({ ...row, replies: [...(row.replies ?? [])].reverse() })),
  wrongShop: (shopId: number) => eachRow((row) => ({ ...row, shopId })),
  field: (field: string, value: unknown) => eachRow((row) => ({ ...row, [field]: value })),
  replyField: (field: string, value: unknown) =>
    eachRow((row) => ({ ...row, replies: (row.replies ?? []).map((reply) => ({ ...reply, [field]: value })) })),
  /** Something happens in the world before this request is answered, as between two pages of a sweep. */
  meanwhile: (happens: () => void): Fault => ({ kind: 'meanwhile', happens }),
};
