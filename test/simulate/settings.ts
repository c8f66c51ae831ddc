// What a seed draws once: shops, processes, and how often what goes wrong.

import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import type { Config } from '../../src/config/load.ts';
import { shopOf } from '../config/shop-of.ts';
import type { Random } from './random.ts';
import { closedBy, drawFeed, type FeedDays, type FeedSettings, feedFile } from './settings/feed-settings.ts';
import { drawQuiet, type QuietSettings } from './settings/quiet-settings.ts';
import { drawOutages, type Outage, rmsFile } from './settings/rms-settings.ts';

export interface Settings {
  readonly processes: number;
  readonly inquiries: number;
  readonly shops: readonly ShopConfig[];
  readonly faults: Faults;
  /** So long after the beginning the files are edited; null: never. */
  readonly editAfterMs: number | null;
  /** So long after the beginning everything stands still, and for how long; null: never. */
  readonly standstill: { readonly afterMs: number; readonly ms: number } | null;
  /** So long after the beginning the clock jumps; null: never. */
  readonly jump: Jump | null;
  /** For so long RMS is away. */
  readonly outages: readonly Outage[];
  /** How often people mute, and take in hand. */
  readonly quiet: QuietSettings;
  /** The outside calendar of one shop; null: nobody takes any. */
  readonly feed: FeedSettings | null;
  /** From this moment (epoch ms) on the edited files are in force. */
  edit(at: number): void;
  /** From then on, or for all the time (null), the outside calendar closes these days; once at most it is a moment. */
  closes(days: FeedDays, at: number | null): void;
  /** When the files were edited, or an outside calendar changed. */
  readonly editedAt: number | null;
  /** What is in force, or was at a moment; what outside calendars close is as closed by the files. */
  config(at?: number): Config;
  /** As processes read it now. */
  files(): Config;
}

/** By so many ms, and for how long until it is set right. */
export interface Jump {
  readonly afterMs: number;
  readonly ms: number;
  readonly lastsMs: number;
}

/** Once in so many times; 0 is never. */
export interface Faults {
  /** Of statements: the connection breaks before or after it took effect. */
  readonly breaks: number;
  /** Of statements: the process dies. */
  readonly deaths: number;
  /** Of alarms: lost, doubled, or late. */
  readonly alarms: number;
  /** Of mails: what the server does other than accept. */
  readonly mails: number;
  /** Of answers of RMS: what it says other than what is so. */
  readonly rms: number;
}

export const OPS = 'ops@world.example';
/** Who of a shop promises answers, where somebody says who. */
export const MAKER = 'yamada';
/** Who stands in for them while they are away. */
export const STAND_IN = 'sato';
/** What the agency calls those of its shops that it looks at together. */
export const GROUP = 'tokyo';
export const ownerOf = (shop: string): string => `owner-${shop}@world.example`;

const RULES = ['day-end', 'day-end-shifted', 'elapsed'];
const NOTICES = [
  [],
  [{ at: 'flag', tell: ['staff'] }],
  [
    { before: '3h', of: 'breach', tell: ['staff'] },
    { at: 'flag', tell: ['staff'] },
    { after: '4d', tell: ['lead'] },
  ],
  [
    { before: '1d', of: 'owner_alert', tell: ['staff', 'lead'] },
    { before: '2h', of: 'promise', tell: ['staff'] },
  ],
];
const MORNINGS = [
  {},
  { morning: { tell: ['staff'], at: 'opening' } },
  { morning: { tell: ['staff', 'lead'], at: '10:30' } },
];
/** What those who lead do not want to be told. */
const QUIET = [{}, { quiet: ['before', 'morning'] }, { quiet: ['flag', 'weekly'] }];
/** Until when whoever promises is away, at the beginning of a world or for all of it. */
const AWAY = [
  {},
  { away: { until: '2026-11-27', standIn: STAND_IN } },
  { away: { until: '2026-12-03', standIn: STAND_IN } },
  { away: { until: '2026-12-03' } },
];
/** Some on days that are closed. */
const WEEKLIES = [
  {},
  { weekly: 'mon' },
  { weekly: 'wed' },
  { weekly: { on: 'fri', tell: ['owner', 'lead'] } },
  { weekly: { on: 'sun', tell: ['staff'] } },
];
/** Of so few inquiries much has to be allowed for a budget to rise and fall. */
const GOALS = [
  {},
  { goals: [{ within: 'breach', percent: 80, days: 30 }] },
  {
    goals: [
      { within: 'flag', percent: 50, days: 10 },
      { average: '12h', days: 30 },
    ],
  },
  {
    goals: [
      { within: 'owner_alert', percent: 70, days: 5 },
      { within: 'flag', percent: 40, days: 8 },
    ],
  },
];
const HOUR_MS = 3_600_000;

/** What somebody changes in a shop's file: longer steps, or days that turn out to be closed; nothing is due sooner by it. */
const EDITS: readonly ((file: Record<string, unknown>) => Record<string, unknown>)[] = [
  (file) => file,
  ({ policies, ...file }) => ({
    ...file,
    policies: (policies as object[]).map((policy) => ({ ...policy, ...LONGER })),
  }),
  ({ calendar, ...file }) => ({ ...file, calendar: { ...(calendar as object), closed: [CLOSURE] } }),
];
const LONGER = { flagAfter: '2d', mailOwnerAfter: '3d', breachAfter: '4d' };
const CLOSURE = { on: '2026-12-02..2026-12-03', name: '棚卸し' };
const CALENDARS = [{}, { weeklyClosed: ['wed'] }, { weeklyClosed: [] }];

/** Where is drawn what moves nothing else: a world without any of it is as it was before there was any. */
export interface Apart {
  readonly quiet: Random;
  readonly feed: Random;
}

export function createSettings(random: Random, days: number, apart: Apart): Settings {
  const file = (id: string): Record<string, unknown> => {
    const address = (name: string) => `${name}-${id}@world.example`;
    const mail = (name: string) => ({ mail: [address(name)] });
    const notices = random.pick(NOTICES);
    return {
      name: `店${id}`,
      owner: [ownerOf(id)],
      calendar: random.pick(CALENDARS),
      policies: [{ counting: random.pick(RULES), ...(notices.length > 0 && { notices }) }],
      contacts: { staff: mail('staff'), lead: { ...mail('lead'), ...random.pick(QUIET) } },
      people: { [MAKER]: { mail: address(MAKER), ...random.pick(AWAY) }, [STAND_IN]: { mail: address(STAND_IN) } },
      ...random.pick(MORNINGS),
      ...random.pick(WEEKLIES),
      ...random.pick(GOALS),
      ...(random.oneIn(2) && { group: GROUP }),
      ...(random.oneIn(2) && rmsFile(id)),
    };
  };
  const files = ['tea', 'toy', 'book'].slice(0, random.whole(1, 3)).map((id) => ({ id, file: file(id) }));
  const feed = drawFeed(
    apart.feed,
    files.map(({ id }) => id),
    days,
  );
  const shops = files.map(({ id, file }) => shopOf(id, file));
  const edited = files.map(({ id, file }) => shopOf(id, random.pick(EDITS)(file)));
  const often = (times: number): number => (random.oneIn(2) ? 0 : times);
  // After the morning lists, and long before the judge looks.
  const drawnEdit = random.oneIn(2) ? (random.whole(0, days - 1) * 24 + random.whole(4, 14)) * HOUR_MS : null;
  const standstill = random.oneIn(4) ? standstillIn(random, days) : null;
  const polled = shops.filter(({ rms }) => rms !== null).map(({ id }) => id);
  const outages = random.oneIn(2) ? drawOutages(random, polled, days) : [];
  const jump = random.oneIn(4) ? jumpIn(random, days) : null;
  let editedAt: number | null = null;
  // Of two changes of one world it would not be said which of them counts.
  const editAfterMs = feed === null ? drawnEdit : null;
  const closedOn = (of: readonly { id: string; file: Record<string, unknown> }[], more: Record<string, unknown>) =>
    configOf(of.map(({ id, file }) => shopOf(id, id === feed?.shop ? withCalendar(file, more) : file)));
  const read = feed === null ? null : closedOn(files, feedFile());
  let [before, after] = [configOf(shops), configOf(edited)];
  return {
    processes: random.whole(1, 3),
    inquiries: Math.min(100, 20 * days),
    shops,
    faults: { breaks: often(400), deaths: often(1_500), alarms: often(4), mails: often(4), rms: often(30) },
    outages,
    jump,
    editAfterMs,
    quiet: drawQuiet(apart.quiet, days),
    standstill,
    edit: (at) => {
      editedAt = at;
    },
    feed,
    closes: (closed, at) => {
      after = closedOn(files, closedBy(closed));
      if (at === null) before = after;
      else editedAt = at;
    },
    get editedAt() {
      return editedAt;
    },
    config: (at = Number.POSITIVE_INFINITY) => (editedAt !== null && at >= editedAt ? after : before),
    files: () => read ?? (editedAt === null ? before : after),
  };
}

const withCalendar = (
  { calendar, ...file }: Record<string, unknown>,
  more: Record<string, unknown>,
): Record<string, unknown> => ({ ...file, calendar: { ...(calendar as object), ...more } });

/** An hour, a day or three; over long before the last look. */
function standstillIn(random: Random, days: number): Settings['standstill'] {
  const ms = random.pick([1, 24, 72]) * HOUR_MS;
  const latest = days * 24 - ms / HOUR_MS - 4;
  return latest < 1 ? null : { afterMs: random.whole(1, latest) * HOUR_MS, ms };
}

/** An hour or a day, either way; set right long before the last look. */
function jumpIn(random: Random, days: number): Jump {
  const ms = random.pick([1, -1, 24, -24]) * HOUR_MS;
  const lastsMs = random.pick([0.1, 0.5, 3]) * HOUR_MS;
  return { afterMs: random.whole(2, days * 24 - 6) * HOUR_MS, ms, lastsMs };
}

function configOf(shops: readonly ShopConfig[]): Config {
  return {
    service: {
      ops: [OPS],
      from: '問い合わせ期限モニター <sla@world.example>',
      publicUrl: 'https://sla.world.example',
      confirmAbove: 20,
      timeZone: 'Asia/Tokyo',
      language: 'ja',
      opsMail: { summary: [OPS], blind: [OPS], undeliverable: [OPS], season: [OPS] },
      webhook: null,
      allowPrivate: false,
      dkim: null,
      retention: { inquiries: null, mails: null },
    },
    shops: new Map(shops.map((one) => [one.id, one])),
  };
}
