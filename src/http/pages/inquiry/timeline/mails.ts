// Who was told of an inquiry: one entry for each mail or webhook message, with the strongest step it told of.

import { STEPS } from '../../../../core/model.ts';
import type { EpisodeDetail, InquiryDetail, InquiryMail } from '../../../../service/board/read-inquiry.ts';
import { levelInWords } from '../../parts.tsx';
import { href, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { TimelineEntry } from './entry.ts';

export function mailEntries(view: View, { episodes }: InquiryDetail): TimelineEntry[] {
  return episodes.flatMap((episode) => strongest(episode.mails).map((mail) => entryOf(view, episode, mail)));
}

/** Of each mail the row with the strongest step. */
function strongest(mails: readonly InquiryMail[]): InquiryMail[] {
  const rank = ({ step }: InquiryMail) => STEPS.indexOf(step);
  return mails.filter((mail) => mails.every((other) => other.id !== mail.id || rank(other) <= rank(mail)));
}

function entryOf(view: View, episode: EpisodeDetail, mail: InquiryMail): TimelineEntry {
  const { history } = INQUIRY_WORDS[view.language];
  const sent = mail.sentAt !== null && mail.state !== 'filed';
  const label = labelOf(view, mail, levelInWords(view, mail.step, episode.policy));
  return {
    at: mail.sentAt ?? mail.slotAt,
    kind: 'mailed',
    label: sent ? label : `${label}${history.state(view.words.mails.state[mail.state])}`,
    note: mail.reminder === null ? null : history.reminder(mail.reminder),
    ...(mayOpen(view, mail) ? { link: href(view, `/mails/${mail.id}`) } : {}),
  };
}

function labelOf({ words, language }: View, { kind, cause }: InquiryMail, step: string): string {
  if (kind === 'owner') return words.inquiry.mark.notified(step);
  const what =
    kind === 'hook' ? INQUIRY_WORDS[language].history.hook[cause === 'ops' ? 'ops' : 'owner'] : words.mails.kind[kind];
  return kind === 'clear' ? what : INQUIRY_WORDS[language].history.told(what, step);
}

/** What ops were told is about every shop: for those who may see every shop. */
function mayOpen({ principal }: View, { kind, cause }: InquiryMail): boolean {
  return principal?.shops === null || !(kind === 'ops' || (kind === 'hook' && cause === 'ops'));
}
