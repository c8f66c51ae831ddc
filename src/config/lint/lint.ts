// config: warnings about configs that are valid and still look like a mistake. Nothing here keeps a service from starting.

import { type Calendar, compileCalendar } from '../../core/calendar/calendar.ts';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { Instant, Language } from '../../core/model.ts';
import { openZone, type Zone } from '../../core/time/zone.ts';
import { namedSpec } from '../input/named-calendars.ts';
import type { ShopConfig } from '../input/shop-settings.ts';
import type { PartialConfig } from '../load.ts';
import { fault } from '../values/faults.ts';
import { nationalHolidays } from '../values/national-holidays.ts';
import { type Finding, finding, lintCalendar } from './calendar.ts';
import { lintHours } from './hours.ts';
import { type CalendarBy, lintPolicies } from './policy.ts';

export type { Finding } from './calendar.ts';

/** A finding with its place in the files. */
export interface Warning extends Finding {
  readonly shop: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface LintOptions {
  readonly now: Instant;
  /** Business hours that the owner's mail must leave before the breach. */
  readonly leastHours?: number;
  /** What RMS and imported calendars close, where a database knows it. */
  readonly outsideOf?: (shop: ShopConfig) => readonly OutsideCalendar[];
  /** Whether RMS's calendar was ever read for a shop; without a database nobody knows. */
  readonly metRms?: (shopId: string) => boolean;
}

const LEAST_HOURS = 3;

/** A finding as one sentence. */
export const findingInWords = ({ what, why }: Finding, language: Language): string =>
  `${what[language]}${language === 'ja' ? '。' : '; '}${why[language]}`;

/** All warnings of a config, by file and line. Shops with faults are left out. */
export function lintConfig(
  { shops, locate }: Pick<PartialConfig, 'shops' | 'locate'>,
  options: LintOptions,
): Warning[] {
  const twins = sameRmsShop([...shops.values()]);
  return [...shops.values()].flatMap((shop) => {
    const findings = [...lintShop(shop, options), ...(twins.get(shop.id) ?? [])];
    return findings.map((one) => placed(one, shop.id, locate)).sort(byPlace);
  });
}

/** Warnings of one shop. */
export function lintShop(
  shop: ShopConfig,
  { now, leastHours = LEAST_HOURS, outsideOf, metRms }: LintOptions,
): Finding[] {
  const outside = outsideOf?.(shop) ?? null;
  const zone = openZone(shop.timeZone);
  const calendar = compileCalendar(shop.calendar, zone, nationalHolidays, outside);
  return [
    ...lintCalendar(calendar, outside, zone.localDay(now)),
    ...lintPolicies(shop, calendarsBy(shop, calendar, zone), now, leastHours),
    ...lintHours(shop),
    ...lintName(shop),
    ...lintRms(shop, metRms),
  ];
}

/** The shop's calendars by name, each compiled when it is asked for; the named ones without what comes from outside. */
function calendarsBy(shop: ShopConfig, own: Calendar, zone: Zone): CalendarBy {
  return (name) => (name === undefined ? own : compileCalendar(namedSpec(shop, name), zone, nationalHolidays, null));
}

const QUOTED = /^[“”‘’„＂].+[“”‘’＂]$/u;

const lintName = ({ name }: ShopConfig): Finding[] =>
  QUOTED.test(name) ? [finding('quoted-name', ['name'], { name })] : [];

function lintRms(shop: ShopConfig, metRms: LintOptions['metRms']): Finding[] {
  if (!shop.calendar.rms) return [];
  if (shop.rms === null) return [finding('rms-without-access', ['calendar', 'rms'], {})];
  return metRms === undefined || metRms(shop.id) ? [] : [finding('rms-never-met', ['calendar', 'rms'], {})];
}

function sameRmsShop(shops: readonly ShopConfig[]): ReadonlyMap<string, Finding[]> {
  const files = new Map<number, string[]>();
  for (const { id, rms } of shops)
    if (rms) files.set(rms.shopId, [...(files.get(rms.shopId) ?? []), `shops/${id}.yaml`]);
  return new Map(
    shops.map(({ id, rms }) => {
      const others = (rms ? files.get(rms.shopId)! : []).filter((file) => file !== `shops/${id}.yaml`);
      return [id, others.length > 0 ? [finding('same-rms-shop', ['rms', 'shopId'], { others })] : []];
    }),
  );
}

function placed(one: Finding, shop: string, locate: PartialConfig['locate']): Warning {
  const { file, line, column } = locate(shop, fault({ path: one.path, found: '', allowed: '' }));
  return { ...one, shop, ...(file && { file }), ...(line && { line }), ...(column && { column }) };
}

function byPlace(a: Warning, b: Warning): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
