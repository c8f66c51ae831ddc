// Whom the notices of each wait tell, and what became of them. What an answer made needless is left out.

import { chatOfWay } from '../../../../core/notifications/chat-receiver.ts';
import { noticeInWords } from '../../../../core/steps/notice-words.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import type { NoticeDetail } from '../../../../service/board/describe-notices.ts';
import type { EpisodeDetail, InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import { local, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { TimelineEntry } from './entry.ts';

export function noticeEntries(view: View, { episodes }: InquiryDetail, zone: Zone): TimelineEntry[] {
  return episodes.flatMap((episode) =>
    episode.notices.filter(({ state }) => state !== 'cancelled').map((notice) => entryOf(view, episode, notice, zone)),
  );
}

function entryOf(view: View, { policy }: EpisodeDetail, notice: NoticeDetail, zone: Zone): TimelineEntry {
  const { history } = INQUIRY_WORDS[view.language];
  const { contact, state, sendAt, droppedWhy } = notice;
  const name = contact === 'owner' || contact === 'ops' ? history.contact[contact] : contact;
  const room = chatOfWay(notice.way);
  const to = room === null ? name : `${name}（${room}）`;
  const note =
    state === 'dropped'
      ? history.dropped[droppedWhy!]
      : state === 'planned'
        ? history.noticeSent(local(view, sendAt, zone))
        : null;
  return {
    at: notice.toldAt ?? notice.droppedAt ?? notice.withdrawnAt ?? notice.dueAt,
    kind: 'mailed',
    label: history.notice(noticeInWords(notice.key, policy, view.language), to, state),
    note,
  };
}
