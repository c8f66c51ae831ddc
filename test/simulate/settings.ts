// What a seed draws once: shops, processes, and how often what goes wrong.

import type { ShopConfig } from '../../src/config/input/shop-settings.ts';
import type { Config } from '../../src/config/load.ts';
import { shopOf } from '../config/shop-of.ts';
import type { Random } from './random.ts';

export interface Settings {
  readonly processes: number;
  readonly inquiries: number;
  readonly shops: readonly ShopConfig[];
  readonly faults: Faults;
  /** What is in force. */
  config(): Config;
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
}

export const OPS = 'ops@world.example';
export const ownerOf = (shop: string): string => `owner-${shop}@world.example`;

const POLICIES = [{}, { policies: [{ counting: 'day-end-shifted' }] }, { policies: [{ counting: 'elapsed' }] }];
const CALENDARS = [{}, { weeklyClosed: ['wed'] }, { weeklyClosed: [] }];

export function createSettings(random: Random): Settings {
  const shop = (id: string): ShopConfig =>
    shopOf(id, { owner: [ownerOf(id)], calendar: random.pick(CALENDARS), ...random.pick(POLICIES) });
  const shops = ['tea', 'toy', 'book'].slice(0, random.whole(1, 3)).map(shop);
  const often = (times: number): number => (random.oneIn(2) ? 0 : times);
  return {
    processes: random.whole(1, 3),
    inquiries: 100,
    shops,
    faults: { breaks: often(400), deaths: often(1_500), alarms: often(4), mails: often(4) },
    config: () => configOf(shops),
  };
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
