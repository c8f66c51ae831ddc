// What has just been done, as the address says it, with the way to take it back and the way on.

import { standingPromise } from '../../../../core/steps/promises.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import type { InquiryOfShop } from '../../../../service/board/read-over-shops.ts';
import type { View } from '../../view.ts';
import { ActForm, By, nameOf } from '../fields.tsx';
import { DONE, type Done, INQUIRY_WORDS } from '../words.ts';
import { Onward } from './onward.tsx';

interface DoneProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly next: InquiryOfShop | null;
}

export function DoneNotice({ view, detail, next }: DoneProps) {
  const done = doneOf(view, detail);
  if (done === null) return null;
  return (
    <div class="notice good done">
      <p role="status">{INQUIRY_WORDS[view.language].done[done]}</p>
      {done === 'took' ? <Undo view={view} detail={detail} /> : null}
      <nav class="onward" aria-label={INQUIRY_WORDS[view.language].onward.after}>
        <Onward view={view} detail={detail} next={next} isMain />
      </nav>
    </div>
  );
}

/** Whether the page says what has just been done. */
export const isSaid = (view: View, detail: InquiryDetail): boolean => doneOf(view, detail) !== null;

/** What was done, as long as it holds: somebody else may have acted since. */
function doneOf(view: View, detail: InquiryDetail): Done | null {
  const done = DONE.find((one) => one === view.query.done);
  return done !== undefined && holds(done, view, detail) ? done : null;
}

function Undo({ view, detail }: Omit<DoneProps, 'next'>) {
  const { inHand } = detail.standing;
  if (inHand === null) return null;
  return (
    <ActForm view={view} detail={detail} action="give-back">
      <input type="hidden" name="expected" value={inHand.id} />
      <By view={view} hidden fallback={inHand.by} />
      <button type="submit">{INQUIRY_WORDS[view.language].undo}</button>
    </ActForm>
  );
}

function holds(done: Done, view: View, { standing, inquiry, promises }: InquiryDetail): boolean {
  const isPromised = standingPromise(promises) !== null;
  const waits = inquiry.status === 'unanswered';
  return {
    took: standing.inHand !== null && standing.inHand.by === nameOf(view),
    assigned: standing.inHand !== null,
    gave: standing.inHand === null,
    marked: !waits,
    unmarked: waits,
    muted: standing.muted !== null,
    lifted: standing.muted === null,
    promised: isPromised,
    unpromised: !isPromised,
    answered: !waits,
    unanswered: waits,
  }[done];
}
