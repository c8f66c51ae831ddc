// The head of an inquiry's page: its number, by when and what is left, and the two things one does first: answer it, and let
// everybody see that one does.

import type { Zone } from '../../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import { AnswerLink, Badge, Icon, leftInWords } from '../../parts.tsx';
import { due, mayAct, type View } from '../../view.ts';
import { ActForm, By } from '../fields.tsx';
import { INQUIRY_WORDS } from '../words.ts';

interface HeadProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly zone: Zone;
}

export function Head({ view, detail, zone }: HeadProps) {
  const { inquiry } = detail;
  const open = detail.episodes.find((episode) => episode.endedAt === null);
  return (
    <div class="head inquiry-head">
      <div class="which">
        <h1>{inquiry.inquiry}</h1>
        {open === undefined ? (
          <span class="badge level-none">{view.words.status[inquiry.status]}</span>
        ) : (
          <Badge view={view} level={open.level} policy={detail.policy} />
        )}
      </div>
      <Deadline view={view} detail={detail} zone={zone} />
      <div class="first">
        <AnswerLink view={view} url={inquiry.url} class="button main" />
        <Take view={view} detail={detail} />
      </div>
    </div>
  );
}

/** By when and what is left, of whoever waits. */
function Deadline({ view, detail: { episodes, left }, zone }: HeadProps) {
  const open = episodes.find((episode) => episode.endedAt === null);
  if (open === undefined || left === null) return null;
  const { deadlines, level } = open;
  if (deadlines === null) return <p class="deadline">{view.words.shop.noDeadline}</p>;
  return (
    <p class="deadline">
      <span class="by-when">
        {view.words.shop.due} <strong class="keep">{due(view, deadlines.at.breach, zone)}</strong>
      </span>
      <span class={level === 'none' ? 'left' : `left level-${level}`}>
        {leftInWords(view, { deadlines, ...left }, zone)}
      </span>
    </p>
  );
}

/** One press for an hour; who takes it for longer, or gives it to somebody, finds that below. */
function Take({ view, detail }: Omit<HeadProps, 'zone'>) {
  if (!mayAct(view) || detail.inquiry.status !== 'unanswered' || detail.standing.inHand !== null) return null;
  // Where the list's link leads: to what is still asked, else to the press.
  const isAsked = view.principal?.person === null;
  return (
    <ActForm view={view} detail={detail} action="in-hand">
      <input type="hidden" name="until" value="1h" />
      <By view={view} id="hand" />
      <button
        type="submit"
        id={isAsked ? undefined : 'hand'}
        class={detail.inquiry.url === null ? 'main' : undefined}
        aria-keyshortcuts="h"
      >
        <Icon name="hand" />
        {INQUIRY_WORDS[view.language].hand.anHour}
      </button>
    </ActForm>
  );
}
