// The daily proof of notices: what the events of a wait say its shop's notices are, against the rows that are planned.
// Only of waits that go on: a finished one keeps what it had (RULES.md 6).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Deadlines, Episode, Instant, Step } from '../../core/model.ts';
import { STEPS } from '../../core/model.ts';
import type { NoticeHistory } from '../../store/board/notice-history.ts';
import type { NoticeRow } from '../../store/steps/notices.ts';
import type { Counting, InquiryKind } from '../compiled-calendars.ts';
import { noticeRows } from '../steps/plan-notices.ts';
import type { Tally } from './tally-proof.ts';

interface NoticeFacts {
  readonly shop: ShopConfig;
  readonly kind: InquiryKind & { readonly inquiry: string };
  readonly episode: Episode;
  readonly deadlines: Deadlines;
  readonly stored: readonly NoticeHistory[];
}

/** Counts the notices due in [from, to) of a wait that goes on. */
export function judgeNotices(
  counting: Pick<Counting, 'rulesOf' | 'calendarOf'>,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  tally: Tally,
  { shop, kind, episode, deadlines, stored }: NoticeFacts,
): void {
  if (episode.endedAt !== null) return;
  const planned = noticeRows(counting, shop, kind, { episode, deadlines });
  const isOn = ({ dueAt }: { readonly dueAt: Instant }) => dueAt >= from && dueAt < to;
  const about = ({ key, dueAt }: { readonly key: string; readonly dueAt: Instant }) =>
    ({ shop: shop.id, inquiry: kind.inquiry, step: stepIn(key), notice: key, dueAt }) as const;
  for (const row of planned.filter(isOn)) {
    const found = stored.find((one) => isSame(one, row));
    tally.notice(about(row), found !== undefined && (found.toldAt !== null || found.dueAt === row.dueAt));
  }
  const surplus = stored.filter((one) => one.owed && isOn(one) && !planned.some((row) => isSame(one, row)));
  for (const row of surplus) tally.surplus(about(row));
}

const isSame = (a: NoticeRow | NoticeHistory, b: NoticeRow | NoticeHistory): boolean =>
  a.key === b.key && a.contact === b.contact && a.way === b.way;

/** The step that it goes with or leads up to; of one after a length the first. */
const stepIn = (key: string): Step => STEPS.find((step) => key.endsWith(`:${step}`)) ?? 'flag';
