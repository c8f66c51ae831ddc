// Bugs that somebody could write, as changes of the sources: the simulated world has to find each. `bugs.test.ts` sees to it
// that what is changed still stands in its file; `find.ts` plants them one by one.

import type { Bug } from './bug.ts';
import { FEED_BUGS } from './feed-bugs.ts';
import { QUIET_BUGS } from './quiet-bugs.ts';
import { SOURCE_AND_CLOCK_BUGS } from './source-and-clock-bugs.ts';

export const BUGS: readonly Bug[] = [
  {
    name: 'lost-claim',
    what: 'the mail of a worker that died is never taken up again',
    days: 7,
    changes: [
      {
        file: 'src/service/loops/sweep.ts',
        from: 'await recoverStuckMails(service, now - virtualMs(service.clock, SEND_REAL_MS), now);',
        to: 'if (now < 0) await recoverStuckMails(service, now - virtualMs(service.clock, SEND_REAL_MS), now);',
      },
    ],
  },
  {
    name: 'new-message-id',
    what: 'a mail that is tried again has another Message-ID',
    days: 7,
    changes: [
      {
        file: 'src/service/notifications/send/send-mail.ts',
        from: 'again === 0 ? String(id)',
        to: 'again === 0 ? String(id) + claimed.attempts',
      },
    ],
  },
  {
    name: 'never-withdrawn',
    what: 'a step stays although its message was deleted, or answered in time and learned late',
    days: 7,
    changes: [
      {
        file: 'src/store/steps/steps.ts',
        from: '  await withdrawNotPassed(trx, episodeIds, options);',
        to: '  if (options.now < 0) await withdrawNotPassed(trx, episodeIds, options);',
      },
    ],
  },
  {
    name: 'order-of-arrival',
    what: 'an event counts from when its predecessor happened if that was told before it',
    days: 7,
    changes: [
      {
        file: 'src/service/intake/accept-arrivals.ts',
        from: 'known === undefined ? alone : deriveThread(known)',
        to: 'known === undefined ? alone : deriveThread(known.map((one, nth) => ({ ...one, at: Math.max(...known.slice(0, nth + 1).map((e) => e.at)) })))',
      },
    ],
  },
  {
    name: 'due-as-it-ends',
    what: '>= for >: a step that passed at the very instant of the answer is withdrawn',
    days: 7,
    changes: [
      {
        file: 'src/store/steps/steps.ts',
        from: 'else s.due is null or s.due > coalesce(',
        to: 'else s.due is null or s.due >= coalesce(',
      },
    ],
  },
  {
    name: 'sent-before-stored',
    what: 'a mail is sent before its text and what it tells of are stored',
    days: 7,
    changes: [
      {
        file: 'src/service/notifications/deliver-notification.ts',
        from: 'const stored = await store(service, rendered, now);',
        to: 'const stored = new Set(rendered.map(({ claimed }) => claimed.id));',
      },
      {
        file: 'src/service/notifications/deliver-notification.ts',
        from: '  await noteMails(\n    service,\n    page.flatMap(',
        to: '  await store(service, rendered, now);\n  await noteMails(\n    service,\n    page.flatMap(',
      },
    ],
  },
  {
    name: 'no-window',
    what: 'mails leave outside the send window',
    days: 7,
    changes: [
      {
        file: 'src/service/compiled-calendars.ts',
        from: 'return nextSendInstant(calendarOf(shop), shop.mail.sendWindow, now);',
        to: 'return now < 0 ? nextSendInstant(calendarOf(shop), shop.mail.sendWindow, now) : now;',
      },
    ],
  },
  {
    name: 'flag-stays-up',
    what: 'an answer does not lower what was raised',
    days: 7,
    changes: [
      {
        file: 'src/store/steps/steps.ts',
        from: 'update step t set due_at = coalesce(s.due, t.due_at), lowered_at = e.ended_at,',
        to: 'update step t set due_at = coalesce(s.due, t.due_at), lowered_at = t.lowered_at,',
      },
    ],
  },
  {
    name: 'only-alarms',
    what: 'the sweep does not look for what is due: an alarm that is lost stays lost',
    days: 7,
    changes: [
      {
        file: 'src/service/loops/worker-loops.ts',
        from: '    await ring();\n    rounds++;',
        to: '    rounds++;',
      },
    ],
  },
  {
    name: 'other-shops-rows',
    what: 'a mail to an owner names inquiries of the other shops of its page',
    days: 7,
    changes: [
      {
        file: 'src/service/notifications/kinds/inquiry-notifications.ts',
        from: 'const steps = told.get(shopId) ?? [];',
        to: 'const steps = told.has(shopId) ? [...told.values()].flat() : [];',
      },
    ],
  },
  {
    name: 'counted-while-completed',
    what: 'a breach that passed while completed leaves no record',
    days: 7,
    changes: [
      {
        file: 'src/store/steps/steps.ts',
        from: '  await recordWhileCompleted(trx, episodeIds, options);',
        to: '  if (options.now < 0) await recordWhileCompleted(trx, episodeIds, options);',
      },
    ],
  },
  {
    name: 'never-armed-again',
    what: 'an episode whose start moved waits for nothing any more',
    days: 7,
    changes: [
      {
        file: 'src/store/steps/steps.ts',
        from: '  await armOpen(trx, episodeIds);\n}',
        to: '  if (episodeIds.length < 0) await armOpen(trx, episodeIds);\n}',
      },
    ],
  },
  {
    name: 'warned-too-late',
    what: 'a warning leaves although its time is over',
    days: 7,
    changes: [
      {
        file: 'src/store/notifications/pending-notices.ts',
        from: '\n    and (n.until_at is null or n.until_at > ',
        to: '\n    and (n.until_at is null or n.due_at <= ',
      },
      {
        file: 'src/store/notifications/pending-notices.ts',
        from: '(e.ended_at is not null or n.until_at <= ',
        to: '(e.ended_at is not null or n.dropped_at <= ',
      },
    ],
  },
  {
    name: 'answered-and-told',
    what: 'a notice leaves although the wait is over',
    days: 7,
    changes: [
      {
        file: 'src/store/notifications/pending-notices.ts',
        from: ' and e.ended_at is null\n    and (n.until_at',
        to: '\n    and (n.until_at',
      },
      {
        file: 'src/store/notifications/pending-notices.ts',
        from: '(e.ended_at is not null or n.until_at <= ',
        to: '(e.started_at is null or n.until_at <= ',
      },
    ],
  },
  {
    name: 'notice-not-moved',
    what: 'a notice keeps its time although the start of its wait moved',
    days: 7,
    changes: [
      {
        file: 'src/store/steps/notices.ts',
        from: 'do update set due_at = excluded.due_at,',
        to: 'do update set due_at = n.due_at,',
      },
    ],
  },
  {
    name: 'list-once-a-week',
    what: 'after a morning list the next one is looked for a week later',
    days: 7,
    changes: [
      {
        file: 'src/service/notifications/lists/enqueue-lists.ts',
        from: 'done: formatDate(current.day),',
        to: 'done: formatDate(current.day), next: next + 7 * DAY_MS,',
      },
    ],
  },
  {
    name: 'promise-not-broken',
    what: 'a promise whose time has come is not recorded as broken',
    days: 7,
    changes: [
      {
        file: 'src/service/steps/raise-due-steps.ts',
        from: '    await raisePromises(service);\n',
        to: '    if (raised.length < 0) await raisePromises(service);\n',
      },
    ],
  },
  {
    name: 'away-forgotten',
    what: 'what is for somebody who is away goes to them',
    days: 7,
    changes: [
      {
        file: 'src/service/notifications/render/notice-rows.ts',
        from: 'presentFor(person, (one) => people[one]?.away, today);',
        to: 'presentFor(person, () => undefined, today);',
      },
    ],
  },
  {
    name: 'quiet-forgotten',
    what: 'a contact is told by notices what it does not want to be told',
    days: 3,
    changes: [
      {
        file: 'src/config/input/contacts/quiet-contacts.ts',
        from: 'tell: whoWants(notice.tell, quietKindOf(notice), quietOf) }',
        to: 'tell: quietKindOf(notice) === null ? notice.tell : [...notice.tell] }',
      },
    ],
  },
  {
    name: 'summary-every-day',
    what: 'a weekly summary is of the day on which it is looked for, and so comes on each',
    days: 9,
    changes: [
      {
        file: 'src/service/notifications/plan/plan-lists.ts',
        from: 'return latest && { ...latest, at:',
        to: 'return latest && { ...latest, day: slot.day, at:',
      },
      {
        file: 'src/service/notifications/plan/plan-lists.ts',
        from: 'day <= done || (on !== null && weeks !== null && weeks.last <= (toldWeek ?? lastWeekToldOn(on, done)))',
        to: 'day <= done',
      },
    ],
  },
  {
    name: 'told-week-forgotten',
    what: 'a week is told again when the date on which it was told is closed later',
    days: 14,
    changes: [
      {
        file: 'src/service/notifications/plan/plan-lists.ts',
        from: 'day <= done || (on !== null && weeks !== null && weeks.last <= (toldWeek ?? lastWeekToldOn(on, done)))',
        to: 'day <= done',
      },
    ],
  },
  {
    name: 'phone-is-no-answer',
    what: 'in the weeks of a summary an answer by phone is not within any step',
    days: 14,
    changes: [
      {
        file: 'src/store/reports/week-rows.ts',
        from: "count(*) filter (where e.ended_by in ('shop_reply', 'answered_elsewhere') and",
        to: "count(*) filter (where e.ended_by in ('shop_reply') and",
      },
    ],
  },
  {
    name: 'midnight-of-next-week',
    what: 'a deadline at the last midnight of a week is told of in the summary of the next',
    days: 14,
    changes: [
      {
        file: 'src/store/reports/week-rows.ts',
        from: 'and e.breach_due_at > s.from_at and e.breach_due_at <= s.to_at',
        to: 'and e.breach_due_at >= s.from_at and e.breach_due_at < s.to_at',
      },
    ],
  },
  {
    name: 'all-is-recent',
    what: 'whether a budget is spent fast is asked of the whole window',
    days: 14,
    changes: [
      {
        file: 'src/service/goals/read-goals.ts',
        from: 'goalWarnings(budget, tallies.get(RECENT_DAYS) ?? NO_TALLY)',
        to: 'goalWarnings(budget, tallies.get(goal.days) ?? NO_TALLY)',
      },
    ],
  },
  {
    name: 'ended-and-not-marked',
    what: 'an open wait that ends does not have its day counted anew',
    days: 7,
    changes: [
      {
        file: 'src/store/goals/goal-marks.ts',
        from: 'where coalesce(ended_at, ended_before) is not null',
        to: 'where ended_before is not null',
      },
    ],
  },
  {
    name: 'warned-again-too-soon',
    what: 'a warning that was over and came back is told again within a week',
    days: 14,
    changes: [
      {
        file: 'src/store/goals/goal-warnings.ts',
        from: 'where w.over_at is not null and w.made_at <= ',
        to: 'where w.over_at is not null and w.made_at <> ',
      },
    ],
  },
  ...SOURCE_AND_CLOCK_BUGS,
  ...QUIET_BUGS,
  ...FEED_BUGS,
];
