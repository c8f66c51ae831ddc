// Who is told of which step, and what holds the telling back: the only place of this rule (RULES.md 5; MAIL.md 2, 3, 4, 7).
// A row says to whom a step is told; whoever else is to be told of something, or of something else, is another row. The
// database selects by SQL that is made from these rows (store/notifications/telling.ts).

import type { Step } from '../model.ts';

/** Who can be told. */
export const AUDIENCES = ['owner', 'ops'] as const;
export type Audience = (typeof AUDIENCES)[number];

/**
 * What can hold a telling back; the first of those that do is named as the reason.
 * - `withdrawn`: the step has not passed after all.
 * - `while-completed`: a breach that passed while the thread was completed, which never counts (RULES.md 2.4).
 * - `answered`: the episode has ended.
 * - `told`: it was told on this way (by mail, by webhook), or was given up for good.
 * - `not-configured`: nobody knows its shop at the moment.
 * - `muted`: somebody has it in hand, or asked for silence until an instant.
 * - `recomputing`: an edit of its shop is being worked into the deadlines.
 * - `awaited`: its shop's source is new and was not read yet.
 * - `early`: its slot is still to come, or it has none.
 */
export const HOLDS = [
  'withdrawn',
  'while-completed',
  'answered',
  'told',
  'not-configured',
  'muted',
  'recomputing',
  'awaited',
  'early',
] as const;
export type Hold = (typeof HOLDS)[number];

/** One row of the rule: this step is told to them, and these things do not hold it back. */
export interface Telling {
  readonly to: Audience;
  readonly of: Step;
  readonly inSpiteOf: readonly Hold[];
}

/** Of a flag nobody is told. A breach is a fact for ops, whatever became of it; nobody mutes what ops are told. */
export const TELLINGS: readonly Telling[] = [
  { to: 'owner', of: 'owner_alert', inSpiteOf: [] },
  { to: 'ops', of: 'owner_alert', inSpiteOf: ['muted'] },
  { to: 'ops', of: 'breach', inSpiteOf: ['muted', 'answered'] },
];

/** To them, telling this step tells the other as well: the strongest level wins (MAIL.md 4). */
export const TELLS_TOO: readonly { readonly to: Audience; readonly of: Step; readonly also: Step }[] = [
  { to: 'ops', of: 'breach', also: 'owner_alert' },
];

/**
 * When it is asked, and what counts then.
 * - `open`: a notification is put into the outbox.
 * - `tell`: its facts are read, to be sent at once. What an edit or a new source may still change was waited for.
 * - `repeat`: a text that may have gone out goes once more as it was, or an ended notification is made anew.
 * - `remind`: what was told is told again.
 */
export const MOMENTS = {
  open: HOLDS,
  tell: ['withdrawn', 'while-completed', 'answered', 'told', 'not-configured', 'muted', 'early'],
  repeat: ['withdrawn', 'while-completed', 'answered'],
  remind: ['withdrawn', 'while-completed', 'answered', 'not-configured', 'muted'],
} as const satisfies Readonly<Record<string, readonly Hold[]>>;
export type Moment = keyof typeof MOMENTS;

/** `not-theirs`: they are not told of such steps at all. */
export type Decision = { readonly told: true } | { readonly told: false; readonly why: Hold | 'not-theirs' };

/** Whether they are told of a step at this moment, given what stands in the way of it just now, and if not, why. */
export function decide(
  to: Audience,
  of: Step,
  moment: Moment,
  holds: Readonly<Partial<Record<Hold, boolean>>>,
): Decision {
  const telling = TELLINGS.find((one) => one.to === to && one.of === of);
  if (telling === undefined) return { told: false, why: 'not-theirs' };
  const why = holdsOf(telling, moment).find((hold) => holds[hold]);
  return why === undefined ? { told: true } : { told: false, why };
}

/** What can hold this telling back at this moment, in the order of reasons. */
export function holdsOf({ inSpiteOf }: Telling, moment: Moment): readonly Hold[] {
  return HOLDS.filter((hold) => (MOMENTS[moment] as readonly Hold[]).includes(hold) && !inSpiteOf.includes(hold));
}

/** The steps that they are told of. */
export function stepsToldTo(to: Audience): readonly Step[] {
  return TELLINGS.filter((telling) => telling.to === to).map(({ of }) => of);
}
