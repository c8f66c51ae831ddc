// config: which mails ops get, each kind on, off, or to other addresses (service.yaml `opsMail`).

import { describe } from '../values/faults.ts';
import { address } from '../values/mail-address.ts';
import { listOf, optional, type Reader, readMap, refuse, whole } from '../values/readers.ts';

/** `summary`: alerts and breaches of all shops; `season`: calendars to look at. */
export const OPS_MAILS = ['summary', 'blind', 'undeliverable', 'season'] as const;
export type OpsMailKind = (typeof OPS_MAILS)[number];

/** Who gets each kind; nobody when it is off. */
export type OpsMail = Readonly<Record<OpsMailKind, readonly string[]>>;

/** on: to `ops`. */
type Route = 'on' | readonly string[];

const MEANT: Readonly<Record<string, string>> = { true: 'on', yes: 'on', false: 'off', no: 'off' };

const route: Reader<Route> = (value, at) => {
  if (value === 'on') return 'on';
  if (value === 'off') return [];
  if (Array.isArray(value)) {
    const read = listOf(address, 'mail addresses', 1)(value, at);
    return read && [...new Set(whole(read))];
  }
  const meant = MEANT[String(value).toLowerCase()];
  const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
  return refuse(at, describe(value), 'on, off, or a list of mail addresses', hint);
};

const SHAPE = {
  summary: optional(route, 'on'),
  blind: optional(route, 'on'),
  undeliverable: optional(route, 'on'),
  season: optional(route, 'on'),
};

export const opsMail: Reader<Readonly<Record<OpsMailKind, Route>>> = (value, at) => {
  const read = readMap(SHAPE, value, at);
  if (!read) return undefined;
  const { summary = 'on', blind = 'on', undeliverable = 'on', season = 'on' } = read;
  return { summary, blind, undeliverable, season };
};

export const ALL_ON: Readonly<Record<OpsMailKind, Route>> = {
  summary: 'on',
  blind: 'on',
  undeliverable: 'on',
  season: 'on',
};

/** The routes with `on` made the addresses of ops. */
export function routesOf(given: Readonly<Record<OpsMailKind, Route>>, ops: readonly string[]): OpsMail {
  const of = (kind: OpsMailKind) => (given[kind] === 'on' ? ops : given[kind]);
  return { summary: of('summary'), blind: of('blind'), undeliverable: of('undeliverable'), season: of('season') };
}
