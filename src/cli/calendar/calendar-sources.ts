// cli: `calendar sources`, the calendars outside a shop's file: how fresh each is, what is held, what to look at, where
// RMS differs. With --read the imported ones are read now and only shown: a preview that stores nothing.

import { driftInWords } from '../../core/calendar/drift-words.ts';
import { type UnreadEntry, unreadOf } from '../../core/calendar/outside-calendar.ts';
import type { EpochDay, Language } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { daysInWords } from '../../core/time/day-ranges.ts';
import { formatLocal } from '../../core/time/format.ts';
import { openZone } from '../../core/time/zone.ts';
import { createCalendarDecoder } from '../../ics/decode/calendar-decoder.ts';
import { type DecodedCalendar, type FeedRemark, isFeedError } from '../../ics/feed.ts';
import { heldCalendars } from '../../service/outside-calendars/accept-held-calendar.ts';
import {
  heldInWords,
  remarkInWords,
  unreadAsJson,
  unreadList,
} from '../../service/outside-calendars/describe-outside.ts';
import { askFeed, type FeedReach } from '../../service/outside-calendars/import-feeds.ts';
import { findDrift } from '../../service/outside-calendars/track-drift.ts';
import { refreshOutside } from '../../service/outside-in-force.ts';
import { outsideSources } from '../../service/outside-sources.ts';
import { type OutsideRow, outsideOfShop } from '../../store/outside-calendars/outside-calendars.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { openReader } from '../io/open-reader.ts';
import { openShop } from '../io/open-shop.ts';
import { quietLog, readConfigFolder, withDatabase } from '../io/settings.ts';

export interface SourcesOptions {
  readonly read?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly config: string;
  readonly data: string;
  /** For tests: how feeds are reached. */
  readonly reach?: FeedReach;
}

/** One calendar as it is told and written as JSON. */
interface SourceLines {
  readonly name: string;
  readonly lines: readonly string[];
  readonly json: object;
}

const SHOWN_DAYS = 180;

const WORDS = {
  ja: {
    none: 'このファイルは外部のカレンダーを使っていません（calendar.rms、calendar.ics）。',
    read: (at: string) => `最終取得 ${at}`,
    never: 'まだ取得していません',
    failing: (why: string) => `取得できていません: ${why}`,
    closes: (days: string) => `180日以内に休みにする日: ${days}`,
    nothing: '180日以内に休みにする日はありません',
    unread: '読み取れない終日の予定（取り込むときは確認待ちになります）',
    leftOut: '読み取れないため、確認のうえ除いている終日の予定',
    drift: 'RMSとの違い',
  },
  en: {
    none: 'This file takes no outside calendar (calendar.rms, calendar.ics).',
    read: (at: string) => `last read ${at}`,
    never: 'not read yet',
    failing: (why: string) => `cannot be read: ${why}`,
    closes: (days: string) => `closes within 180 days: ${days}`,
    nothing: 'closes nothing within 180 days',
    unread: 'All-day entries that cannot be read (an import waits for a word)',
    leftOut: 'All-day entries that cannot be read and are left out by agreement',
    drift: 'Differences from RMS',
  },
} as const;

/** Writes what is known; exit code 1 when a calendar cannot be read or waits for a word. */
export async function calendarSources(id: string, options: SourcesOptions, io: CommandIo): Promise<ExitCode> {
  if (!languagesOf(options.lang, io)) return 2;
  const opened = openShop(id, options.config, io);
  if (typeof opened === 'number') return opened;
  const language = (options.lang as Language | undefined) ?? opened.shop.language;
  if (outsideSources(opened.shop).length === 0) {
    await io.write(options.json ? JSON.stringify({ shop: id, calendars: [], drift: [] }) : WORDS[language].none);
    return 0;
  }
  return options.read ? previewFeeds(id, options, language, io) : knownSources(id, options, language, io);
}

/** What is broken in the folder is said once, by `openShop`. */
const SAID = { error: () => {} };

async function previewFeeds(id: string, options: SourcesOptions, language: Language, io: CommandIo): Promise<ExitCode> {
  const config = readConfigFolder(options.config, SAID);
  const shop = config?.shops.get(id);
  if (!config || !shop) return 1;
  const clock = { now: io.now, realMs: (ms: number) => ms, sleep: async () => {} };
  const service = { config, clock, decodeCalendar: createCalendarDecoder().decode };
  const today = openZone(shop.timeZone).localDay(io.now());
  let unread = false;
  const sources: SourceLines[] = [];
  for (const feed of shop.calendar.ics ?? []) {
    try {
      const read = await askFeed(service, shop, feed, options.reach);
      unread ||= read.unread.length > 0;
      sources.push(readInWords(feed.name, read, today, language));
    } catch (error) {
      if (!isFeedError(error)) throw error;
      unread = true;
      const lines = [WORDS[language].failing(error.message)];
      sources.push({ name: feed.name, lines, json: { name: feed.name, failure: error.message } });
    }
  }
  await write(id, sources, [], { ...options, language }, io);
  return unread ? 1 : 0;
}

async function knownSources(id: string, options: SourcesOptions, language: Language, io: CommandIo): Promise<ExitCode> {
  const config = readConfigFolder(options.config, SAID);
  const shop = config?.shops.get(id);
  if (!config || !shop) return 1;
  return withDatabase(options.data, quietLog(), async (db) => {
    const reader = await openReader(db, config);
    const { clock } = reader;
    await refreshOutside(reader);
    const rows = new Map((await outsideOfShop(db, id)).map((row) => [row.source, row]));
    const held = await heldCalendars(reader, shop);
    const zone = openZone(shop.timeZone);
    const today = zone.localDay(clock.now());
    const sources = outsideSources(shop).map(({ key, feed }): SourceLines => {
      const row = rows.get(key);
      const waits = held.filter(({ source }) => source === key).flatMap((one) => heldInWords(one, language));
      const at = row?.readAt == null ? null : formatLocal(row.readAt, zone, language, true);
      const lines = [
        at === null ? WORDS[language].never : WORDS[language].read(at),
        ...(row?.failure ? [WORDS[language].failing(row.failure)] : []),
        ...waits,
        ...unreadLines(WORDS[language].leftOut, unreadOf(row?.inForce ?? null), language),
        ...remarksOf(row).map((remark) => remarkInWords(remark, language)),
      ];
      return { name: feed?.name ?? 'RMS', lines, json: rowAsJson(feed?.name ?? 'RMS', row, waits.length > 0, today) };
    });
    const drift = findDrift(reader, shop, clock.now()).map((one) => driftInWords(one, language));
    await write(id, sources, drift, { ...options, language }, io);
    const wrong = held.length > 0 || [...rows.values()].some(({ failure }) => failure !== null);
    return wrong ? 1 : 0;
  });
}

function readInWords(
  name: string,
  { days, remarks, unread }: DecodedCalendar,
  today: EpochDay,
  language: Language,
): SourceLines {
  const coming = days.map(({ day }) => day).filter((day) => day >= today && day < today + SHOWN_DAYS);
  const words = WORDS[language];
  const lines = [
    coming.length === 0 ? words.nothing : words.closes(daysInWords(coming, language, 20)),
    ...unreadLines(words.unread, unread, language),
    ...remarks.map((remark) => remarkInWords(remark, language)),
  ];
  const closes = coming.map(formatDate);
  const json = { name, closes, unread: unread.map(unreadAsJson), remarks: remarks.map(remarkAsJson) };
  return { name, lines, json };
}

async function write(
  shop: string,
  sources: readonly SourceLines[],
  drift: readonly string[],
  { json, language }: { readonly json?: boolean | undefined; readonly language: Language },
  io: CommandIo,
): Promise<void> {
  if (json) return io.write(JSON.stringify({ shop, calendars: sources.map((one) => one.json), drift }));
  const blocks = sources.flatMap(({ name, lines }) => [name, ...lines.map((line) => `  ${line}`)]);
  const differences = drift.length === 0 ? [] : [WORDS[language].drift, ...drift.map((line) => `  ${line}`)];
  await io.write([...blocks, ...differences].join('\n'));
}

function unreadLines(title: string, unread: readonly UnreadEntry[], language: Language): string[] {
  return unread.length === 0 ? [] : [title, ...unreadList(unread, language).map((line) => `  ${line}`)];
}

function rowAsJson(name: string, row: OutsideRow | undefined, held: boolean, today: EpochDay): object {
  const iso = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString());
  const remarks = remarksOf(row).filter(({ days }) => (days.at(-1) ?? today) >= today);
  const leftOut = unreadOf(row?.inForce ?? null).map(unreadAsJson);
  const state = { readAt: iso(row?.readAt), failure: row?.failure ?? null, held, leftOut };
  return { name, ...state, remarks: remarks.map(remarkAsJson) };
}

const remarkAsJson = ({ kind, name, days }: FeedRemark) => ({ kind, name, days: days.map(formatDate) });

const remarksOf = (row: OutsideRow | undefined): FeedRemark[] =>
  Array.isArray(row?.remarks) ? (row.remarks as FeedRemark[]) : [];
