// What the rules say of the notices of an episode, by the pure core. A warning has little time: on a slow machine it may be
// told or dropped; anything else is told or is not.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Deadlines, Episode, Instant, Policy } from '../../core/model.ts';
import { planNotices } from '../../core/steps/notice-plan.ts';
import { nextSendInstant } from '../../core/steps/send-window.ts';

/** [from, to) in which the service was down. */
export interface Down {
  readonly from: Instant;
  readonly to: Instant;
}

/** The first instant from `at` on at which the service was up. */
export const awake = (down: readonly Down[], at: Instant): Instant =>
  down.find(({ from, to }) => from <= at && at < to)?.to ?? at;

export interface RuledNotice {
  readonly key: string;
  readonly contact: string;
  /** From when on it may be told. */
  readonly sendAt: Instant;
  /** Of a warning: from when on it must not. */
  readonly untilAt: Instant | null;
  readonly told: 'must' | 'may' | 'never';
}

interface NoticeCircumstances {
  readonly shop: ShopConfig;
  /** The policy's calendar, and the shop's own. */
  readonly calendar: Calendar;
  readonly own: Calendar;
  readonly policy: Policy;
  readonly episode: Episode;
  readonly deadlines: Deadlines;
  readonly down: readonly Down[];
  /** The story's end. */
  readonly now: Instant;
}

/** The notices of an episode to its contacts; those to owner and ops come in the mails that they get anyway. */
export function ruleNotices({ shop, episode, deadlines, down, now, ...counted }: NoticeCircumstances): RuledNotice[] {
  const { sendWindow } = shop.mail;
  const planned = planNotices({ ...counted, sendWindow }, episode, deadlines);
  const contacts = planned.filter(({ contact }) => contact !== 'owner' && contact !== 'ops');
  return contacts.map(({ key, contact, dueAt, sendAt, untilAt, dropped }) => {
    const slot = nextSendInstant(counted.own, sendWindow, awake(down, sendAt));
    const ends = Math.min(episode.endedAt ?? Number.POSITIVE_INFINITY, now);
    const isNever = dropped !== null || dueAt > ends || slot >= ends || (untilAt !== null && slot >= untilAt);
    return { key, contact, sendAt, untilAt, told: isNever ? 'never' : untilAt === null ? 'must' : 'may' };
  });
}
