// Small parts that pages share: icons, step badges, freshness, the time left. Every one of them says its words.

import { MINUTE_MS } from '../../core/civil-date.ts';
import { formatMinute } from '../../core/format.ts';
import type { Policy, Step } from '../../core/model.ts';
import { openTimeInWords, stepInWords } from '../../core/words.ts';
import type { Zone } from '../../core/zone.ts';
import { blindCauseInWords, silentCause } from '../../service/blind-causes.ts';
import type { Freshness, Level, OpenInquiry } from '../../service/board.ts';
import { local, type View } from './view.ts';

const ICONS = {
  none: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.6a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8ZM7.2 4.5v4l3 1.8.8-1.3-2.2-1.3V4.5Z',
  flag: 'M3 1h1.6v.9C6.3 1 8 1.2 9.5 1.9c1.4.6 2.6.6 4-.2v7.4c-1.5.9-3 1-4.6.3-1.5-.7-2.8-.7-4.3.2V15H3Z',
  owner_alert: 'M1 3h14v10H1Zm1.6 1.7v6.7h10.8V4.7L8 9.1Zm1 0L8 7.2l4.4-2.9Z',
  breach: 'M5 1h6l4 4v6l-4 4H5l-4-4V5Zm2.1 3v5h1.8V4Zm0 6.2V12h1.8v-1.8Z',
  unknown: 'M8 1 15.5 14.5H.5Zm-.9 5v4.3h1.8V6Zm0 5.3V13h1.8v-1.7Z',
  ok: 'M6.3 12.9 1.6 8.2l1.3-1.3 3.4 3.4 6.8-6.8 1.3 1.3Z',
  pushed: 'M7.2 1h1.6v7.3l2.6-2.6 1.1 1.1L8 11.3 3.5 6.8l1.1-1.1 2.6 2.6ZM2 13.4h12V15H2Z',
} as const;

export const FLAG_PATH = ICONS.flag;

export function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      <path fill-rule="evenodd" d={ICONS[name]} />
    </svg>
  );
}

/** The step an inquiry has reached, in the words of its policy. */
export function Badge({ view, level, policy }: { view: View; level: Level; policy: Policy | null }) {
  return (
    <span class={`badge level-${level}`}>
      <Icon name={level} />
      {levelInWords(view, level, policy)}
    </span>
  );
}

/** A step's name where it only says what will be. */
export function PlainStep({ view, step, policy }: { view: View; step: Step; policy: Policy }) {
  return (
    <span class="badge plain">
      <Icon name={step} />
      {levelInWords(view, step, policy)}
    </span>
  );
}

export function levelInWords({ words, language }: View, level: Level, policy: Policy | null): string {
  if (level === 'none') return words.level.none;
  if (policy === null) return words.steps[level];
  const lengths = { flag: policy.flagAfter, owner_alert: policy.mailOwnerAfter, breach: policy.breachAfter };
  return stepInWords(level, lengths[level], language);
}

/** How old our knowledge is; unknown is never green (domain.md 7). */
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
  const { since, failureKind } = freshness;
  return (
    <span class="fresh unknown">
      <Icon name="unknown" />
      <span>
        {since === null ? words.fresh.neverRead : words.fresh.unknownSince(local(view, since, zone))}
        {failureKind === null ? null : ` ${blindCauseInWords(silentCause(failureKind), view.language)}`}
      </span>
    </span>
  );
}

/** What is left until the breach, in business terms (alert-mail.md 11). */
export function leftInWords(view: View, row: OpenInquiry, zone: Zone): string {
  const { left } = view.words;
  if (row.breachAt === null) return '–';
  if (row.openMsLeft !== null) {
    const minutes = Math.floor(Math.abs(row.openMsLeft) / MINUTE_MS) * MINUTE_MS;
    const time = openTimeInWords(minutes, view.language);
    return row.breachAt > view.now ? left.open(time) : left.overOpen(time);
  }
  const days = row.businessDaysLeft ?? 0;
  if (row.breachAt <= view.now) return left.over(Math.max(1, -days));
  // From a closed day the last date in time may lie behind us although the due instant does not.
  if (days > 0 || zone.localDay(row.breachAt - 1) !== zone.localDay(view.now)) return left.days(Math.max(1, days));
  if (row.breachAt === zone.startOfDay(zone.localDay(row.breachAt))) return left.today;
  return left.todayUntil(formatMinute(Math.floor(zone.localMs(row.breachAt) / MINUTE_MS)));
}
