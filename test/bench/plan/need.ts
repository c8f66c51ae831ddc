// bench: from what one inquiry, one step, one mail and one read cost, measured, to what so many shops need. Pure.

import { CONNECTIONS } from '../../../src/compose-service.ts';

/** What was measured on this machine; times in ms of wall clock on one connection, unless said otherwise. */
export interface Costs {
  readonly intakeMs: number;
  /** Of an inquiry with its reply, as vacuum leaves it. */
  readonly inquiryBytes: number;
  readonly inquiryWal: number;
  readonly raiseMs: number;
  readonly stepBytes: number;
  readonly stepWal: number;
  readonly mailMs: number;
  readonly mailBytes: number;
  readonly packedMailBytes: number;
  readonly mailWal: number;
  /** What is left of an inquiry by `retention`. */
  readonly pastBytes: number;
  readonly letGoMs: number;
  /** Percent of a core for one shop that is read every five minutes. */
  readonly readPercent: number;
  readonly processMb: number;
  readonly shopMb: number;
  readonly redisMb: number;
}

/** How a shop lives. Where you know better, change it and run again. */
export const LIFE = {
  inquiriesADay: 1_000_000 / 57_000,
  /** Of an inquiry's steps, how many pass. */
  stepsAnInquiry: 0.3 + 0.1 + 0.03,
  /** Of a day's inquiries, how many reach their flag at one midnight. */
  herd: 0.3,
  mailsADay: 1,
  /** Of a day's inquiries, how many come in the busiest hour. */
  busiestHour: 0.1,
  retention: { inquiries: 25, mails: 13 },
} as const;

/** What each must not exceed; the ratio to it is its load. */
const LIMITS = {
  herdS: 60,
  mailsS: 240,
  /** Of a core, in a process that reads. */
  readPercent: 50,
  /** Where one disk is usual. */
  yearGb: 2_000,
} as const;

export interface Need {
  readonly shops: number;
  readonly inquiriesADay: number;
  readonly workers: number;
  readonly sources: number;
  readonly pages: number;
  readonly connections: number;
  readonly walGbADay: number;
  readonly diskGbAYear: number;
  /** With `retention`, once it lets go as much as comes; another such year adds only what stays of inquiries. */
  readonly diskGbKept: number;
  readonly redisMb: number;
  readonly processMb: number;
  readonly herdS: number;
  readonly mailsS: number;
  /** The load of one connection in the busiest hour, 0 to 1. */
  readonly intakeLoad: number;
  readonly letGoHoursADay: number;
  /** What is reached first as shops become more, and at how many. */
  readonly firstLimit: string;
}

const GB = 1e9;
const MONTHS = 12;
/** A small installation runs all roles in one process. */
const ALL_IN_ONE = 1_000;

const { pages, health, rounds, due, mails, sources, upkeep, proof, retention } = CONNECTIONS;
const EVERY = pages + health + rounds + upkeep + due + mails + sources;
/** Pools open what they need; this is the most. BullMQ on PostgreSQL takes some more. */
const OF_WORKER = EVERY - sources + proof + retention;
const OF_SOURCE = pages + rounds + upkeep + sources;
const OF_PAGES = pages + health + rounds + upkeep;

export function needOf(shops: number, costs: Costs): Need {
  const inquiriesADay = shops * LIFE.inquiriesADay;
  const stepsADay = inquiriesADay * LIFE.stepsAnInquiry;
  const mailsADay = shops * LIFE.mailsADay;
  const isSmall = shops <= ALL_IN_ONE;
  const mailsAlone = (mailsADay * costs.mailMs) / 1_000;
  const workers = Math.max(isSmall ? 1 : 2, Math.ceil(mailsAlone / LIMITS.mailsS));
  const readers = isSmall ? 0 : Math.max(1, Math.ceil((shops * costs.readPercent) / LIMITS.readPercent));
  const sites = isSmall ? 0 : 2;
  const herdS = (inquiriesADay * LIFE.herd * costs.raiseMs) / 1_000;
  const connections = isSmall
    ? EVERY + proof + retention
    : workers * OF_WORKER + readers * OF_SOURCE + sites * OF_PAGES;
  const bytesADay =
    inquiriesADay * costs.inquiryBytes + stepsADay * costs.stepBytes + mailsADay * costs.packedMailBytes;
  const walADay = inquiriesADay * costs.inquiryWal + stepsADay * costs.stepWal + mailsADay * costs.mailWal;
  const days = (months: number) => (months * 365) / MONTHS;
  const kept =
    (inquiriesADay * costs.inquiryBytes + stepsADay * costs.stepBytes) * days(LIFE.retention.inquiries) +
    mailsADay * costs.packedMailBytes * days(LIFE.retention.mails);
  const need = {
    shops,
    inquiriesADay,
    workers,
    sources: readers,
    pages: sites,
    connections,
    walGbADay: walADay / GB,
    diskGbAYear: (bytesADay * 365) / GB,
    diskGbKept: kept / GB,
    redisMb: costs.redisMb,
    processMb: costs.processMb + (shops / Math.max(1, readers)) * costs.shopMb,
    herdS,
    mailsS: mailsAlone / workers,
    intakeLoad: (inquiriesADay * LIFE.busiestHour * costs.intakeMs) / 3_600_000,
    letGoHoursADay: (2 * inquiriesADay * costs.letGoMs) / 3_600_000,
  };
  return { ...need, firstLimit: firstLimit(need) };
}

function firstLimit(need: Omit<Need, 'firstLimit'>): string {
  const loads: readonly [string, number][] = [
    [`flags of one midnight, ${LIMITS.herdS} s`, need.herdS / LIMITS.herdS],
    [`intake by one connection in the busiest hour`, need.intakeLoad],
    [`${LIMITS.yearGb / 1_000} TB a year`, need.diskGbAYear / LIMITS.yearGb],
    [`letting go in a day`, need.letGoHoursADay / 24],
  ];
  const [what, load] = loads.reduce((most, one) => (one[1] > most[1] ? one : most));
  const until = Number((need.shops / load).toPrecision(2)).toLocaleString('en');
  return `${what}: at ${until} shops`;
}

const short = (value: number): string => {
  if (value < 0.1) return '< 0.1';
  return value >= 10 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
};

/** Rows of a Markdown table, a column for each number of shops. */
export function tableOf(needs: readonly Need[]): string {
  const rows: readonly [string, (need: Need) => string][] = [
    ['inquiries a day', ({ inquiriesADay }) => Math.round(inquiriesADay).toLocaleString('en')],
    [
      'processes: worker + source + http',
      ({ workers, sources: readers, pages: sites }) =>
        readers === 0 ? '1 with all roles' : `${workers} + ${readers} + ${sites}`,
    ],
    ['memory of a process that reads (MB)', ({ processMb }) => short(processMb)],
    ['connections to PostgreSQL, at most (`max_connections`)', ({ connections }) => String(connections)],
    ['WAL a day (GB)', ({ walGbADay }) => short(walGbADay)],
    ['disk for a year (GB)', ({ diskGbAYear }) => short(diskGbAYear)],
    ['disk with retention 25mo, 13mo (GB)', ({ diskGbKept }) => short(diskGbKept)],
    ['letting go, hours a day', ({ letGoHoursADay }) => short(letGoHoursADay)],
    ['Redis (MB)', ({ redisMb }) => short(redisMb)],
    ['flags of one midnight (s)', ({ herdS }) => short(herdS)],
    ['all mails of 9 o’clock (s)', ({ mailsS }) => short(mailsS)],
    ['first limit', ({ firstLimit: limit }) => limit],
  ];
  const head = ['', ...needs.map(({ shops }) => `${shops.toLocaleString('en')} ${shops === 1 ? 'shop' : 'shops'}`)];
  const lines = rows.map(([name, of]) => [name, ...needs.map(of)]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...lines.map(line)].join('\n');
}
