// ics: the thread in which calendars are decoded: the same answers as without it, and an end of whatever exceeds a limit.

import { Worker, type WorkerOptions } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { parseDate } from '../../../src/core/time/civil-date.ts';
import {
  type CalendarDecoder,
  createCalendarDecoder,
  type DecoderOptions,
} from '../../../src/ics/decode/calendar-decoder.ts';
import { decodeCalendar } from '../../../src/ics/decode/decode-calendar.ts';
import { isFeedError } from '../../../src/ics/decode/feed-error.ts';

const ASK = { today: parseDate('2026-06-03')!, timeZone: 'Asia/Tokyo' };
const CLOSURE = Buffer.from(
  'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261229\nDTEND:20270104\nSUMMARY:年末年始\nEND:VEVENT\nEND:VCALENDAR\n',
);

let decoder: CalendarDecoder;
let started: Worker[];
afterEach(() => decoder.close());

function open(options: Omit<DecoderOptions, 'start'> = {}, script?: string): void {
  started = [];
  const start = (limits: WorkerOptions): Worker => {
    const worker = new Worker(script!, { ...limits, eval: true });
    started.push(worker);
    return worker;
  };
  decoder = createCalendarDecoder({ ...options, ...(script !== undefined && { start }) });
}

async function fault(bytes: Uint8Array = CLOSURE): Promise<string> {
  const error = await decoder.decode(bytes, ASK).then(
    () => 'none',
    (one: unknown) => one,
  );
  return isFeedError(error) ? `${error.kind}: ${error.message}` : String(error);
}

/** A thread that is ready and then does this with each calendar; `reply` answers. */
const thread = (work: string) => `
  const { parentPort } = require('node:worker_threads');
  const reply = (message) => parentPort.postMessage(message);
  parentPort.on('message', ({ bytes }) => { ${work} });
  reply({ kind: 'ready' });`;
const NOTHING = `reply({ kind: 'decoded', decoded: { days: [], remarks: [], unread: [] } });`;

describe('the thread', () => {
  test('answers what the calendar says', async () => {
    open();
    expect(await decoder.decode(CLOSURE, ASK)).toEqual(decodeCalendar(CLOSURE, ASK));
  });

  test('answers why a calendar is none, with its line', async () => {
    open();
    expect(await fault(Buffer.from('BEGIN:VCALENDAR\n年末\n'))).toBe(
      'broken: line 2: found neither a property nor its continuation; allowed: NAME:value',
    );
  });

  test('takes one calendar after the other, and is gone when there is none left', async () => {
    open({}, thread(NOTHING));
    await Promise.all([1, 2, 3].map(() => decoder.decode(CLOSURE, ASK)));
    expect(started.map(({ threadId }) => threadId)).toEqual([-1]);
  });
});

describe('a calendar is refused, and the next one read,', () => {
  test.each<[string, string, string]>([
    ['when it would go on for ever', 'for (;;);', 'too-much: it takes more than 0.2 seconds to work out'],
    [
      'when it takes too much memory',
      'const all = []; for (;;) all.push(new Array(1000).fill(0));',
      'too-much: it takes more than 32 MB of memory to work out',
    ],
    [
      'when this program has a fault, without its words',
      'null.year',
      'internal: it could not be worked out (a fault of this program, not of the calendar)',
    ],
    [
      'when the thread ends by itself',
      'process.exit(0)',
      'internal: it could not be worked out (a fault of this program, not of the calendar)',
    ],
  ])('%s', async (_case, work, expected) => {
    open(
      { mostMs: expected.includes('seconds') ? 200 : 20_000, mostMb: 32 },
      thread(`if (bytes.length > 0) { ${work} } else { ${NOTHING} }`),
    );
    const [refused, next] = await Promise.all([fault(), decoder.decode(new Uint8Array(0), ASK)]);
    expect(refused).toBe(expected);
    expect(next).toEqual({ days: [], remarks: [], unread: [] });
    expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  });
});

test('what is in work when the service stops is given up', async () => {
  open({}, thread('for (;;);'));
  const refused = fault();
  await decoder.decode(CLOSURE, ASK).catch(() => null);
  expect(await refused).toBe('too-much: it takes more than 2 seconds to work out');
  const stopped = fault();
  await decoder.close();
  expect(await stopped).toBe('timeout: the service stops');
  expect(await fault()).toBe('timeout: the service stops');
});
