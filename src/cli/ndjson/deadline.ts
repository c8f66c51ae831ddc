// cli: `deadline`, why the three due instants of one inquiry are what they are, for people; --json for programs.

import { formatDuration } from '../../config/input/duration.ts';
import { policyFields } from '../../config/input/policy.ts';
import { choosePolicy } from '../../config/input/shop-settings.ts';
import { describe } from '../../config/values/faults.ts';
import { type Calendar, NoBusinessDayError } from '../../core/calendar/calendar.ts';
import { type Instant, type Language, type Policy, STEPS } from '../../core/model.ts';
import { deadlineFields, deadlineTexts } from '../../core/steps/deadline-fields.ts';
import { explain, explainInWords } from '../../core/steps/explain.ts';
import { otherRules } from '../../core/steps/other-rules.ts';
import { formatDue, formatLocal } from '../../core/time/format.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { readWhen, type When } from '../../core/time/when.ts';
import type { CommandIo, ExitCode, Output } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { compileFromFile, type OpenedShop, openShop, RMS_LEFT_OUT } from '../io/open-shop.ts';
import { textTable } from '../io/text-table.ts';

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
    local: (zone: string) => `店舗の現地時刻（${zone}）として読み取りました`,
    policy: '数え方',
    others: 'ほかの数え方なら',
    same: '時間・分で数えるときは、数え方の違いはありません。',
    none: '400日以内に営業日がありません',
  },
  en: {
    received: 'Received',
    local: (zone: string) => `taken as the shop’s local time (${zone})`,
    policy: 'Policy',
    others: 'Under the other counting rules',
    same: 'Steps in hours and minutes are the same under every counting rule.',
    none: 'no business day within 400 days',
  },
} as const;

/** Writes the deadlines; exit code 1 when there are none, 2 for an unknown shop or a time that cannot be read. */
export function deadline(
  id: string,
  written: string,
  options: DeadlineOptions,
  io: Output & Pick<CommandIo, 'now'>,
): ExitCode {
  const languages = languagesOf(options.lang, io);
  if (!languages) return 2;
  const opened = openShop(id, options.config, io);
  if (typeof opened === 'number') return opened;
  const when = readWhen(written, io.now(), opened.calendar.zone);
  if ('fault' in when) {
    io.error(`instant: found ${describe(written)}, ${when.fault}`.replace(', allowed:', '; allowed:'));
    return 2;
  }
  const policy = choosePolicy(opened.shop, options);
  const counted = { shop: opened.shop, calendar: compileFromFile(opened.shop, policy.calendar) };
  try {
    if (options.json) void io.write(JSON.stringify(asJson(counted, policy, when)));
    else void io.write(languages.map((language) => inWords(counted, policy, when, language).join('\n')).join('\n\n'));
    return 0;
  } catch (error) {
    if (!(error instanceof NoBusinessDayError)) throw error;
    io.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

function inWords({ shop, calendar }: OpenedShop, policy: Policy, when: When, language: Language): string[] {
  const words = WORDS[language];
  const { at: startedAt } = when;
  return [
    `${shop.name} (${shop.id}, ${shop.timeZone})`,
    `${words.received}: ${formatLocal(startedAt, calendar.zone, language, true)}`,
    ...takenAs(when, shop.timeZone, language).map((line) => `  ${line}`),
    `${words.policy}: ${policy.counting} ${STEPS.map((step) => formatDuration(policy.after[step])).join(' / ')}`,
    '',
    ...explainInWords(explain(calendar, policy, startedAt), language),
    '',
    ...othersInWords(calendar, policy, startedAt, language),
    ...(calendar.spec.rms ? ['', RMS_LEFT_OUT[language]] : []),
  ];
}

/** How what a person wrote was taken; nothing for an instant with its offset. */
function takenAs({ as, notes }: When, timeZone: string, language: Language): string[] {
  const local = as === 'local' ? [WORDS[language].local(timeZone)] : [];
  return [...local, ...notes.map((note) => note[language])];
}

function othersInWords(calendar: Calendar, policy: Policy, startedAt: Instant, language: Language): string[] {
  const words = WORDS[language];
  if (!('days' in policy.after.flag)) return [words.same];
  const rows = otherRules(calendar, policy, startedAt).map(({ counting, deadlines }) => [
    `  ${counting}`,
    ...(deadlines ? STEPS.map((step) => formatDue(deadlines.at[step], calendar.zone, language)) : [words.none]),
  ]);
  if (rows.length === 0) return [];
  return [
    `${words.others}:`,
    ...textTable([['', ...STEPS.map((step) => formatDuration(policy.after[step]))], ...rows]),
  ];
}

function asJson({ shop, calendar }: OpenedShop, policy: Policy, when: When): object {
  const { at: startedAt } = when;
  const explanation = explain(calendar, policy, startedAt);
  return {
    shop: shop.id,
    timeZone: shop.timeZone,
    revision: shop.revision,
    startedAt: isoUtc(startedAt),
    takenAs: { as: when.as, ja: takenAs(when, shop.timeZone, 'ja'), en: takenAs(when, shop.timeZone, 'en') },
    policy: {
      counting: policy.counting,
      flagAfter: formatDuration(policy.after.flag),
      mailOwnerAfter: formatDuration(policy.after.owner_alert),
      breachAfter: formatDuration(policy.after.breach),
    },
    ...deadlineTexts(explanation.deadlines),
    explanation: { ...explanation, policy: policyFields(policy), deadlines: deadlineFields(explanation.deadlines) },
    words: { ja: explainInWords(explanation, 'ja'), en: explainInWords(explanation, 'en') },
    otherRules: otherRules(calendar, policy, startedAt).map(({ counting, deadlines }) => ({
      counting,
      ...(deadlines ? deadlineTexts(deadlines) : { error: { code: 'no-business-day' } }),
    })),
  };
}
