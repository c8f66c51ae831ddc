// What happened in the seeded shops in November 2026: the same on every run. Most is answered within a day, some late,
// some not at all; one inquiry has a long story.

import type { EventType, InquiryEvent, Instant } from '../../core/model.ts';
import { isoUtc, parseInstant } from '../../core/time/instant.ts';
import type { IncomingEvent } from '../../service/intake/incoming-event.ts';

/** Thursday afternoon; the Monday before was a holiday. */
export const SEED_NOW = at('2026-11-26T14:20:00+09:00');
export const SEED_BEGIN = at('2026-11-02T00:00:00+09:00');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An inquiry with more events than any other. */
export const LONG_INQUIRY = '373343-20261109-00000077o';
/** Over 3 business days. */
export const BREACHED_INQUIRY = '373343-20261118-00000001o';

export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`no instant: ${text}`);
  return instant;
}

interface Arrivals {
  readonly shop: string;
  readonly seed: number;
  readonly perDay: number;
  /** The part that nobody answers. */
  readonly forgotten: number;
  readonly channel?: string;
  readonly since?: Instant;
}

const ARRIVALS: readonly Arrivals[] = [
  { shop: 'sample-tea', seed: 1, perDay: 4, forgotten: 0.06 },
  { shop: 'sample-tea', seed: 2, perDay: 1, forgotten: 0, channel: 'chat' },
  { shop: 'busy-kimono', seed: 3, perDay: 45, forgotten: 0.9, since: at('2026-11-24T00:00:00+09:00') },
  { shop: 'long-name', seed: 4, perDay: 2, forgotten: 0.1 },
  { shop: 'half-width', seed: 5, perDay: 1, forgotten: 0.05 },
  { shop: 'blind-books', seed: 6, perDay: 1, forgotten: 0.1 },
  { shop: 'london-tea', seed: 7, perDay: 1, forgotten: 0, channel: 'chat' },
];

const ITEMS = [
  '宇治抹茶ラテの素 200g',
  '【送料無料】有機栽培・一番摘み玉露と焼き菓子12種の詰め合わせ（熨斗・名入れ・メッセージカード対応）冬季限定ギフト🎁',
  'ﾃｨｰﾊﾞｯｸﾞ 30個入り',
  null,
];
const CATEGORIES = ['配送について', '返品・交換について', '商品について', null];
const TYPES = ['商品問い合わせ', '注文問い合わせ'];

/** Everything up to now, in the order of time. */
export function seedEvents(): IncomingEvent[] {
  const all = [...ARRIVALS.flatMap((one) => [...arrivals(one)]), ...longStory(), ...forgottenOne()];
  return all.filter(({ event }) => event.at <= SEED_NOW).sort((a, b) => a.event.at - b.event.at);
}

function* arrivals({
  shop,
  seed,
  perDay,
  forgotten,
  channel = 'r-messe',
  since = SEED_BEGIN,
}: Arrivals): Generator<IncomingEvent> {
  const draw = dice(seed);
  for (let day = since, n = 0; day < SEED_NOW; day += DAY) {
    for (let i = 0; i < perDay; i++) {
      const asked = Math.floor(day + (8 + draw() * 14) * HOUR);
      const date = isoUtc(asked + 9 * HOUR)
        .slice(0, 10)
        .replaceAll('-', '');
      const inquiry =
        channel === 'chat' ? `chat-${date}-${++n}` : `3733${42 + seed}-${date}-${String(++n).padStart(8, '0')}o`;
      const about = {
        shop,
        inquiry,
        channel,
        ...(channel === 'chat' ? {} : aboutOf(draw, inquiry)),
      };
      const tell = (type: EventType, when: Instant) => ({ ...about, event: eventOf(type, Math.floor(when)) });
      yield tell('customer_message', asked);
      if (draw() < 0.2) yield tell('auto_reply', asked + 5_000);
      if (draw() >= forgotten)
        yield tell(draw() < 0.05 ? 'completed' : 'shop_reply', asked + answerAfter(draw, channel));
    }
  }
}

function aboutOf(draw: () => number, inquiry: string) {
  const [item, category] = [pick(ITEMS, draw), pick(CATEGORIES, draw)];
  return {
    type: pick(TYPES, draw),
    ...(item !== null && { item, ...numbered(item) }),
    ...(category !== null && { category }),
    ...(draw() < 0.5 && { order: `0${Math.floor(draw() * 90_000 + 10_000)}` }),
    url: `https://rmesse.rms.example/inquiry/${inquiry}`,
  };
}

function numbered(item: string): Pick<IncomingEvent, 'itemNumber' | 'itemUrl'> {
  const itemNumber = `seed-${ITEMS.indexOf(item) + 1}`;
  return { itemNumber, itemUrl: `https://item.rms.example/${itemNumber}/` };
}

function answerAfter(draw: () => number, channel: string): number {
  if (channel === 'chat') return draw() * HOUR;
  return draw() < 0.7 ? (0.3 + draw() * 18) * HOUR : (20 + draw() * 100) * HOUR;
}

/** Asked, answered, asked again, completed, reopened, deleted: two weeks of it. */
function longStory(): IncomingEvent[] {
  const start = at('2026-11-09T10:12:00+09:00');
  const story: readonly [EventType, number, string?][] = [
    ...Array.from({ length: 8 }, (_, day): [EventType, number][] => [
      ['customer_message', day * 24],
      ['auto_reply', day * 24 + 0.01],
      ['customer_message', day * 24 + 0.6],
      ['shop_reply', day * 24 + (day % 3 === 2 ? 23 : 5)],
    ]).flat(),
    ['completed', 195],
    ['reopened', 197],
    ['customer_message', 216],
    ['customer_message', 218],
    ['message_deleted', 220, '218'],
  ];
  return story.map(([type, hours, message]) => ({
    shop: 'sample-tea',
    inquiry: LONG_INQUIRY,
    channel: 'r-messe',
    type: '注文問い合わせ',
    category: '返品・交換について',
    item: ITEMS[1]!,
    ...numbered(ITEMS[1]!),
    order: '012345',
    event: {
      ...eventOf(type, Math.floor(start + hours * HOUR), String(hours)),
      ...(message !== undefined && { message: `customer_message-${message}` }),
    },
  }));
}

function forgottenOne(): IncomingEvent[] {
  const event = eventOf('customer_message', at('2026-11-18T10:03:00+09:00'));
  const about = { shop: 'sample-tea', inquiry: BREACHED_INQUIRY, channel: 'r-messe', type: '商品問い合わせ' };
  return [
    {
      ...about,
      item: ITEMS[0]!,
      ...numbered(ITEMS[0]!),
      order: '098765',
      url: 'https://rmesse.rms.example/inquiry/1',
      event,
    },
  ];
}

function eventOf(type: EventType, when: Instant, id = String(when)): InquiryEvent {
  return { type, id: `${type}-${id}`, at: when } as InquiryEvent;
}

const pick = <T>(from: readonly T[], draw: () => number): T => from[Math.floor(draw() * from.length)]!;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
