// 約束する for several inquiries at once. Each is a promise of its own, made one after the other: those that cannot be promised are
// named, the others stand.

import type { Service } from '../service.ts';
import { type PromiseDetail, type PromiseRequest, promiseAnswer } from './promise-answer.ts';
import type { ActionRefusal } from './refuse-action.ts';
import { eachOf } from './several.ts';

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
  const made = await eachOf(inquiries, async (inquiry) => {
    const one = await promiseAnswer(service, { ...request, inquiry });
    return 'refused' in one ? one : { made: one.promise };
  });
  if ('refused' in made) return made;
  return { promised: made.done.map(({ inquiry, made: promise }) => ({ inquiry, promise })), left: made.left };
}
