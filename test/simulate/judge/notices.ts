// Notices: planned as the rules say, told once, in time, in the window, and not once the wait is over.

import { choosePolicy, type ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { QuietKind } from '../../../src/core/notifications/quiet.ts';
import { type PlannedNotice, planNotices, planPromiseNotices } from '../../../src/core/steps/notice-plan.ts';
import { standingPromise } from '../../../src/core/steps/promises.ts';
import { nextSendInstant } from '../../../src/core/steps/send-window.ts';
import { groupBy } from '../../../src/service/group-by.ts';
import type { Thread } from '../people.ts';
import { MAKER } from '../settings.ts';
import type { TakenMail } from '../smtp.ts';
import {
  type Court,
  contactOf,
  copyOf,
  isCalm,
  isList,
  isMorning,
  isSummary,
  makerAt,
  mayTell,
  ON_ITS_WAY_MS,
  type Reader,
  readerOf,
} from './evidence.ts';
import { type Counted, iso, type Knowledge, type Law } from './law.ts';
import { MUTE, madeBefore } from './quiet.ts';

/** Made so long before it is taken at most, where the server puts mails off. */
const ONCE_PUT_OFF_MS = 24 * 3_600_000;

interface NoticeRow {
  readonly number: string;
  readonly opener: string;
  readonly key: string;
  readonly contact: string;
  readonly due: number;
  readonly owed: boolean;
  readonly told: number | null;
  readonly dropped: string | null;
  readonly withdrawn: number | null;
}

/** Of the notices of these threads everything that can be said at `now`. Returns how many were told. */
export async function judgeNotices(court: Court, threads: readonly Thread[], now: number): Promise<number> {
  const rows = groupBy(await readNotices(court), ({ number }) => number);
  for (const thread of threads)
    for (const one of court.law.counted(thread, now)) {
      const planned = plannedFor(one);
      const own = (rows.get(thread.number) ?? []).filter(({ opener }) => one.episode.messages.includes(opener));
      if (one.episode.endedAt === null) judgeRows(court, one, planned, own);
      const isJudged = one.episode.endedAt === null || !court.law.isMixed(thread);
      for (const notice of isJudged ? planned : []) if (!isTold(notice, own)) judgeTold(court, one, notice, now);
      judgeOnce(court, one, planned, own);
    }
  const byNumber = new Map(threads.map((thread) => [thread.number, thread]));
  for (const mail of court.mails) judgeContactMail(court, mail, byNumber);
  return [...rows.values()].flat().filter(({ told }) => told !== null).length;
}

function plannedFor({ calendar, policy, shop, episode, deadlines }: Counted): PlannedNotice[] {
  const planning = { calendar, own: calendar, policy, sendWindow: shop.mail.sendWindow };
  return planNotices(planning, episode, deadlines).filter(({ contact }) => contact !== 'owner' && contact !== 'ops');
}

/** It was told before its time was moved. */
const isTold = ({ key, contact, sendAt }: PlannedNotice, rows: readonly NoticeRow[]): boolean =>
  rows.some((row) => row.key === key && row.contact === contact && row.told !== null && row.told < sendAt);

/** Of a wait that goes on: the rows are the plan, but for what was told or given up before it changed. */
function judgeRows(
  { fault }: Court,
  { thread, episode, shop }: Counted,
  planned: readonly PlannedNotice[],
  rows: readonly NoticeRow[],
): void {
  const about = `${thread.number} of ${iso(episode.startedAt)}`;
  for (const { key, contact, dueAt, dropped } of planned) {
    const row = rows.find((one) => one.key === key && one.contact === contact);
    if (row === undefined) fault(`${about}: the notice ${key} to ${contact} is missing`);
    else if (row.told === null && row.dropped !== 'unknown' && row.due !== dueAt)
      fault(`${about}: the notice ${key} is due ${iso(dueAt)}, recorded ${iso(row.due)}`);
    else if (dropped !== null && row.told === null && row.dropped === null)
      fault(`${about}: the notice ${key} fell into a pause and is not dropped`);
  }
  for (const { key, contact } of rows) {
    const [how, of] = [key.split(':')[0]!, key.split(':').at(-1)!];
    // Of promises nobody can be spared.
    const kind = how === 'at' ? of : how;
    if (of !== 'promise' && quietOf(shop, contact).some((one) => one === kind))
      fault(`${about}: ${contact} wants no ${kind} and is told ${key}`);
  }
  for (const { key, contact } of rows.filter(({ owed }) => owed))
    if (!planned.some((one) => one.key === key && one.contact === contact))
      fault(`${about}: the notice ${key} to ${contact} is owed, against the rules`);
}

/** Whoever waits in it to be told is told before the time is over. */
function judgeTold(court: Court, one: Counted, notice: PlannedNotice, now: number): void {
  const { law, quiet, mails, fault } = court;
  const { thread, episode, shop } = one;
  const { key, contact, sendAt, untilAt, dropped } = notice;
  const name = `${thread.number} ${episode.startedAt} ${key} ${contact} ${sendAt}`;
  if (dropped !== null || court.settled.has(name)) return;
  // An edit may move it into the past; what stood there before was judged by the looks before.
  if (law.isEditedSince(shop.id, sendAt)) return;
  const known = Math.max(sendAt, law.learnedAt(thread, episode.messages));
  const { could, limit } = isHeld(one, notice) ? quiet.going(thread, MUTE, shop, known) : law.going(shop, known);
  if (limit > now || (untilAt !== null && limit >= untilAt)) return;
  const isOwed = [could, limit].every((at) => law.isOpenAt(thread, episode.startedAt, at));
  if (!isOwed) return;
  const readers = readersOf(court, one, notice, sendAt, limit).map((name) => contactOf(shop.id, name));
  const told = mails.filter((mail) => readers.includes(mail.to[0]!) && !isList(mail) && mayTell(mail, thread.number));
  if (told.some(({ at }) => at >= sendAt && at <= limit + ON_ITS_WAY_MS)) court.settled.add(name);
  else if (!court.givenUp.has(shop.id, could, limit))
    fault(`${thread.number} of ${iso(episode.startedAt)}: ${key} could go to ${contact} at ${iso(could)} and did not`);
}

/** Nothing due at or after the breach is held by a mute. */
const isHeld = ({ deadlines }: Counted, { dueAt }: PlannedNotice): boolean => dueAt < deadlines.at.breach;

/** A warning to staff goes to whoever has it in hand. */
const readersOf = (
  { quiet }: Court,
  { thread, shop }: Counted,
  { key, contact }: PlannedNotice,
  from: number,
  to: number,
): string[] => (contact === 'staff' && key.startsWith('before:') ? quiet.warned(thread, shop, from, to) : [contact]);

/** No more messages about a wait to one contact than it has notices. */
function judgeOnce(
  { mails, fault, law }: Court,
  { thread, episode, shop }: Counted,
  planned: readonly PlannedNotice[],
  rows: readonly NoticeRow[],
): void {
  for (const contact of new Set([...planned, ...rows].map((one) => one.contact))) {
    const keys = new Set([...planned, ...rows].filter((one) => one.contact === contact).map(({ key }) => key));
    const own = mails.filter(
      (mail) =>
        mail.to[0] === contactOf(shop.id, contact) &&
        !isList(mail) &&
        mail.names.includes(thread.number) &&
        mail.at >= episode.startedAt &&
        (episode.endedAt === null || mail.at <= episode.endedAt) &&
        // Until an answer was known, it told of the wait that this one seemed to belong to.
        [mail.at, mail.at - ON_ITS_WAY_MS].some((at) => law.isOpenAt(thread, episode.startedAt, at)),
    );
    // Of promises the same people are told as well: before, and when it is broken.
    const promises = thread.events.filter(({ event }) => event.type === 'promised').length;
    const ids = new Set(own.map(({ messageId }) => messageId));
    if (ids.size > keys.size + 2 * promises)
      fault(
        `${thread.number} of ${iso(episode.startedAt)}: ${ids.size} messages to ${contact} for ${keys.size} notices`,
      );
  }
}

const quietOf = ({ contacts = {} }: ShopConfig, name: string): readonly QuietKind[] => contacts[name]?.quiet ?? [];

/** No list to whom does not want it. */
function judgeWanted({ world, fault }: Court, mail: TakenMail, { shop, name }: Reader): void {
  const quiet = quietOf(world.settings.config(mail.at).shops.get(shop)!, name);
  const kind = isMorning(mail) ? 'morning' : isSummary(mail) ? 'weekly' : null;
  if (kind !== null && quiet.includes(kind)) fault(`${mail.messageId}: ${name} wants no such list`);
}

function judgeContactMail(court: Court, mail: TakenMail, byNumber: ReadonlyMap<string, Thread>): void {
  const reader = readerOf(court, mail);
  if (reader === null || court.settled.has(copyOf(mail))) return;
  if (isList(mail)) judgeWanted(court, mail, reader);
  if (isList(mail)) return;
  // What is not certain yet is looked at again.
  if (mail.names.every((number) => byNumber.has(number))) court.settled.add(copyOf(mail));
  const { law, world, fault } = court;
  const shop = world.settings.config(mail.at).shops.get(reader.shop)!;
  const about = `${mail.messageId} to ${reader.name} of ${shop.id}`;
  const window = nextSendInstant(law.calendarOf(shop), shop.mail.sendWindow, mail.at - ON_ITS_WAY_MS);
  if (window > mail.at) fault(`${about} at ${iso(mail.at)}, outside its window`);
  if (mail.names.length === 0) fault(`${about} tells of nothing`);
  const makers = [mail.at, mail.at - ONCE_PUT_OFF_MS].map((at) => makerAt(shop, MAKER, at));
  const threads = mail.names.flatMap((number) => byNumber.get(number) ?? []);
  const hands = threads.flatMap((thread) => court.quiet.warned(thread, shop, mail.at - ONCE_PUT_OFF_MS, mail.at));
  if (reader.name in (shop.people ?? {}) && ![...makers, ...hands].includes(reader.name))
    fault(`${about} at ${iso(mail.at)}, which was for ${makers[0]}`);
  for (const { number, shop: of } of threads) if (of !== shop.id) fault(`${number} of ${of} in ${about}`);
  const unruled = threads.filter((thread) => !isRuled(court, mail, reader.name, thread));
  // What was made before something went wrong may be sent as it was, while any of it still holds.
  if (isCalm(court, mail.at) || unruled.length === mail.names.length)
    for (const { number } of unruled) fault(`${about} at ${iso(mail.at)} tells of ${number}, against the rules`);
}

/** Whether, by what could be known when it was made or sent, there was something to tell this reader of this thread. */
function isRuled(court: Court, { at }: TakenMail, name: string, thread: Thread): boolean {
  const { law, quiet } = court;
  const isMuted = quiet.isHeld(thread, MUTE, madeBefore(at), at);
  const isOwed = (one: Counted, notice: PlannedNotice): boolean =>
    !(isMuted && isHeld(one, notice)) && readersOf(court, one, notice, madeBefore(at), at).includes(name);
  const isNow = ({ sendAt, untilAt }: PlannedNotice): boolean =>
    sendAt <= at && (untilAt === null || at - ON_ITS_WAY_MS < untilAt);
  return [at, at - ON_ITS_WAY_MS].some((known) =>
    (['told', 'asked'] as const).some((by) => {
      const waiting = law.counted(thread, known, by).filter(({ episode }) => episode.endedAt === null);
      return (
        waiting.some((one) => plannedFor(one).some((notice) => isOwed(one, notice) && isNow(notice))) ||
        (!isMuted && promisesToTell(law, thread, known, by).some((notice) => isNow(notice)))
      );
    }),
  );
}

function promisesToTell(law: Law, thread: Thread, known: number, by: Knowledge): PlannedNotice[] {
  const shop = law.shopOf(thread, known);
  const calendar = law.calendarOf(shop);
  const policy = choosePolicy(shop, { channel: 'r-messe' });
  const planning = { calendar, own: calendar, policy, sendWindow: shop.mail.sendWindow };
  const promise = standingPromise(law.promises(thread, known, by));
  return promise === null ? [] : planPromiseNotices(planning, promise, ['staff']);
}

function readNotices({ world }: Court): Promise<NoticeRow[]> {
  return world.engine.ask<NoticeRow>(`
    select i.external_id as number, e.opener, n.key, n.contact, n.due_at as due, n.owed, n.told_at as told,
      n.dropped_why as dropped, n.withdrawn_at as withdrawn
    from notice n join episode e on e.id = n.episode_id join inquiry i on i.id = e.inquiry_id
    order by e.id, n.key, n.contact`);
}
