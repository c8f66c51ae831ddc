// What the rules say about a story, from its events and the pure core alone: nothing here has seen the service's rows.
// Who is told depends on the send slot, because facts are read again when a mail is sent (RULES.md 5.2).

import { namedSpec } from '../../config/input/named-calendars.ts';
import { choosePolicy, type ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { type Calendar, compileCalendar } from '../../core/calendar/calendar.ts';
import type { CalendarSpec, Episode, InquiryEvent, Instant, Policy, Step } from '../../core/model.ts';
import { computeDeadlines } from '../../core/steps/counting.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { nextSendInstant } from '../../core/steps/send-window.ts';
import { dueInstants, passedSteps } from '../../core/steps/steps.ts';
import { openZone } from '../../core/time/zone.ts';
import type { Story, StoryThread } from '../story.ts';
import { awake, type Down, type RuledNotice, ruleNotices } from './rules-notices.ts';

/** One step that passed, and who must have been told of it. */
export interface RuledStep {
  readonly step: Step;
  readonly dueAt: Instant;
  /** Null for a flag, which nobody is mailed about. */
  readonly slotAt: Instant | null;
  readonly ownerTold: boolean;
  readonly opsTold: boolean;
}

/** One episode of the story as it must stand at its end. */
export interface RuledEpisode {
  readonly thread: StoryThread;
  readonly shop: ShopConfig;
  readonly calendar: Calendar;
  readonly policy: Policy;
  readonly episode: Episode;
  readonly steps: readonly RuledStep[];
  readonly notices: readonly RuledNotice[];
  readonly flagUp: boolean;
  readonly breachedWhileCompleted: boolean;
}

export interface Circumstances {
  /** A thread's events at the instants at which they count; RMS dates no reopening (rms/events.ts). */
  readonly eventsOf?: (thread: StoryThread) => readonly InquiryEvent[];
  readonly down?: readonly Down[];
}

/** Every episode of the story, judged at its end. */
export function ruleStory(story: Story, config: Config, circumstances: Circumstances = {}): RuledEpisode[] {
  return story.threads.flatMap((thread) => ruleThread(thread, config, circumstances, story.endsAt));
}

const compiled = new WeakMap<CalendarSpec, Calendar>();

/** A calendar of a shop's file by its name; without one, its own. */
export function calendarOf(shop: ShopConfig, name?: string): Calendar {
  const spec = namedSpec(shop, name);
  const known = compiled.get(spec);
  if (known !== undefined) return known;
  const calendar = compileCalendar(spec, openZone(shop.timeZone), nationalHolidays, null);
  compiled.set(spec, calendar);
  return calendar;
}

function ruleThread(
  thread: StoryThread,
  config: Config,
  { eventsOf = ({ events }) => events, down = [] }: Circumstances,
  now: Instant,
): RuledEpisode[] {
  const shop = config.shops.get(thread.shop);
  if (shop === undefined) throw new RangeError(`the story's shop ${thread.shop} is not in the configuration`);
  const policy = choosePolicy(shop, thread);
  const calendar = calendarOf(shop, policy.calendar);
  const episodes = deriveThread(eventsOf(thread), now).episodes;
  // Of a policy that counts only the first, later ones have no steps.
  return (policy.counts === 'first' ? episodes.slice(0, 1) : episodes).map((episode) => {
    const deadlines = computeDeadlines(calendar, policy, episode.startedAt);
    const passed = passedSteps(episode, deadlines, now);
    const due = dueInstants(episode, deadlines);
    const circumstances = { shop, calendar: calendarOf(shop), episode, down };
    const steps: RuledStep[] = [];
    if (passed.flagged) steps.push({ step: 'flag', dueAt: due.flag, ...NOBODY });
    if (passed.ownerAlertDue) steps.push(told('owner_alert', due.owner_alert, circumstances));
    if (passed.breached && due.breach !== null) steps.push(told('breach', due.breach, circumstances));
    const notices = ruleNotices({ ...circumstances, calendar, own: calendarOf(shop), policy, deadlines, now });
    const { flagUp, breachedWhileCompleted } = passed;
    return { thread, shop, calendar, policy, episode, steps, notices, flagUp, breachedWhileCompleted };
  });
}

const NOBODY = { slotAt: null, ownerTold: false, opsTold: false } as const;

/** An alert is told to both if it is still unanswered when the window opens; a breach to ops, whatever came after. */
function told(
  step: 'owner_alert' | 'breach',
  dueAt: Instant,
  { shop, calendar, episode, down }: Pick<RuledEpisode, 'shop' | 'calendar' | 'episode'> & { down: readonly Down[] },
): RuledStep {
  const open = (at: Instant) => nextSendInstant(calendar, shop.mail.sendWindow, awake(down, at));
  const slotAt = open(open(dueAt));
  const waits = episode.endedAt === null || episode.endedAt > slotAt;
  return { step, dueAt, slotAt, ownerTold: step === 'owner_alert' && waits, opsTold: step === 'breach' || waits };
}
