// What changed from one revision of a shop's file to the next, in words: kept with the revision and shown before an
// edit is applied. Pure. Addresses of feeds and webhooks and names of secrets may be private, so they are only said to differ.

import { isDeepStrictEqual } from 'node:util';
import { formatDuration } from '../../config/input/duration.ts';
import type { NamedCalendars } from '../../config/input/named-calendars.ts';
import type { PolicyRule } from '../../config/input/policy.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type {
  Bilingual,
  CalendarSpec,
  ClosedEntry,
  Language,
  MinuteRange,
  MonthDay,
  OpenEntry,
} from '../../core/model.ts';
import { STEPS, WEEKDAYS } from '../../core/model.ts';
import { noticeKey } from '../../core/steps/notices.ts';
import { rangeInWords } from '../../core/time/day-ranges.ts';
import { formatMinute, weekdayName } from '../../core/time/format.ts';
import { keptSpec } from './kept-spec.ts';

/** Lines, the same number in each language. */
export type Difference = Readonly<Record<Language, readonly string[]>>;

type Words = (language: Language) => string;

const LABELS = {
  name: { ja: '店舗名', en: 'name' },
  timeZone: { ja: 'タイムゾーン', en: 'time zone' },
  language: { ja: '言語', en: 'language' },
  owner: { ja: '店舗責任者の宛先', en: 'owner addresses' },
  mail: { ja: 'メールの設定', en: 'mail settings' },
  contacts: { ja: '連絡先', en: 'contacts' },
  people: { ja: '担当者', en: 'people' },
  chats: { ja: 'チャット', en: 'chats' },
  goals: { ja: '目標', en: 'goals' },
  morning: { ja: '朝の一覧', en: 'morning list' },
  weekly: { ja: '週のまとめ', en: 'weekly summary' },
  group: { ja: 'グループ', en: 'group' },
  department: { ja: '部署', en: 'department' },
  templates: { ja: '返信文のひな形', en: 'reply templates' },
  presence: { ja: '受付状況を確認する窓口', en: 'presence' },
  sameCustomer: { ja: '同じ方の問い合わせの表示', en: 'same customer' },
  webhook: { ja: 'Webhookの設定', en: 'webhook' },
  rms: { ja: 'RMSの接続設定', en: 'RMS access' },
  weeklyClosed: { ja: '定休日', en: 'weekly closed days' },
  nationalHolidays: { ja: '祝日の国', en: 'national holidays' },
  hours: { ja: '営業時間', en: 'opening hours' },
  cutoff: { ja: '締め時刻', en: 'cut-off' },
  closed: { ja: '臨時休業', en: 'closed' },
  open: { ja: '臨時営業', en: 'open' },
  takesRms: { ja: 'RMSの営業カレンダー', en: 'calendar of RMS' },
  ics: { ja: '取り込みカレンダー', en: 'imported calendars' },
  seasons: { ja: '長期休業前の確認', en: 'reminders of seasons' },
  policies: { ja: '期限の数え方', en: 'policies' },
  other: { ja: 'その他の設定', en: 'other settings' },
} as const satisfies Record<string, Bilingual>;

const NONE: Bilingual = { ja: 'なし', en: 'none' };
const JOIN: Bilingual = { ja: '、', en: ', ' };

/** What an admin changed, line by line; null stands for a shop that was, or is, not configured. Empty: nothing. */
export function differenceInWords(old: ShopConfig | null, young: ShopConfig | null): Difference {
  if (young === null) return lines([both('店舗ファイルがなくなりました', 'the shop’s file is gone')]);
  if (old === null) return lines([both('店舗を登録しました', 'the shop is configured')]);
  const [before, after] = [keptSpec(old), keptSpec(young)];
  const words = [
    ...changed('name', before.name, after.name),
    ...changed('timeZone', before.timeZone, after.timeZone),
    ...changed('language', before.language, after.language),
    ...calendarLines(before.calendar, after.calendar),
    ...namedCalendarLines(before.calendars ?? {}, after.calendars ?? {}),
    ...listed('policies', before.policies.map(policyInWords), after.policies.map(policyInWords)),
    ...changed('owner', before.owner.join(', '), after.owner.join(', ')),
    ...differs('mail', before.mail, after.mail),
    ...differs('contacts', before.contacts ?? {}, after.contacts ?? {}),
    ...differs('people', before.people ?? {}, after.people ?? {}),
    ...differs('chats', before.chats ?? {}, after.chats ?? {}),
    ...differs('goals', before.goals ?? [], after.goals ?? []),
    ...differs('morning', before.morning ?? null, after.morning ?? null),
    ...differs('weekly', before.weekly ?? null, after.weekly ?? null),
    ...changed('group', before.group ?? null, after.group ?? null),
    ...changed('department', before.department ?? null, after.department ?? null),
    ...differs('templates', before.templates ?? [], after.templates ?? []),
    ...changed('presence', before.presence?.join(', ') ?? null, after.presence?.join(', ') ?? null),
    ...changed('sameCustomer', onOff(before.sameCustomer), onOff(after.sameCustomer)),
    ...differs('webhook', before.webhookDigest, after.webhookDigest),
    ...differs('rms', before.rms, after.rms),
  ];
  return lines(words.length > 0 ? words : differs('other', before, after));
}

const onOff = (is: true | undefined): string => (is ? 'on' : 'off');

function calendarLines(before: CalendarSpec, after: CalendarSpec): Words[] {
  return [
    ...changedWords('weeklyClosed', weeklyInWords(before), weeklyInWords(after)),
    ...changed('nationalHolidays', before.nationalHolidays, after.nationalHolidays),
    ...changedWords('hours', hoursInWords(before), hoursInWords(after)),
    ...changed('cutoff', minuteOrNull(before.cutoff), minuteOrNull(after.cutoff)),
    ...listed('closed', before.closed.map(closedInWords), after.closed.map(closedInWords)),
    ...listed('open', before.open.map(openInWords), after.open.map(openInWords)),
    ...changed('takesRms', String(before.rms), String(after.rms)),
    ...differs('ics', before.ics ?? [], after.ics ?? []),
    ...changed('seasons', before.seasons ?? null, after.seasons ?? null),
  ];
}

/** Each line of a named calendar begins with its name. */
function namedCalendarLines(before: NamedCalendars, after: NamedCalendars): Words[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [old, young] = [before[name], after[name]];
    if (old === undefined) return [both(`カレンダー「${name}」を追加`, `calendar “${name}” added`)];
    if (young === undefined) return [both(`カレンダー「${name}」を削除`, `calendar “${name}” removed`)];
    return calendarLines(old, young).map(
      (words): Words =>
        (language) =>
          `${quoted(name, language)} ${words(language)}`,
    );
  });
}

const quoted = (name: string, language: Language): string => (language === 'ja' ? `「${name}」` : `“${name}”`);

const both =
  (ja: string, en: string): Words =>
  (language) =>
    ({ ja, en })[language];

function lines(words: readonly Words[]): Difference {
  return { ja: words.map((one) => one('ja')), en: words.map((one) => one('en')) };
}

type Label = keyof typeof LABELS;

function changed(label: Label, before: string | null, after: string | null): Words[] {
  const text =
    (value: string | null): Words =>
    (language) =>
      value ?? NONE[language];
  return changedWords(label, text(before), text(after));
}

function changedWords(label: Label, before: Words, after: Words): Words[] {
  if (before('ja') === after('ja')) return [];
  return [
    (language) =>
      language === 'ja'
        ? `${LABELS[label].ja}: ${before('ja')} → ${after('ja')}`
        : `${LABELS[label].en}: ${before('en')} → ${after('en')}`,
  ];
}

function differs(label: Label, before: unknown, after: unknown): Words[] {
  if (isDeepStrictEqual(asStored(before), asStored(after))) return [];
  return [both(`${LABELS[label].ja}の変更`, `${LABELS[label].en} changed`)];
}

/** As it comes back from the store: without undefined, keys in any order. */
const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Entries of a list that came and went; another order of the same entries is said as such. */
function listed(label: Label, before: readonly Words[], after: readonly Words[]): Words[] {
  const [old, young] = [before, after].map((list) => new Set(list.map((words) => words('ja')))) as [
    Set<string>,
    Set<string>,
  ];
  const { ja, en } = LABELS[label];
  const gone = before.filter((words) => !young.has(words('ja')));
  const come = after.filter((words) => !old.has(words('ja')));
  const [left, now] = [before, after].map((list) => list.map((words) => words('ja')).join('\n'));
  if (gone.length + come.length === 0 && left !== now) return [both(`${ja}の順序の変更`, `${en}: another order`)];
  return [
    ...gone.map(
      (words): Words =>
        (language) =>
          language === 'ja' ? `${ja}を削除: ${words('ja')}` : `${en} removed: ${words('en')}`,
    ),
    ...come.map(
      (words): Words =>
        (language) =>
          language === 'ja' ? `${ja}を追加: ${words('ja')}` : `${en} added: ${words('en')}`,
    ),
  ];
}

const minuteOrNull = (minute: number | null): string | null => (minute === null ? null : formatMinute(minute));

function weeklyInWords({ weeklyClosed }: CalendarSpec): Words {
  const days = WEEKDAYS.filter((day) => weeklyClosed.includes(day));
  return (language) =>
    days.length === 0 ? NONE[language] : days.map((day) => weekdayName(day, language)).join(JOIN[language]);
}

function hoursInWords({ hours }: CalendarSpec): Words {
  if (hours === null) return (language) => NONE[language];
  return (language) =>
    WEEKDAYS.flatMap((day) => {
      const ranges = hours[day];
      return ranges === undefined ? [] : [`${weekdayName(day, language)} ${rangesText(ranges)}`];
    }).join(JOIN[language]);
}

const rangesText = (ranges: readonly MinuteRange[]): string =>
  ranges.map(({ from, to }) => `${formatMinute(from)}-${formatMinute(to)}`).join(' ');

/** An entry of a calendar as lines of a difference name it: `2026/8/12(水)–8/14(金) 夏季休業`. */
export function entryInWords(entry: ClosedEntry | OpenEntry, language: Language): string {
  return ('kind' in entry ? closedInWords(entry) : openInWords(entry))(language);
}

function closedInWords(entry: ClosedEntry): Words {
  if (entry.kind === 'on') return (language) => named(rangeInWords(entry, language, true), entry.name);
  const text = (day: MonthDay) => `${day.month}/${day.day}`;
  const [first, last] = [text(entry.from), text(entry.to)];
  const dates = (glue: string) => (first === last ? first : `${first}${glue}${last}`);
  return (language) => named(language === 'ja' ? `毎年${dates('〜')}` : `every year ${dates(' to ')}`, entry.name);
}

function openInWords(entry: OpenEntry): Words {
  const hours = entry.hours === null ? '' : ` ${rangesText(entry.hours)}`;
  return (language) => named(`${rangeInWords(entry, language, true)}${hours}`, entry.name);
}

const named = (dates: string, name: string): string => (name === '' ? dates : `${dates} ${name}`);

function policyInWords({ channel, type, category, policy }: PolicyRule): Words {
  const traits = [channel, type, category].filter((trait) => trait !== undefined).join(' / ');
  const { counting, dueTime, counts, calendar, notices = [] } = policy;
  const rule = [
    counting,
    ...STEPS.map((step) => formatDuration(policy.after[step])),
    ...(dueTime === undefined ? [] : [`dueTime ${formatMinute(dueTime)}`]),
    ...(counts === undefined ? [] : [`counts ${counts}`]),
    ...(calendar === undefined ? [] : [`calendar ${calendar}`]),
    ...notices.map((notice) => `${noticeKey(notice)} → ${notice.tell.join('+')}`),
  ].join(' ');
  return (language) => `${traits === '' ? { ja: 'すべて', en: 'all' }[language] : traits} ${rule}`;
}
