// 約束する for several inquiries at once. Each is a promise of its own, made one after the other: those that cannot be promised are
// named, the others stand.

import type { Service } from '../service.ts';
import { MOST_AT_ONCE } from './hand-over.ts';
import { type PromiseDetail, type PromiseRequest, promiseAnswer } from './promise-answer.ts';
import type { ActionRefusal } from './refuse-action.ts';

export interface PromisesRequest extends Omit<PromiseRequest, 'inquiry' | 'expected'> {
  /** Whole numbers. */
  readonly inquiries: readonly string[];
}

export interface PromisedTogether {
  readonly promised: readonly { readonly inquiry: string; readonly promise: PromiseDetail }[];
  /** Not done: there is no such inquiry, or its promise changed just now. */
  readonly left: readonly string[];
}

/** Refused as a whole only for what was asked for wrongly; then nothing was promised. */
export async function promiseAnswers(
  service: Service,
  { inquiries, ...request }: PromisesRequest,
): Promise<PromisedTogether | ActionRefusal> {
  if (inquiries.length === 0 || inquiries.length > MOST_AT_ONCE)
    return { refused: 'usage', field: 'inquiries', message: `inquiries: allowed: 1 to ${MOST_AT_ONCE} numbers` };
  const promised: { inquiry: string; promise: PromiseDetail }[] = [];
  const left: string[] = [];
  for (const inquiry of new Set(inquiries)) {
    const made = await promiseAnswer(service, { ...request, inquiry });
    if ('promise' in made) promised.push({ inquiry, promise: made.promise });
    else if (made.refused === 'usage' && promised.length === 0) return made;
    else left.push(inquiry);
  }
  return { promised, left };
}
