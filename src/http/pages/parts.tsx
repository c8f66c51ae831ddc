// Small parts that pages share: icons, step badges, freshness, the time left. Every one of them says its words.

import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Policy, Step } from '../../core/model.ts';
import { MINUTE_MS } from '../../core/time/civil-date.ts';
import { formatMinute } from '../../core/time/format.ts';
import { openTimeInWords, stepInWords } from '../../core/time/words.ts';
import type { Zone } from '../../core/time/zone.ts';
import type { OpenCounts } from '../../service/board/read-board.ts';
import type { Left, Level, OpenInquiry } from '../../service/board/read-open-page.ts';
import { failureInWords } from '../../service/monitoring/incident-causes.ts';
import type { Freshness } from '../../service/monitoring/read-freshness.ts';
import { ICONS, type IconName } from './icons.ts';
import { href, local, type View } from './view.ts';

const USED = new Map(
  Object.keys(ICONS).map((name) => [name, raw(`<svg aria-hidden="true"><use href="#i-${name}"></use></svg>`)]),
);

/** Uses what `Icons` draws: a list of fifty rows has hundreds of them. */
export function Icon({ name }: { name: IconName }) {
  return USED.get(name)!;
}

const DRAWN = raw(
  `<svg class="icons" aria-hidden="true">${Object.entries(ICONS)
    .map(
      ([name, d]) =>
        `<symbol id="i-${name}" viewBox="0 0 16 16"><path fill="currentColor" fill-rule="evenodd" d="${d}"></path></symbol>`,
    )
    .join('')}</svg>`,
);

/** All icons, once a page and unseen. */
export function Icons() {
  return DRAWN;
}

/** The step an inquiry has reached, in the words of its policy. */
export function Badge({ view, level, policy }: { view: View; level: Level; policy: Policy | null }) {
  return (
    <span class={`badge level-${level}`}>
      <Icon name={level} />
      {headed(levelInWords(view, level, policy))}
    </span>
  );
}

/** A step's name where it only says what will be. */
export function PlainStep({ view, step, policy }: { view: View; step: Step; policy: Policy }) {
  return (
    <span class="badge plain">
      <Icon name={step} />
      {headed(levelInWords(view, step, policy))}
    </span>
  );
}

/** As it stands by itself, and not within a sentence. */
export const headed = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

export function levelInWords({ words, language }: View, level: Level, policy: Policy | null): string {
  if (level === 'none') return words.level.none;
  if (policy === null) return words.steps[level];
  return stepInWords(level, policy.after[level], language);
}

/** How old our knowledge is; unknown is never green (RULES.md 7). */
export function FreshnessNote({ view, freshness, zone }: { view: View; freshness: Freshness; zone: Zone }) {
  const { words } = view;
  if (freshness.state === 'pushed')
    return (
      <span class="fresh">
        <Icon name="pushed" />
        {words.fresh.pushed}
      </span>
    );
  if (freshness.state === 'read')
    return (
      <span class="fresh">
        <Icon name="ok" />
        {words.fresh.read(local(view, freshness.at, zone))}
      </span>
    );
  const { since, failureKind, firstRead } = freshness;
  const what = (): string => {
    if (firstRead !== null) return words.fresh.firstRead(firstRead.daysRead, firstRead.days, firstRead.inquiries);
    return since === null ? words.fresh.neverRead : words.fresh.unknownSince(local(view, since, zone));
  };
  return (
    <span class="fresh unknown">
      <Icon name="unknown" />
      <span>
        {what()}
        {failureKind === null ? null : ` ${failureInWords(failureKind, view.language)}`}
      </span>
    </span>
  );
}

/** What is left until the breach, in business terms (MAIL.md 11). */
export function leftInWords(view: View, row: Left & Pick<OpenInquiry, 'deadlines'>, zone: Zone): string {
  const { left } = view.words;
  if (row.deadlines === null) return '–';
  const { breach } = row.deadlines.at;
  if (row.openMsLeft !== null) {
    const minutes = Math.floor(Math.abs(row.openMsLeft) / MINUTE_MS) * MINUTE_MS;
    const time = openTimeInWords(minutes, view.language);
    if (breach > view.now) return left.open(time);
    return minutes === 0 ? left.justOver : left.overOpen(time);
  }
  const days = row.businessDaysLeft ?? 0;
  if (breach <= view.now) return left.over(Math.max(1, -days));
  // From a closed day the last date in time may lie behind us although the due instant does not.
  if (days > 0 || zone.localDay(breach - 1) !== zone.localDay(view.now)) return left.days(Math.max(1, days));
  if (breach === zone.startOfDay(zone.localDay(breach))) return left.today;
  return left.todayUntil(formatMinute(Math.floor(zone.localMs(breach) / MINUTE_MS)));
}

/** The nested counts of a shop, and the colour each wears. */
export const COLUMNS = [
  ['unanswered', 'none'],
  ['flagged', 'flag'],
  ['ownerAlertDue', 'owner_alert'],
  ['breached', 'breach'],
] as const satisfies readonly (readonly [keyof OpenCounts, Step | 'none'])[];

/** Where the shop answers; only web addresses become links. */
export function AnswerLink({ view, url, ...more }: { view: View; url: string | null; class?: string }) {
  if (url === null || !/^https?:\/\//i.test(url)) return null;
  const { answer, answerElsewhere } = view.words.shop;
  return (
    <a href={url} rel="noreferrer" {...more}>
      {url.startsWith(R_MESSE) ? answer : answerElsewhere}
    </a>
  );
}

const R_MESSE = 'https://rmesse.rms.rakuten.co.jp/';

/** A form that changes something: what a session must send with it is in it (access/form-token.ts). */
export function Form({ view, action, children, ...more }: FormProps) {
  const token = view.principal?.formToken ?? '';
  return (
    <form method="post" action={href(view, action)} {...more}>
      {token === '' ? null : <input type="hidden" name="form_token" value={token} />}
      {children}
    </form>
  );
}

interface FormProps {
  readonly view: View;
  /** A path of ours; the language is added. */
  readonly action: string;
  readonly class?: string;
  readonly id?: string;
  readonly children?: Child;
}
