// The canary: once a day an inquiry of our own goes the way of every other (event, due, step, mail, board), so that whoever
// says that all is well has seen it. One row says whether the day's was begun; every worker looks, and what one leaves undone
// the next look does, of whichever process. Trap: it is late also where nothing else is, so ops hear of it once, by a mail
// that may itself have to wait; the matter `canary` says it at once.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { virtualMs } from '../../core/clock.ts';
import { CANARY } from '../../core/shop-id.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import {
  beginCanary,
  type CanaryRow,
  canaryProgress,
  dropCanary,
  latestCanary,
  noteCanary,
  noteCanaryTold,
} from '../../store/canary/canary-rows.ts';
import { readShopCard } from '../board/read-board.ts';
import { CANARY_IN_TIME_MS, canaryBegins, canaryShop } from '../canary-shop.ts';
import { intake } from '../intake/intake-events.ts';
import { startTicker, type Ticker } from '../loop.ts';
import { notifyOfSelf } from '../monitoring/detect-own-gaps.ts';
import type { Service } from '../service.ts';

const LOOK_REAL_MS = 30_000;
/** While one is under way. */
const NEAR_LOOK_REAL_MS = 5_000;
const CHANNEL = 'canary';

/** Looks now and every half a minute, more often while one is under way. */
export function startCanaryLoop(service: Service): Ticker {
  const round = async (): Promise<number> => {
    const isUnderWay = await keepCanary(service);
    return virtualMs(service.clock, isUnderWay ? NEAR_LOOK_REAL_MS : LOOK_REAL_MS);
  };
  return startTicker('canary', round, service);
}

/** One look: begins what is to begin, notes what has come, tells what did not. Whether one is under way. */
export async function keepCanary(service: Service): Promise<boolean> {
  const shop = canaryShop(service.config);
  // Without a mail server nobody is told of anything, which has a matter of its own.
  if (shop === null || service.mail.kind !== 'smtp') return false;
  await begin(service, shop);
  const row = await latestCanary(service.db);
  if (row === null || row.arrivedAt !== null) return false;
  await follow(service, shop, row);
  return true;
}

async function begin({ db, clock, config, counting }: Service, shop: ShopConfig): Promise<void> {
  const now = clock.now();
  const zone = openZone(config.service.timeZone);
  const today = zone.localDay(now);
  const [last, day] = [await latestCanary(db), formatDate(today)];
  if (now < canaryBegins(zone, today) || (last !== null && last.day >= day)) return;
  const wait = { startedAt: now, isFirst: true };
  const dueAt = counting.deadlines(shop, { channel: CHANNEL, type: null, category: null }, wait)!.at.owner_alert;
  await db.transaction().execute((trx) => beginCanary(trx, { day, beganAt: now, dueAt }));
}

async function follow(service: Service, shop: ShopConfig, { day, beganAt, dueAt, toldAt }: CanaryRow): Promise<void> {
  const { db, clock, logger } = service;
  const own = serviceOfCanary(service, shop);
  const event = { type: 'customer_message', id: day, at: beganAt } as const;
  // What is known already changes nothing. One that lies ahead was begun before the clock was set back.
  if (beganAt <= clock.now()) await intake(own, [{ shop: CANARY, inquiry: day, channel: CHANNEL, event }], CHANNEL);
  const { raisedAt, acceptedAt } = await canaryProgress(db, day);
  const now = clock.now();
  const arrivedAt = acceptedAt !== null && (await isOnBoard(own)) ? now : null;
  await db.transaction().execute(async (trx) => {
    await noteCanary(trx, day, { raisedAt, acceptedAt, arrivedAt });
    if (arrivedAt !== null) await dropCanary(trx);
  });
  if (acceptedAt !== null && arrivedAt !== null) logger.info({ day, tookMs: acceptedAt - dueAt }, 'the canary arrived');
  else if (toldAt === null && now - dueAt > CANARY_IN_TIME_MS) {
    await notifyOfSelf(service, ['canary']);
    await noteCanaryTold(db, day, now);
  }
}

/** As every board reads it. */
async function isOnBoard(own: Service): Promise<boolean> {
  const card = await readShopCard(own, CANARY);
  return card?.counts.unanswered === 1 && card.counts.ownerAlertDue === 1;
}

/** The same service for one who knows no shop but the canary's. */
function serviceOfCanary(service: Service, shop: ShopConfig): Service {
  const config = { service: service.config.service, shops: new Map([[CANARY, shop]]) };
  return Object.create(service, { config: { value: config, enumerable: true } }) as Service;
}
