// What owners and ops are told of steps: each once, in time, in the window, to the shop whose it is, and to the owner nothing of what
// somebody has in hand or muted while that stands.

import type { Episode } from '../../../src/core/model.ts';
import { standingPromise } from '../../../src/core/steps/promises.ts';
import { nextSendInstant } from '../../../src/core/steps/send-window.ts';
import type { Thread } from '../people.ts';
import type { Rms } from '../rms/rms.ts';
import { OPS, ownerOf } from '../settings.ts';
import type { TakenMail } from '../smtp.ts';
import {
  type Court,
  copyOf,
  heardOf,
  isCalm,
  isList,
  isOfGoals,
  mayTell,
  ON_ITS_WAY_MS,
  readerOf,
} from './evidence.ts';
import { ALLOWED_MS, type Counted, iso } from './law.ts';
import { EITHER, MUTE, madeBefore } from './quiet.ts';

/** A source that was away in the beginning has not been read yet, and holds back what ops are told. */
const FIRST_READ_MS = 20 * 60_000;

/** Of these threads. Returns the latest, in ms, that one came after it could, where nothing excused it. */
export function judgeAnnounced(court: Court, threads: readonly Thread[], now: number): number {
  const byNumber = new Map(threads.map((thread) => [thread.number, thread]));
  for (const mail of court.mails) judgeMail(court, mail, byNumber);
  const late = threads.flatMap((thread) => court.law.counted(thread, now).map((one) => judgeOne(court, one, now)));
  return Math.max(0, ...late);
}

function judgeMail(court: Court, mail: TakenMail, byNumber: ReadonlyMap<string, Thread>): void {
  const { world, law, fault } = court;
  const to = mail.to.join(' ');
  const shop = [...world.settings.config(mail.at).shops.values()].find(({ id }) => ownerOf(id) === to);
  if (shop === undefined && to !== OPS && readerOf(court, mail) === null) fault(`a mail to ${to}, whom nobody knows`);
  if (shop !== undefined && mail.names.length > 0 && !law.isWrongTime(mail.at)) {
    const window = nextSendInstant(law.calendarOf(shop), shop.mail.sendWindow, mail.at);
    if (window > mail.at + 5_000) fault(`${mail.messageId} reached ${shop.id} at ${iso(mail.at)}, outside its window`);
  }
  if (shop === undefined) return;
  const threads = mail.names.flatMap((number) => byNumber.get(number) ?? []);
  for (const { number, shop: of } of threads) if (of !== shop.id) fault(`${number} of ${of} in a mail to ${shop.id}`);
  judgeHeld(court, mail, threads);
}

/** Of what somebody has in hand the owner is told only that a promise is broken, of what is muted nothing. */
function judgeHeld(court: Court, mail: TakenMail, threads: readonly Thread[]): void {
  const { law, quiet, fault, settled } = court;
  const key = `held ${copyOf(mail)}`;
  if (settled.has(key) || isList(mail) || isOfGoals(mail) || !isCalm(court, mail.at)) return;
  if (threads.length === mail.names.length) settled.add(key);
  for (const thread of threads) {
    const promise = standingPromise(law.promises(thread, mail.at));
    const isBroken = promise !== null && promise.until <= mail.at;
    if (quiet.isHeld(thread, isBroken ? MUTE : EITHER, madeBefore(mail.at), mail.at))
      fault(`${mail.messageId} at ${iso(mail.at)} tells the owner of ${thread.number}, which is held back`);
  }
}

function judgeOne(court: Court, one: Counted, now: number): number {
  const { law, quiet, mails, fault, givenUp } = court;
  const { thread, episode, dues, shop } = one;
  const due = dues.owner_alert;
  if (due === null) return 0;
  const { could, limit } = quiet.going(thread, EITHER, shop, Math.max(due, law.learnedAt(thread, episode.messages)));
  const told = mails.filter(
    (mail) =>
      mail.to[0] === ownerOf(shop.id) &&
      !isList(mail) &&
      mail.names.includes(thread.number) &&
      law.latestShown(mail.at) >= due,
  );
  // Its end may have been told long after it.
  const isOwn = (at: number): boolean =>
    episode.endedAt === null || at <= episode.endedAt + ALLOWED_MS || law.isOpenAt(thread, episode.startedAt, at);
  const own = told.filter(({ at }) => at >= episode.startedAt && isOwn(at));
  const at = `${thread.number} of ${iso(episode.startedAt)}`;
  const ids = new Set(own.map(({ messageId }) => messageId));
  // That a promise is broken is told to the owner as well.
  const others = thread.events.filter(({ event }) => event.type === 'promised').length;
  if (ids.size > 1 + others) fault(`${at} was announced in ${ids.size} mails: ${[...ids]}`);
  if (heardOf(court, own).length > 1 + others) fault(`${at} was announced ${own.length} times`);
  if (limit > now || isToldBefore(court, one, due, now)) return 0;
  const mustGo = law.isOpenAt(thread, episode.startedAt, could) && law.isOpenAt(thread, episode.startedAt, limit);
  // Of very many it only says how many there are.
  const mayBeCounted = mails.some(
    (mail) => mail.to[0] === ownerOf(shop.id) && mayTell(mail, thread.number) && mail.at >= could && mail.at <= limit,
  );
  if (mustGo && own.length === 0 && !mayBeCounted && !givenUp.has(shop.id, could, limit))
    fault(`${at}, due ${iso(due)}, could go at ${iso(could)} and was told to nobody`);
  const first = own[0];
  if (first === undefined || !mustGo) return 0;
  if (first.at > limit) fault(`${at} could go at ${iso(could)} and came at ${iso(first.at)}`);
  return law.excused(could) === could ? first.at - could : 0;
}

/** What was told before an edit, or before its start moved, is not told again, whenever it is due now (RULES.md 6). */
function isToldBefore({ world, law, mails }: Court, { thread, episode }: Counted, due: number, now: number): boolean {
  const { startedAt, endedAt, messages } = episode;
  const { editedAt } = world.settings;
  if (endedAt !== null && law.isMixed(thread)) return true;
  const wasDue = ({ episode: before, dues }: Counted, at: number): boolean =>
    dues.owner_alert !== null && dues.owner_alert <= at && isShared(before, messages);
  return mails.some(
    (mail) =>
      mail.at <= now &&
      mail.to[0] === ownerOf(thread.shop) &&
      !isList(mail) &&
      mail.names.includes(thread.number) &&
      ((editedAt !== null && mail.at >= startedAt && mail.at < editedAt) ||
        (mail.at < due && law.counted(thread, mail.at).some((one) => wasDue(one, mail.at)))),
  );
}

const isShared = ({ messages }: Episode, others: readonly string[]): boolean =>
  messages.some((id) => others.includes(id));

/** Whoever mutes what: ops are told of every deadline that passed while the customer waited. */
export function judgeToldOps(
  court: Court,
  rms: Rms,
  threads: readonly Thread[],
  { began, now }: { readonly began: number; readonly now: number },
): void {
  const { law, mails, fault, settled, world } = court;
  const isAwaited = world.settings.shops.some(
    ({ id }) => rms.has(id) && rms.awayOf(id).some(({ from }) => from < began + FIRST_READ_MS),
  );
  if (isAwaited) return;
  const toOps = mails.filter((mail) => mail.to[0] === OPS && !isList(mail));
  for (const thread of threads)
    for (const { episode, dues, shop } of law.counted(thread, now)) {
      const due = dues.breach;
      if (due === null || law.isEditedSince(shop.id, due)) continue;
      const at = `${thread.number} of ${iso(episode.startedAt)}`;
      const { could, limit } = law.going(shop, Math.max(due, law.learnedAt(thread, episode.messages)));
      const isOpen = [could, limit].every((when) => law.isOpenAt(thread, episode.startedAt, when));
      if (limit > now || !isOpen || settled.has(`ops ${at}`)) continue;
      settled.add(`ops ${at}`);
      // What was told by the files before an edit is not told again (RULES.md 6).
      const { editedAt } = world.settings;
      const isTold = (mail: TakenMail): boolean =>
        (mail.at >= due && mail.at <= limit + ON_ITS_WAY_MS) ||
        (editedAt !== null && mail.at >= episode.startedAt && mail.at < editedAt);
      if (!toOps.some((mail) => isTold(mail) && mayTell(mail, thread.number)))
        fault(`${at}: ops could be told at ${iso(could)} that it is late, and were not`);
    }
}
