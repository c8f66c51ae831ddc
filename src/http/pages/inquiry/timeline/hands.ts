// Who had an inquiry in hand, and who stopped its mails or its shop's: when each began and how it ended.

import type { Zone } from '../../../../core/time/zone.ts';
import type { Mute } from '../../../../service/actions/mute.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import { due, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { TimelineEntry } from './entry.ts';

export function handEntries(view: View, { mutes, inquiry, now }: InquiryDetail, zone: Zone): TimelineEntry[] {
  // What was stopped for a whole shop before the inquiry was known never held anything of it back.
  const concerns = ({ inquiry: one, liftedAt, until }: Mute) =>
    one !== null || (liftedAt ?? until) > inquiry.firstSeenAt;
  return mutes.filter(concerns).flatMap((mute) => {
    const end = endOf(view, mute, now);
    return [begin(view, mute, zone), ...(end === null ? [] : [end])];
  });
}

function begin(view: View, mute: Mute, zone: Zone): TimelineEntry {
  const { history } = INQUIRY_WORDS[view.language];
  const until = due(view, mute.until, zone);
  const what = mute.inquiry === null ? history.wholeShop : history.thisInquiry;
  const { by, givenBy, why, madeAt } = mute;
  const took = givenBy === null ? history.took(by, until) : history.assigned(givenBy, by, until);
  const label = mute.kind === 'in_hand' ? took : history.muted(by, until, what);
  return { at: madeAt, kind: 'acted', label, note: why };
}

function endOf(view: View, mute: Mute, now: number): TimelineEntry | null {
  const { history } = INQUIRY_WORDS[view.language];
  const isHand = mute.kind === 'in_hand';
  // One that had run out before it was lifted ended by itself.
  if (mute.liftedAt !== null && mute.liftedAt < mute.until) {
    const by = mute.liftedBy ?? '';
    return { at: mute.liftedAt, kind: 'acted', label: isHand ? history.gave(by) : history.unmuted(by) };
  }
  if (mute.until > now) return null;
  return { at: mute.until, kind: 'acted', label: isHand ? history.handEnded(mute.by) : history.muteEnded };
}
