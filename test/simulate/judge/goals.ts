// Goals: what of them is in danger, by a recount of the world's events; that the owner is told of each once, with figures that are
// so, and again only when it was over meanwhile and a week has passed.

import { goalKey } from '../../../src/core/goals/goals.ts';
import { nextSendInstant } from '../../../src/core/steps/send-window.ts';
import { groupBy } from '../../../src/service/group-by.ts';
import type { Thread } from '../people.ts';
import { ownerOf } from '../settings.ts';
import type { TakenMail } from '../smtp.ts';
import { type Court, copyOf, heardOf, isCalm, isOfGoals, LINE_MS, ON_ITS_WAY_MS } from './evidence.ts';
import {
  holdsAt,
  KINDS,
  push,
  type Stretch,
  stretchesOf,
  type WarningKind,
  type Watched,
  watchedOf,
} from './goal-times.ts';
import { ALLOWED_MS, iso } from './law.ts';
import { pointsUnder, readLetter } from './letters.ts';
import { goalInFigures, isVague, waitsOf } from './recount.ts';
import { goalIn, whole } from './week-figures.ts';

export interface GoalsJudge {
  /** Of the goals of all shops everything that can be said at `now`. Returns how many warnings there were. */
  look(threads: readonly Thread[], now: number): Promise<number>;
  /** Whether what was learned of one of these threads, all of one shop, makes a warning hold or ends one. */
  changes(shop: string, own: readonly Thread[], now: number): boolean;
}

/** A warning as the service keeps it. */
interface WarningRow {
  readonly shop: string;
  readonly goal: string;
  readonly kind: WarningKind;
  readonly made: number;
  readonly over: number | null;
}

/** All that is known of one warning. */
interface Case {
  readonly watched: Watched;
  readonly name: string;
  readonly stretches: readonly Stretch[];
  /** When it was noted, each time. */
  readonly made: readonly number[];
  readonly row: WarningRow | undefined;
}

const QUIET_MS = 7 * 24 * 60 * 60_000;
const WHY: Readonly<Record<WarningKind, string>> = {
  spent: '遅れの余裕がなくなりました。',
  fast: '直近7日だけで余裕の半分を超えて使いました。',
};

/** `began`: since when the service runs. */
export function createGoalsJudge(court: Court, began: number): GoalsJudge {
  const { law, world, fault } = court;
  const times = new Map<string, Stretch[]>();
  const made = new Map<string, number[]>();
  let lookedTo = began;

  /** Each is made anew after a week at the earliest, so that none is missed by looking every day. */
  function caseOf(watched: Watched, rows: readonly WarningRow[], now: number): Case {
    const name = nameOf({ shop: watched.shop.id, goal: goalKey(watched.goal), kind: watched.kind });
    const row = rows.find((one) => nameOf(one) === name);
    const stretches = times.get(name) ?? [];
    for (const one of stretchesOf(law, watched, lookedTo, now)) push(stretches, one);
    times.set(name, stretches);
    const moments = made.get(name) ?? [];
    if (row !== undefined && !moments.includes(row.made)) moments.push(row.made);
    made.set(name, moments);
    return { watched, name, stretches, made: moments, row };
  }

  const held = new Map<string, string>();

  return {
    changes: (id, own, now) => {
      const watched = watchedOf(world.settings.config().shops.get(id)!, own);
      const holding = watched.map((one) => holdsAt(law, one, now)).join();
      const isNew = holding !== held.get(id);
      held.set(id, holding);
      return isNew && watched.length > 0;
    },
    look: async (threads, now) => {
      const rows = await readWarnings(court);
      const watched = [...world.settings.config().shops.values()].flatMap((shop) => watchedOf(shop, threads));
      const cases = watched.map((one) => caseOf(one, rows, now));
      lookedTo = now;
      const known = new Set(cases.map(({ name }) => name));
      for (const row of rows) if (!known.has(nameOf(row))) fault(`${nameOf(row)} is noted, and there is no such goal`);
      for (const one of cases) judgeNoted(court, one, now);
      for (const own of groupBy(cases, (one) => one.watched.shop.id).values()) judgeMails(court, own, now);
      return [...made.values()].reduce((sum, moments) => sum + moments.length, 0);
    },
  };
}

const nameOf = ({ shop, goal, kind }: Pick<WarningRow, 'shop' | 'goal' | 'kind'>): string => `${shop} ${goal} ${kind}`;

/** When it had to be seen that something began at that moment. */
const seenBy = ({ law }: Court, from: number): number => law.excused(from) + ALLOWED_MS;

function judgeNoted(court: Court, one: Case, now: number): void {
  const { name, stretches, made, row } = one;
  const { fault } = court;
  const [last, before] = [made.at(-1), made.at(-2)];
  if (last !== undefined) {
    const around = stretches.filter(({ from, to }) => from <= last + ON_ITS_WAY_MS && to >= last - 1_000);
    if (around.every(({ holds }) => holds === false)) fault(`${name} was noted at ${iso(last)} and did not hold`);
    if (before !== undefined && last < before + QUIET_MS) fault(`${name} was noted at ${iso(before)} and ${iso(last)}`);
    if (before !== undefined && isUnbroken(stretches, before, last))
      fault(`${name} was noted twice and was never over: ${iso(before)}, ${iso(last)}`);
  }
  for (const { from, to, holds } of stretches) {
    if (holds === null || seenBy(court, from) > Math.min(to, now)) continue;
    if (holds) judgeHolding(court, one, { from, to: Math.min(to, now) });
    else if (last !== undefined && last < from && row?.over === null)
      fault(`${name} is over since ${iso(from)}, and is not noted so`);
  }
  if (row !== undefined && row.over !== null && last !== undefined && isUnbroken(stretches, last, row.over))
    fault(`${name} is noted as over at ${iso(row.over)} and holds`);
}

/** It holds for sure from the one moment to the other, with nothing in between of which nobody knows. */
const isUnbroken = (stretches: readonly Stretch[], from: number, to: number): boolean =>
  stretches.some((one) => one.holds === true && one.from <= from - 1_000 && one.to > to + ON_ITS_WAY_MS);

/** What holds so long was noted, at first at once, later after a week. */
function judgeHolding(court: Court, { name, stretches, made }: Case, { from, to }: { from: number; to: number }): void {
  const before = made.filter((at) => at < from).at(-1);
  const wasOver = stretches.some(
    (one) =>
      one.holds === false &&
      before !== undefined &&
      one.from > before &&
      one.to <= from &&
      seenBy(court, one.from) <= one.to,
  );
  if (before !== undefined && !wasOver) return;
  const due = before === undefined ? from : Math.max(from, before + QUIET_MS);
  const limit = seenBy(court, due);
  if (limit <= to && !made.some((at) => at >= from && at <= limit))
    court.fault(`${name} holds since ${iso(from)}, and was not noted by ${iso(limit)}`);
}

function judgeMails(court: Court, own: readonly Case[], now: number): void {
  const { shop } = own[0]!.watched;
  const mails = court.mails.filter((mail) => isOfGoals(mail) && mail.to[0] === ownerOf(shop.id));
  for (const one of own) for (const at of one.made) judgeTold(court, one, at, mails, now);
  let told = Number.NEGATIVE_INFINITY;
  for (const copies of groupBy(mails, ({ messageId }) => messageId).values()) {
    const { at, messageId } = copies[0]!;
    const isNew = own.some(({ made }) => made.some((moment) => moment > told - LINE_MS && moment <= at));
    if (!isNew) court.fault(`${messageId} to ${shop.id} at ${iso(at)} warns of nothing new`);
    if (heardOf(court, copies).length > 1) court.fault(`${messageId} came ${copies.length} times`);
    told = at;
    for (const mail of copies) judgeMail(court, own, mail);
  }
}

/** It is told in the next window, when it still holds. */
function judgeTold(court: Court, one: Case, at: number, mails: readonly TakenMail[], now: number): void {
  const { law, settled, fault, world } = court;
  const { watched, name, stretches } = one;
  const key = `${name} ${at}`;
  const shop = world.settings.config(at).shops.get(watched.shop.id)!;
  const { could, limit } = law.going(shop, at);
  const { editedAt } = world.settings;
  const isEdited = editedAt !== null && editedAt >= at && editedAt <= limit;
  const holds = stretches.some(({ from, to, holds }) => holds === true && from <= at && to > limit);
  if (settled.has(key) || limit > now || isEdited || !holds) return;
  settled.add(key);
  const isTold = mails.some(
    (mail) => mail.at >= at && mail.at <= limit + ON_ITS_WAY_MS && pointOf(mail, one).includes(WHY[watched.kind]),
  );
  if (!isTold) fault(`${name}, noted at ${iso(at)}, could be told at ${iso(could)} and was not`);
}

const pointOf = ({ text }: TakenMail, { watched }: Case): string =>
  pointsUnder(readLetter(text), '')
    .map(whole)
    .find((point) => goalIn(point).startsWith(`${watched.goal.days}日:`)) ?? '';

function judgeMail(court: Court, own: readonly Case[], mail: TakenMail): void {
  const { law, world, fault, settled } = court;
  const { watched } = own[0]!;
  if (settled.has(copyOf(mail))) return;
  settled.add(copyOf(mail));
  const shop = world.settings.config(mail.at).shops.get(watched.shop.id)!;
  const about = `${mail.messageId} of the goals of ${shop.id} at ${iso(mail.at)}`;
  const window = nextSendInstant(law.calendarOf(shop), shop.mail.sendWindow, mail.at - ON_ITS_WAY_MS);
  if (window > mail.at) fault(`${about}: outside its window`);
  const from = mail.at - LINE_MS;
  const isMixed = watched.own.some((thread) => law.isMixedAt(thread, mail.at));
  if (!isCalm(court, mail.at) || isVague(watched.own, from, mail.at) || isMixed) return;
  const said = pointsUnder(readLetter(mail.text), '')
    .map(whole)
    .map((point) => `${goalIn(point)}${KINDS.map((kind) => (point.includes(WHY[kind]) ? WHY[kind] : '')).join('')}`)
    .join(' ');
  const should = [from, mail.at].map((when) => inDanger(court, own, when));
  if (!should.includes(said)) fault(`${about} says ${said}; it is ${should[1]}`);
}

/** The goals that are in danger, in their order. */
function inDanger({ law }: Court, own: readonly Case[], when: number): string {
  const { shop, own: threads } = own[0]!.watched;
  const waits = waitsOf(law, threads, when);
  return (shop.goals ?? [])
    .flatMap((goal) => {
      const holding = own.filter(({ watched }) => watched.goal === goal && holdsAt(law, watched, when));
      if (holding.length === 0) return [];
      const figures = goalInFigures(waits, law.calendarOf(shop), goal, when).replace(/\s/g, '');
      return [`${figures}${holding.map(({ watched }) => WHY[watched.kind]).join('')}`];
    })
    .join(' ');
}

function readWarnings({ world }: Court): Promise<WarningRow[]> {
  return world.engine.ask<WarningRow>(
    'select shop, goal, kind, made_at as made, over_at as over from goal_warning order by shop, goal, kind',
  );
}
