// What the reports say. Trap: "as known then" and "as corrected" are two columns; the words must keep them apart.

import type { Outcome, ReportEpisode } from '../../../core/reports/episode.ts';

type Said = (value: string) => string;

export interface ReportWords {
  readonly nav: string;
  readonly title: string;
  readonly allTitle: string;
  /** `2026-11` for people. */
  readonly month: (year: number, month: number) => string;
  /** Beside the year that is said already. */
  readonly monthAlone: (month: number) => string;
  readonly pick: { readonly label: string; readonly go: string; readonly nav: string };
  readonly download: { readonly title: string; readonly month: string; readonly episodes: string };
  readonly invalidMonth: (found: string) => {
    readonly title: string;
    readonly found: string;
    readonly allowed: string;
  };
  readonly state: {
    readonly noData: Said;
    readonly future: string;
    readonly running: Said;
    readonly complete: Said;
    readonly watchedSince: Said;
    readonly notWatched: string;
    readonly businessDays: (days: number) => string;
    readonly noBusinessDay: string;
    readonly nothing: string;
    readonly provisional: (count: number) => string;
    readonly withoutDeadline: (count: number) => string;
    readonly stillOpen: (count: number) => string;
  };
  readonly count: (count: number) => string;
  readonly none: string;
  readonly tiles: {
    readonly title: string;
    readonly episodes: string;
    readonly within: Said;
    readonly of: (met: number, decided: number) => string;
    readonly breaches: Said;
    readonly completed: string;
    readonly marks: (count: number) => string;
    readonly median: string;
    readonly p90: Said;
    readonly before: (month: string, value: string, change: string) => string;
    readonly noBefore: Said;
    readonly points: Said;
  };
  readonly outcomes: {
    readonly title: string;
    readonly lead: string;
    readonly step: string;
    readonly rate: string;
    readonly names: Readonly<Record<Outcome, string>>;
  };
  readonly knownThen: {
    readonly title: string;
    readonly lead: string;
    readonly known: string;
    readonly corrected: string;
    readonly onlyKnown: string;
    readonly onlyCorrected: string;
    readonly passed: Said;
    readonly why: string;
    readonly noWhy: string;
    readonly same: string;
    readonly steps: (count: number) => string;
  };
  readonly endings: {
    readonly title: string;
    readonly answered: string;
    readonly completed: string;
    readonly marks: string;
    readonly deleted: string;
    readonly open: string;
  };
  readonly groups: {
    readonly title: string;
    readonly channel: string;
    readonly type: string;
    readonly category: string;
    readonly episodes: string;
    readonly within: Said;
    readonly breaches: string;
    readonly median: string;
    readonly p90: string;
    readonly keyless: string;
    readonly more: (count: number) => string;
  };
  readonly plot: {
    readonly title: string;
    readonly open: string;
    readonly flagged: string;
    readonly closed: string;
    readonly says: (open: string, openDay: string, flagged: string, last: string) => string;
    readonly table: string;
    readonly day: string;
  };
  readonly heat: {
    readonly title: string;
    readonly arrivals: string;
    readonly replies: string;
    readonly lead: string;
    readonly hour: (hour: number) => string;
    readonly at: (weekday: string, hour: number) => string;
    readonly most: (where: string, count: string, total: string) => string;
    readonly nothing: string;
  };
  readonly defined: {
    readonly title: string;
    readonly lines: readonly string[];
    readonly zone: Said;
    readonly hours: Said;
    readonly wholeDays: string;
  };
  readonly all: {
    readonly shop: string;
    readonly open: string;
    readonly worst: (count: number) => string;
    readonly none: string;
    readonly page: (page: number, pages: number) => string;
    readonly previous: string;
    readonly next: string;
    readonly noData: string;
    readonly note: string;
    readonly steps: readonly [string, string, string];
  };
  readonly csv: {
    readonly group: readonly string[];
    readonly shop: readonly string[];
    readonly episode: readonly string[];
    readonly kinds: {
      readonly total: string;
      readonly previous: string;
      readonly channel: string;
      readonly type: string;
      readonly category: string;
    };
    readonly endedBy: Readonly<Record<NonNullable<ReportEpisode['endedBy']>, string>>;
    readonly yes: string;
    readonly no: string;
    readonly standing: string;
    readonly withdrawn: Said;
  };
}
