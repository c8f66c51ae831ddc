// The judge of a run: knows what really happened (people.ts), which mails the server took, and the pure rules. Of what the
// daemons did it reads what they recorded: steps, and which mail told which of them.

import { choosePolicy } from '../../src/config/input/shop-settings.ts';
import { nationalHolidays } from '../../src/config/values/national-holidays.ts';
import { compileCalendar } from '../../src/core/calendar/calendar.ts';
import { type Episode, STEPS } from '../../src/core/model.ts';
import { computeDeadlines } from '../../src/core/steps/counting.ts';
import { deriveThread } from '../../src/core/steps/episodes.ts';
import { dueInstants } from '../../src/core/steps/steps.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { type Happened, readHappened } from '../../src/demo/happened.ts';
import { messageIdOf } from '../../src/mail/transport/message.ts';
import { undeliverableCause } from '../../src/service/monitoring/incident-causes.ts';
import type { Db } from '../../src/store/schema.ts';
import { shopOf } from '../config/shop-of.ts';
import type { TakenMail } from './mail-server.ts';
import type { Thread } from './people.ts';
import { FROM, ownerOf } from './shops.ts';

export interface Verdict {
  readonly missed: readonly string[];
  readonly doubled: readonly string[];
  readonly wrong: readonly string[];
  /** A worker died over its mail twice before the server had it: it is not sent a third time, and ops are told. */
  readonly givenUp: readonly string[];
  /** The latest that anything came, in ms, beyond the time in which nothing could be done. */
  readonly latestMs: number;
}

export interface Evidence {
  readonly db: Db;
  readonly threads: readonly Thread[];
  readonly taken: readonly TakenMail[];
  /** When nothing could be done, in order. */
  readonly blocked: readonly { readonly from: number; readonly until: number }[];
  /** What passed by then has to be there. */
  readonly until: number;
}

const NEXT_MAIL_MS = 5 * 60_000;
/** What a daemon may still have had in work when it learned of an answer. */
const IN_WORK_MS = 8_000;

const SHOP = shopOf('any', {
  calendar: { weeklyClosed: [], nationalHolidays: 'none', hours: ['00:00-24:00'] },
  policies: [{ flagAfter: '1m', mailOwnerAfter: '2m', breachAfter: '9m' }],
});
const CALENDAR = compileCalendar(SHOP.calendar, openZone(SHOP.timeZone), nationalHolidays, null);
const POLICY = choosePolicy(SHOP, { channel: 'mail' });

/** An episode with everything that the rules say of it. */
interface Counted {
  readonly thread: Thread;
  readonly episode: Episode;
  readonly dues: ReturnType<typeof dueInstants>;
}

export async function judge(evidence: Evidence): Promise<Verdict> {
  const happened = await readHappened(evidence.db);
  const counted = evidence.threads.flatMap(countedOf);
  const sheet: Sheet = { missed: [], doubled: [], wrong: [], givenUp: [], latestMs: 0 };
  judgeSteps(counted, happened, evidence, sheet);
  judgeMails(counted, happened, evidence, sheet);
  return sheet;
}

type Sheet = { readonly [Kind in 'missed' | 'doubled' | 'wrong' | 'givenUp']: string[] } & { latestMs: number };

function countedOf(thread: Thread): Counted[] {
  const events = thread.events.map(({ event }) => event);
  return deriveThread(events).episodes.map((episode) => {
    const dues = dueInstants(episode, computeDeadlines(CALENDAR, POLICY, episode.startedAt));
    return { thread, episode, dues };
  });
}

const keyOf = (number: string, startedAt: number): string => `${number} ${startedAt}`;

function judgeSteps(counted: readonly Counted[], happened: Happened, evidence: Evidence, sheet: Sheet): void {
  const recorded = new Map(happened.episodes.map((one) => [keyOf(one.inquiry, one.startedAt), one]));
  for (const { thread, episode, dues } of counted) {
    const key = keyOf(thread.number, episode.startedAt);
    const found = recorded.get(key);
    recorded.delete(key);
    const at = `${thread.number} of ${thread.shop.id}, waiting since ${iso(episode.startedAt)}`;
    if (found === undefined) {
      sheet.missed.push(`${at}: nobody knows of it`);
      continue;
    }
    if (found.endedAt !== episode.endedAt)
      sheet.wrong.push(`${at}: ended ${iso(episode.endedAt)}, recorded ${iso(found.endedAt)}`);
    for (const step of STEPS) {
      const due = dues[step]!;
      const rows = found.steps.filter((row) => row.step === step && row.withdrawnAt === null);
      const hasPassed = due <= (episode.endedAt ?? Number.POSITIVE_INFINITY);
      if (rows.length === 0 && hasPassed && due <= evidence.until)
        sheet.missed.push(`${at}: ${step} of ${iso(due)} was not raised`);
      if (rows.length > 1) sheet.doubled.push(`${at}: ${step} was raised ${rows.length} times`);
      const [row] = rows;
      if (row === undefined) continue;
      if (!hasPassed) sheet.wrong.push(`${at}: ${step} was raised and has not passed`);
      if (row.dueAt !== due) sheet.wrong.push(`${at}: ${step} is due ${iso(due)}, recorded ${iso(row.dueAt)}`);
      if (row.detectedAt < due && !isMovedSince(thread, row.detectedAt))
        sheet.wrong.push(`${at}: ${step} was raised ${due - row.detectedAt} ms early`);
      note(sheet, evidence, Math.max(due, knownAt(thread, episode)), row.detectedAt);
    }
  }
  for (const key of recorded.keys()) sheet.wrong.push(`${key} belongs to no customer`);
}

/** Whether a deletion was learned after that, which moves the start of a wait: what was raised and told by then is not again. */
const isMovedSince = ({ events }: Thread, at: number): boolean =>
  events.some(({ event, toldAt }) => event.type === 'message_deleted' && (toldAt ?? Number.POSITIVE_INFINITY) > at);

/** When a daemon said that it knows of the wait; what RMS shows is known at its next reading, which nobody waits for. */
function knownAt({ events }: Thread, { messages }: Episode): number {
  const told = events
    .filter(({ event }) => messages.includes(event.id))
    .map(({ toldAt }) => toldAt ?? Number.POSITIVE_INFINITY);
  return Math.min(...told);
}

/** How late it came, without the time in which nothing could be done. */
function note(sheet: Sheet, { blocked }: Evidence, could: number, came: number): void {
  if (!Number.isFinite(could)) return;
  const excused = blocked.reduce(
    (sum, { from, until }) => sum + Math.max(0, Math.min(came, until) - Math.max(could, from)),
    0,
  );
  sheet.latestMs = Math.max(sheet.latestMs, came - could - excused);
}

function judgeMails(counted: readonly Counted[], happened: Happened, evidence: Evidence, sheet: Sheet): void {
  const { taken } = evidence;
  const rowOf = new Map(happened.mails.map((row) => [messageIdOf(String(row.id), FROM, row.slotAt), row]));
  for (const [messageId, copies] of grouped(taken, ({ messageId: id }) => id)) {
    const row = rowOf.get(messageId);
    if (row === undefined) sheet.wrong.push(`a mail ${messageId} that nobody made`);
    else if (copies.length > (row.possiblyTwice ? 2 : 1))
      sheet.doubled.push(`${messageId} came ${copies.length} times`);
  }
  const told = new Map<string, string[]>();
  for (const { id, kind, items } of happened.mails)
    for (const { episodeId, step } of items) {
      const key = `${kind} ${episodeId} ${step}`;
      told.set(key, [...(told.get(key) ?? []), String(id)]);
    }
  for (const [key, ids] of told) if (ids.length > 1) sheet.doubled.push(`${key} was told in the mails ${ids}`);
  for (const one of counted) judgeTold(one, happened, evidence, sheet);
  judgeRecipients(counted, taken, (messageId) => rowOf.get(messageId)?.possiblyTwice === true, sheet);
}

function judgeTold({ thread, episode, dues }: Counted, happened: Happened, evidence: Evidence, sheet: Sheet): void {
  const due = dues.owner_alert!;
  const at = `${thread.number} of ${thread.shop.id}, waiting since ${iso(episode.startedAt)}`;
  const row = happened.episodes.find((one) => one.inquiry === thread.number && one.startedAt === episode.startedAt);
  const step = row?.steps.find((one) => one.step === 'owner_alert' && one.withdrawnAt === null);
  const mails = evidence.taken.filter(
    (mail) => mail.to.includes(ownerOf(thread.shop.id)) && mail.text.includes(thread.number),
  );
  const own = mails.filter(
    (mail) =>
      (mail.at >= due || isMovedSince(thread, mail.at)) &&
      (episode.endedAt === null || mail.at <= episode.endedAt + 600_000),
  );
  // One mail in five minutes to each shop: what RMS showed right after one waits for the next.
  const isBehind = evidence.taken.some(
    (mail) =>
      mail.to.includes(ownerOf(thread.shop.id)) &&
      mail.at < (step?.detectedAt ?? 0) &&
      mail.at > evidence.until - NEXT_MAIL_MS,
  );
  if (episode.endedAt === null && due <= evidence.until && !(own.length === 0 && isBehind)) {
    const isGivenUp = step?.ownerGivenUp === 'unknown';
    const areOpsTold = happened.mails.some(({ cause }) => cause === undeliverableCause(thread.shop.id));
    if (own.length === 0 && isGivenUp && areOpsTold) sheet.givenUp.push(at);
    else if (own.length === 0) sheet.missed.push(`${at}: no mail to the owner names it`);
    if (step?.notifiedAt === null && !isGivenUp) sheet.missed.push(`${at}: the owner's mail is not recorded`);
    if (step?.opsNotifiedAt === null && step.opsGivenUp !== 'unknown') sheet.missed.push(`${at}: ops were not told`);
  }
  const [first] = own;
  if (first === undefined) return;
  if (episode.endedAt === null) note(sheet, evidence, Math.max(due, knownAt(thread, episode)), first.at);
}

/** Whose inquiries stand in whose mails, and whether they still waited. */
function judgeRecipients(
  counted: readonly Counted[],
  taken: readonly TakenMail[],
  isRepeated: (messageId: string) => boolean,
  sheet: Sheet,
): void {
  const threads = grouped(counted, ({ thread }) => thread.number);
  const firsts = [...grouped(taken, ({ messageId }) => messageId).values()].map(([first]) => first!);
  for (const { at, to, text, messageId } of firsts) {
    for (const number of new Set(text.match(/\b7\d{4}\b/g) ?? [])) {
      const waits = threads.get(number);
      if (waits === undefined) continue;
      const { thread } = waits[0]!;
      const isOwn = to.every((address) => address.includes('ops@') || address.includes(`-${thread.shop.id}@`));
      if (!isOwn) sheet.wrong.push(`${number} of ${thread.shop.id} stands in a mail to ${to}`);
      if (!to.includes(ownerOf(thread.shop.id)) || thread.shop.rms !== null) continue;
      // Sent once before, perhaps: it is repeated as it was made then.
      if (isRepeated(messageId)) continue;
      // An answer that a daemon had long before is known to whoever made the mail.
      const open = waits.some(({ episode }) => episode.startedAt < at && !endKnown(thread, episode, at - IN_WORK_MS));
      if (!open) sheet.wrong.push(`${number} was answered long before ${messageId} of ${iso(at)}`);
    }
  }
}

function endKnown({ events }: Thread, { endedAt }: Episode, at: number): boolean {
  if (endedAt === null) return false;
  const end = events.find(({ event }) => event.at === endedAt && event.type !== 'customer_message');
  return end?.toldAt != null && end.toldAt < at;
}

function grouped<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOfItem(item), [...(groups.get(keyOfItem(item)) ?? []), item]);
  return groups;
}

const iso = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString());
