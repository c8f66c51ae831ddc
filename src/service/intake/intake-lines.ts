// Lines from outside, each taken in or refused with a reason: the one way in for the API and for `import`.
// A reason names fields and rules, never what was found; it could be a customer's text.

import { setImmediate as turn } from 'node:timers/promises';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { parseJson } from '../../core/json.ts';
import { cut, visible } from '../../core/text.ts';
import { openZone, type Zone } from '../../core/time/zone.ts';
import { recordRefusals } from '../../store/intake/refusals.ts';
import { type CustomerMarks, openCustomerMarks } from '../same-customer/customer-marks.ts';
import type { Service } from '../service.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { ignoredKeys, isUnreadable, readIncomingEvent, refusal, type Unreadable } from './incoming-event.ts';
import { intake } from './intake-events.ts';

/** A parsed line, or why it could not be parsed. Lines are counted from 1. */
export type Line =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly fault: string };

interface RefusedLine {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface TakenLines {
  /** Stored for the first time. */
  readonly accepted: number;
  /** Known already: nothing changed. */
  readonly known: number;
  /** In the order of the lines. */
  readonly refused: readonly RefusedLine[];
  /** Keys that nothing reads, of whichever line, each once; left out when there are none. */
  readonly ignored?: readonly string[];
}

/** Of so many keys the sender is told. */
const IGNORED_NAMED = 20;
const LONGEST_KEY = 40;
const LINES_A_TURN = 500;

/**
 * Takes every good line in and keeps every refusal visible (CONTRACT.md "HTTP"). `source` names the way in, `maySend` the
 * shops that the sender may send for.
 */
export async function acceptLines(
  service: Service,
  lines: readonly Line[],
  source: string,
  maySend: (shop: string) => boolean = () => true,
): Promise<TakenLines> {
  const good: { readonly line: number; readonly event: IncomingEvent }[] = [];
  const bad: { readonly line: number; readonly why: Unreadable }[] = [];
  const ignored = new Set<string>();
  const zoneOf = (shop: string) =>
    openZone(service.config.shops.get(shop)?.timeZone ?? service.config.service.timeZone);
  const marks = await openCustomerMarks(service, shopsSaying(service, lines));
  for (const [at, line] of lines.entries()) {
    if (at > 0 && at % LINES_A_TURN === 0) await turn();
    if ('value' in line && ignored.size < IGNORED_NAMED)
      for (const key of ignoredKeys(line.value, IGNORED_NAMED)) ignored.add(cut(visible(key), LONGEST_KEY));
    const read = ownLine(readLine(line, zoneOf, marks), maySend);
    if (isUnreadable(read)) bad.push({ line: line.line, why: read });
    else good.push({ line: line.line, event: read });
  }
  await recordRefusals(
    service.db,
    bad.map(({ why }) => ({ source, ...why })),
    service.clock.now(),
  );
  const { added, known, refused } = await acceptEvents(
    service,
    good.map(({ event }) => event),
    source,
  );
  const refusedLines = [
    ...bad.map(({ line, why }) => ({ line, code: why.code, message: why.message })),
    ...[...refused].map(([at, why]) => ({ line: good[at]!.line, code: why.code, message: why.message })),
  ];
  return {
    accepted: added,
    known,
    refused: refusedLines.sort((a, b) => a.line - b.line),
    ...(ignored.size > 0 && { ignored: [...ignored].slice(0, IGNORED_NAMED) }),
  };
}

/** A line of text as JSON, or what is wrong with it in words without it. */
export function readJsonLine(line: number, text: string): Line {
  const read = parseJson(text);
  if (read === 'too-deep') return { line, fault: 'the line nests too deep; one JSON object a line is needed' };
  return read === 'no-json'
    ? { line, fault: 'the line is no JSON; one JSON object a line is needed' }
    : { line, value: read.value };
}

/** Keeps the refusal of a whole body visible, whose lines could not even be told apart. */
export async function recordRefusedBody(
  service: Service,
  source: string,
  why: { readonly code: string; readonly message: string },
): Promise<void> {
  await recordRefusals(service.db, [{ source, shop: '', inquiry: '', event: '', ...why }], service.clock.now());
}

function readLine(
  line: Line,
  zoneOf: (shop: string) => Zone,
  marks: Pick<CustomerMarks, 'of'>,
): IncomingEvent | Unreadable {
  return 'fault' in line ? refusal({}, 'invalid-request', line.fault) : readIncomingEvent(line.value, zoneOf, marks);
}

/** The shops of which a line says who wrote. */
function* shopsSaying({ config }: Service, lines: readonly Line[]): Generator<ShopConfig | undefined> {
  for (const line of lines) {
    const said = ('value' in line ? line.value : null) as {
      readonly shop?: unknown;
      readonly customer?: unknown;
    } | null;
    if (typeof said?.customer === 'string' && typeof said.shop === 'string') yield config.shops.get(said.shop);
  }
}

/** A line for a shop that is not the sender's is refused whatever else is in it, and is kept under no shop's name. */
function ownLine(read: IncomingEvent | Unreadable, maySend: (shop: string) => boolean): IncomingEvent | Unreadable {
  return read.shop === '' || maySend(read.shop) ? read : FOREIGN;
}

const FOREIGN = refusal({}, 'foreign-shop', 'shop: the token is not for this shop');

async function acceptEvents(service: Service, events: readonly IncomingEvent[], source: string) {
  if (events.length === 0) return { added: 0, known: 0, refused: new Map<number, { code: string; message: string }>() };
  return intake(service, events, source);
}
