// cli: `deadline`, why the three due instants of one inquiry are what they are, for people; --json for programs.

import { readInstantText } from '../config/event-input.ts';
import { formatFault } from '../config/faults.ts';
import { formatDuration } from '../config/policy-input.ts';
import { choosePolicy } from '../config/shop-input.ts';
import { type Calendar, NoBusinessDayError } from '../core/calendar.ts';
import { deadlineFields } from '../core/deadline-fields.ts';
import { explain, explainInWords } from '../core/explain.ts';
import { formatDue, formatLocal } from '../core/format.ts';
import { isoUtc } from '../core/instant.ts';
import type { Deadlines, Instant, Language, Policy } from '../core/model.ts';
import { otherRules } from '../core/other-rules.ts';
import type { ExitCode, Output } from './io.ts';
import { languagesOf } from './languages.ts';
import { type OpenedShop, openShop, RMS_LEFT_OUT } from './open-shop.ts';
import { textTable } from './text-table.ts';

export interface DeadlineOptions {
  readonly channel?: string | undefined;
  readonly type?: string | undefined;
  readonly category?: string | undefined;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly config: string;
}

const WORDS = {
  ja: {
    received: '受信',
    policy: '数え方',
    others: 'ほかの数え方なら',
    same: '時間・分で数えるときは、数え方の違いはありません。',
    none: '400日以内に営業日がありません',
  },
  en: {
    received: 'Received',
    policy: 'Policy',
    others: 'Under the other counting rules',
    same: 'Steps in hours and minutes are the same under every counting rule.',
    none: 'no business day within 400 days',
  },
} as const;

/** Writes the deadlines; exit code 1 when there are none, 2 for an unknown shop or an instant that cannot be read. */
export function deadline(id: string, instant: string, options: DeadlineOptions, out: Output): ExitCode {
  const languages = languagesOf(options.lang, out);
  const startedAt = readInstantText(instant, 'instant');
  if (typeof startedAt !== 'number') out.error(formatFault(startedAt));
  if (!languages || typeof startedAt !== 'number') return 2;
  const opened = openShop(id, options.config, out);
  if (typeof opened === 'number') return opened;
  const policy = choosePolicy(opened.shop, options);
  try {
    if (options.json) out.write(JSON.stringify(asJson(opened, policy, startedAt)));
    else out.write(languages.map((language) => inWords(opened, policy, startedAt, language).join('\n')).join('\n\n'));
    return 0;
  } catch (error) {
    if (!(error instanceof NoBusinessDayError)) throw error;
    out.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

function inWords({ shop, calendar }: OpenedShop, policy: Policy, startedAt: Instant, language: Language): string[] {
  const words = WORDS[language];
  return [
    `${shop.name} (${shop.id}, ${shop.timeZone})`,
    `${words.received}: ${formatLocal(startedAt, calendar.zone, language, true)}`,
    `${words.policy}: ${policy.counting} ${policyLengths(policy).join(' / ')}`,
    '',
    ...explainInWords(explain(calendar, policy, startedAt), language),
    '',
    ...othersInWords(calendar, policy, startedAt, language),
    ...(shop.calendar.rms ? ['', RMS_LEFT_OUT[language]] : []),
  ];
}

function othersInWords(calendar: Calendar, policy: Policy, startedAt: Instant, language: Language): string[] {
  const words = WORDS[language];
  if (!('days' in policy.flagAfter)) return [words.same];
  const rows = otherRules(calendar, policy, startedAt).map(({ counting, deadlines }) => [
    `  ${counting}`,
    ...(deadlines ? dueInstants(deadlines).map((due) => formatDue(due, calendar.zone, language)) : [words.none]),
  ]);
  return [`${words.others}:`, ...textTable([['', ...policyLengths(policy)], ...rows])];
}

function asJson({ shop, calendar }: OpenedShop, policy: Policy, startedAt: Instant): object {
  const explanation = explain(calendar, policy, startedAt);
  const [flagAfter, mailOwnerAfter, breachAfter] = policyLengths(policy);
  return {
    shop: shop.id,
    timeZone: shop.timeZone,
    revision: shop.revision,
    startedAt: isoUtc(startedAt),
    policy: { counting: policy.counting, flagAfter, mailOwnerAfter, breachAfter },
    ...deadlineFields(explanation.deadlines),
    explanation,
    words: { ja: explainInWords(explanation, 'ja'), en: explainInWords(explanation, 'en') },
    otherRules: otherRules(calendar, policy, startedAt).map(({ counting, deadlines }) => ({
      counting,
      ...(deadlines ? deadlineFields(deadlines) : { error: { code: 'no-business-day' } }),
    })),
  };
}

function policyLengths(policy: Policy): [string, string, string] {
  return [formatDuration(policy.flagAfter), formatDuration(policy.mailOwnerAfter), formatDuration(policy.breachAfter)];
}

function dueInstants({ flagAt, mailOwnerAt, breachAt }: Deadlines): Instant[] {
  return [flagAt, mailOwnerAt, breachAt];
}
