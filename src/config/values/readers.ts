// config: small readers from an unknown value to a typed one. A reader answers undefined after it has reported its
// fault, and reading goes on, so that one run names every fault. `undefined` always means "already reported".

import { characters, isStorable, lineFault, nameOf } from '../../core/text.ts';
import { didYouMean } from './did-you-mean.ts';
import { describe, describeKind, type Fault, fault, type Path } from './faults.ts';

/** Of so many unknown keys each is named. */
const UNKNOWN_NAMED = 50;

/** Where a value stands, and where its faults go. */
export interface Place {
  readonly path: Path;
  readonly faults: Fault[];
  /** A fragment (the defaults of service.yaml): keys may be missing and nothing is checked across keys. */
  readonly fragment: boolean;
}

export type Reader<T> = (value: unknown, at: Place) => T | undefined;

export interface Key<T> {
  readonly read: Reader<T>;
  readonly fallback?: T;
  readonly required?: string;
}

export type Shape = Readonly<Record<string, Key<unknown>>>;
export type Values<S extends Shape> = { [K in keyof S]: S[K] extends Key<infer T> ? T | undefined : never };

/** The place of a whole input. */
export function place(path: Path = [], options: { fragment?: boolean } = {}): Place {
  return { path, faults: [], fragment: options.fragment ?? false };
}

export function inside(at: Place, part: string | number): Place {
  return { ...at, path: [...at.path, part] };
}

/** Reports a fault at this place; answers undefined so that a reader can return it. */
export function refuse(
  at: Place,
  found: string,
  allowed: string,
  hint?: string,
  anchor: 'key' | 'value' = 'value',
): undefined {
  at.faults.push(fault({ path: at.path, found, allowed, hint, anchor }));
  return undefined;
}

export function optional<T>(read: Reader<T>, fallback: T): Key<T> {
  return { read, fallback };
}

/** Null when it is left out. */
export function orNull<T>(read: Reader<T>): Key<T | null> {
  return { read, fallback: null };
}

export function required<T>(read: Reader<T>, allowed: string): Key<T> {
  return { read, required: allowed };
}

/** A map with exactly these keys; unknown ones are refused by name, missing ones get their fallback. */
export function readMap<S extends Shape>(shape: S, value: unknown, at: Place, secret = false): Values<S> | undefined {
  const known = Object.keys(shape);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(at, secret ? describeKind(value) : describe(value), `a map with the keys ${known.join(', ')}`);
  const given = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(shape, name));
  for (const key of unknown.slice(0, UNKNOWN_NAMED)) refuseKey(key, known, at);
  if (unknown.length > UNKNOWN_NAMED)
    refuse(at, `${unknown.length - UNKNOWN_NAMED} more unknown keys`, `the keys ${known.join(', ')}`);
  const entries = known.map((key) => [key, readKey(shape[key]!, given, key, at)]);
  return Object.fromEntries(entries) as Values<S>;
}

function refuseKey(key: string, known: readonly string[], at: Place): void {
  const allowed = `the keys ${known.join(', ')}`;
  refuse(inside(at, key), `the unknown key ${describe(key)}`, allowed, didYouMean(key, known), 'key');
}

function readKey(key: Key<unknown>, given: Readonly<Record<string, unknown>>, name: string, at: Place): unknown {
  if (Object.hasOwn(given, name)) return key.read(given[name], inside(at, name));
  if (key.required === undefined || at.fragment) return key.fallback;
  return refuse(inside(at, name), 'nothing', key.required);
}

/** A list; refused items stay as undefined so that the others keep their index. */
export function listOf<T>(read: Reader<T>, what: string, least = 0): Reader<(T | undefined)[]> {
  return (value, at) => {
    const hint = typeof value === 'string' ? 'write it as a list: [ … ]' : undefined;
    if (!Array.isArray(value)) return refuse(at, describe(value), `a list of ${what}`, hint);
    if (value.length < least) return refuse(at, describe(value), `a list with at least one of: ${what}`);
    return value.map((item: unknown, index) => read(item, inside(at, index)));
  };
}

/** The items that were read, once none was refused. */
export function whole<T>(items: readonly (T | undefined)[]): T[] {
  return items.filter((item) => item !== undefined);
}

export function oneOf<T extends string>(known: readonly T[]): Reader<T> {
  return (value, at) => {
    if (known.includes(value as T)) return value as T;
    const hint = typeof value === 'string' ? didYouMean(value, known) : undefined;
    return refuse(at, describe(value), known.join(', '), hint);
  };
}

/** A name on one line, at most `most` characters, as it is shown: what is invisible is left out. */
export function lineOfText(most = 200): Reader<string> {
  return (value, at) => {
    const allowed = `a text on one line, at most ${most} characters`;
    if (typeof value !== 'string' || value.trim() === '') return refuse(at, describe(value), allowed);
    const name = nameOf(value, most);
    return name ?? refuse(at, `${lineFault(value, most)} in ${describe(value)}`, allowed);
  };
}

/** An id on one line, at most `most` characters, kept as it is. */
export function idOfText(most = 200): Reader<string> {
  return (value, at) => {
    const fits = typeof value === 'string' && value.trim() !== '' && isStorable(value) && characters(value) <= most;
    return fits ? value : refuse(at, describe(value), `a text on one line, at most ${most} characters`);
  };
}

export const trueOrFalse: Reader<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  const meant = { yes: 'true', on: 'true', no: 'false', off: 'false' }[String(value).toLowerCase()];
  return refuse(at, describe(value), 'true or false', meant && `did you mean ${meant}?`);
};

export function wholeNumber(least: number, most: number): Reader<number> {
  return (value, at) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return fits ? value : refuse(at, describe(value), `a whole number from ${least} to ${most}`);
  };
}
