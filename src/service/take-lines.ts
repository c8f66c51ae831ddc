// Lines from outside, each taken in or refused with a reason: the one way in for the API and for `import`.
// Trap: a reason names fields and rules, never what was found; it could be a customer's text.

import { keepRefusals } from '../store/refusals.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { isUnreadable, readIncomingEvent, refusal, type Unreadable } from './incoming-event.ts';
import { intake } from './intake.ts';
import type { Service } from './service.ts';

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
}

/**
 * Takes every good line in and keeps every refusal visible (contract.md, HTTP). `source` names the way in, `maySend` the
 * shops that the sender may send for.
 */
export async function takeLines(
  service: Service,
  lines: readonly Line[],
  source: string,
  maySend: (shop: string) => boolean = () => true,
): Promise<TakenLines> {
  const good: { readonly line: number; readonly event: IncomingEvent }[] = [];
  const bad: { readonly line: number; readonly why: Unreadable }[] = [];
  for (const line of lines) {
    const read = ownLine(readLine(line), maySend);
    if (isUnreadable(read)) bad.push({ line: line.line, why: read });
    else good.push({ line: line.line, event: read });
  }
  await keepRefusals(
    service.db,
    bad.map(({ why }) => ({ source, ...why })),
    service.clock.now(),
  );
  const { added, known, refused } = await takeEvents(
    service,
    good.map(({ event }) => event),
    source,
  );
  const refusedLines = [
    ...bad.map(({ line, why }) => ({ line, code: why.code, message: why.message })),
    ...[...refused].map(([at, why]) => ({ line: good[at]!.line, code: why.code, message: why.message })),
  ];
  return { accepted: added, known, refused: refusedLines.sort((a, b) => a.line - b.line) };
}

/** Keeps the refusal of a whole body visible, whose lines could not even be told apart. */
export async function keepRefusedBody(
  service: Service,
  source: string,
  why: { readonly code: string; readonly message: string },
): Promise<void> {
  await keepRefusals(service.db, [{ source, shop: '', inquiry: '', event: '', ...why }], service.clock.now());
}

function readLine(line: Line): IncomingEvent | Unreadable {
  return 'fault' in line ? refusal({}, 'invalid-request', line.fault) : readIncomingEvent(line.value);
}

/** A line for a shop that is not the sender's is refused whatever else is in it, and is kept under no shop's name. */
function ownLine(read: IncomingEvent | Unreadable, maySend: (shop: string) => boolean): IncomingEvent | Unreadable {
  return read.shop === '' || maySend(read.shop) ? read : FOREIGN;
}

const FOREIGN = refusal({}, 'foreign-shop', 'shop: the token is not for this shop');

async function takeEvents(service: Service, events: readonly IncomingEvent[], source: string) {
  if (events.length === 0) return { added: 0, known: 0, refused: new Map<number, { code: string; message: string }>() };
  return intake(service, events, source);
}
