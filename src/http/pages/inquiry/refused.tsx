// The page that says why nothing was changed: who was first, what has happened meanwhile, what was typed wrong.

import type { ActionRefusal } from '../../../service/actions/refuse-action.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { Page } from '../layout.tsx';
import { due, href, inquiryPath, local, type View } from '../view.ts';
import { TakeForm } from './actions.tsx';
import { keptList } from './head/list.ts';
import type { InquiryWords } from './words.ts';
import { INQUIRY_WORDS } from './words.ts';

export interface RefusedProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly refusal: ActionRefusal;
}

export function RefusedPage({ view, detail, refusal }: RefusedProps) {
  const { hand, refused } = INQUIRY_WORDS[view.language];
  const path = inquiryPath(detail.shop.id, detail.inquiry.inquiry);
  const standing = refusal.refused === 'conflict' ? refusal.standing : null;
  return (
    <Page view={view} title={refused.title}>
      <div class="head">
        <h1>{refused.title}</h1>
      </div>
      <p class="notice bad" role="alert">
        {reasonOf(view, detail, refusal, refused)}
      </p>
      {standing === null ? null : (
        <section class="card in-hand" aria-labelledby="hand">
          <h2 id="hand">{hand.takeOver}</h2>
          <p class="hint">{hand.takeOverHint(standing.by)}</p>
          <TakeForm view={view} detail={detail} expected={standing.id} label={hand.takeOver} />
        </section>
      )}
      <p class="more">
        <a class="button" href={href(view, path, keptList(view))}>
          {refused.back}
        </a>
      </p>
    </Page>
  );
}

function reasonOf(
  view: View,
  { calendar }: InquiryDetail,
  refusal: ActionRefusal,
  words: InquiryWords['refused'],
): string {
  if (refusal.refused !== 'conflict') return refusal.field ? words.usage[refusal.field] : words.usageOther;
  const { cause, standing } = refusal;
  if (cause === 'in-hand' && standing !== null)
    return words.inHand(
      standing.by,
      local(view, standing.madeAt, calendar.zone),
      due(view, standing.until, calendar.zone),
    );
  return {
    'in-hand': words.notInHand,
    'not-in-hand': words.notInHand,
    'not-waiting': words.notWaiting,
    'message-since': words.messageSince,
    'nothing-to-undo': words.nothingToUndo,
    'not-muted': words.nothingToLift,
    'promise-since': words.promiseSince,
    'no-promise': words.noPromise,
  }[cause];
}
