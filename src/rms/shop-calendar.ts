// ShopAPI's shopCalendar → what RMS closes for INQUIRIES: 休業日 and 発送業務のみ, but not 受注・お問い合わせ業務のみ
// (shippingHoliday), on which the inquiry staff works; a union of all three is the obvious bug. Traps: the result code
// counts, not the HTTP status; an all-empty calendar may be a wipe, which the caller holds.

import { XMLParser } from 'fast-xml-parser';
import type { EpochDay, RmsClosures, Weekday } from '../core/model.ts';
import type { RmsClient } from './client.ts';
import { looksLikeHtml, readErrorBody } from './error-body.ts';
import { formatRmsDate, utcDay } from './jst.ts';
import { RmsError, type RmsErrorKind } from './rms-error.ts';

const SHOP_CALENDAR_PATH = '/es/1.0/shop/shopCalendar';

/** RMS's three lists by their element names. */
const CALENDAR_LISTS = ['businessHoliday', 'shippingHoliday', 'shippingOnly'] as const;
type CalendarList = (typeof CALENDAR_LISTS)[number];

export interface ShopCalendar {
  /** Closed for inquiries: businessHoliday ∪ shippingOnly (RULES.md 4). */
  readonly closures: RmsClosures;
  /** The three lists as RMS has them, for keeping and for showing drift. */
  readonly lists: Readonly<Record<CalendarList, RmsClosures>>;
  /** Nothing in any list (年中無休, or a wipe). */
  readonly empty: boolean;
}

const WEEKDAY_OF: Readonly<Record<string, Weekday>> = {
  SUNDAY: 'sun',
  MONDAY: 'mon',
  TUESDAY: 'tue',
  WEDNESDAY: 'wed',
  THURSDAY: 'thu',
  FRIDAY: 'fri',
  SATURDAY: 'sat',
};
const RESULT_KINDS: Readonly<Record<string, RmsErrorKind>> = { S900: 'maintenance', C001: 'bad-request' };
const NOTHING: RmsClosures = { weekdays: [], nationalHolidays: false, days: [] };
const LONGEST_PERIOD = 180;

const xml = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  // A document that defines entities of its own may grow without end.
  processEntities: false,
  isArray: (name) => name === 'weekday' || name === 'eventDate',
});

/**
 * The shop's calendar from a date forward, 180 days by default (the most RMS gives).
 * @throws RmsError
 */
export async function readShopCalendar(
  client: RmsClient,
  from: EpochDay,
  periodDays: number = LONGEST_PERIOD,
  signal?: AbortSignal,
): Promise<ShopCalendar> {
  const period = Math.min(Math.max(1, periodDays), LONGEST_PERIOD);
  const query = { fromDate: formatRmsDate(from), period: String(period) };
  const text = await client.get(SHOP_CALENDAR_PATH, query, 'shopCalendar', signal);
  return text === null ? decodeLists({}) : decodeShopCalendar(text);
}

/** Decodes the answer. @throws RmsError by result code, or `contract` when it is not the documented XML */
export function decodeShopCalendar(text: string): ShopCalendar {
  const response = parse(text);
  const code = typeof response.resultCode === 'string' ? response.resultCode.trim() : '';
  if (code === 'N000' || code === 'S901' || code === 'C008') {
    return decodeLists(record(record(response.result).shopCalendar));
  }
  const safeCode = readErrorBody(text).code ?? 'none';
  const kind = RESULT_KINDS[code] ?? (/^[ES]\d+/.test(code) ? 'outage' : 'contract');
  throw new RmsError(kind, `RMS shopCalendar: result code ${safeCode}`, { code: safeCode });
}

function parse(text: string): Record<string, unknown> {
  if (looksLikeHtml(text)) throw new RmsError('outage', 'RMS shopCalendar: an HTML page instead of XML');
  // The parser forgives a missing end, which would lose closed days; the root's end tag shows that nothing was cut.
  if (!/<\/(?:\w+:)?shopBizApiResponse\s*>\s*$/.test(text)) {
    const kind = text.includes('shopBizApiResponse') ? 'outage' : 'contract';
    throw new RmsError(kind, 'RMS shopCalendar: cut or unknown XML', { code: 'invalid-xml' });
  }
  try {
    return record(record(xml.parse(text)).shopBizApiResponse);
  } catch {
    throw new RmsError('outage', 'RMS shopCalendar: broken XML', { code: 'invalid-xml' });
  }
}

function decodeLists(calendar: Record<string, unknown>): ShopCalendar {
  const lists = {
    businessHoliday: decodeList(calendar.businessHoliday),
    shippingHoliday: decodeList(calendar.shippingHoliday),
    shippingOnly: decodeList(calendar.shippingOnly),
  };
  return {
    closures: union(lists.businessHoliday, lists.shippingOnly),
    lists,
    empty: CALENDAR_LISTS.every((name) => isEmpty(lists[name])),
  };
}

/** One item, an empty element and a missing element all parse. */
function decodeList(value: unknown): RmsClosures {
  const list = record(value);
  const words = texts(record(list.regularSchedule).weekday);
  const weekdays = words.filter((word) => word !== 'HOLIDAY').map((word) => WEEKDAY_OF[word] ?? refuse('weekday'));
  const days = texts(record(list.eventDates).eventDate).map((date) => eventDay(date) ?? refuse('eventDate'));
  return union({ weekdays, nationalHolidays: words.includes('HOLIDAY'), days }, NOTHING);
}

function eventDay(text: string): EpochDay | null {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text);
  return match === null ? null : utcDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Sorted and without doubles, so that equal calendars are equal values. */
function union(a: RmsClosures, b: RmsClosures): RmsClosures {
  const weekdays = new Set([...a.weekdays, ...b.weekdays]);
  return {
    weekdays: Object.values(WEEKDAY_OF).filter((day) => weekdays.has(day)),
    nationalHolidays: a.nationalHolidays || b.nationalHolidays,
    days: [...new Set([...a.days, ...b.days])].sort((x, y) => x - y),
  };
}

function isEmpty(list: RmsClosures): boolean {
  return list.weekdays.length === 0 && !list.nationalHolidays && list.days.length === 0;
}

/** Better no calendar than one with a closed day lost. */
function refuse(field: string): never {
  throw new RmsError('contract', `RMS shopCalendar: a value in ${field} is not as documented`, { code: 'contract' });
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [];
  return list.map((item) => String(item).trim()).filter((text) => text !== '');
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
