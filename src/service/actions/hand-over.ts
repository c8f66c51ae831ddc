// Handing over (引き継ぎ): several inquiries at once out of somebody's hand into another's, or into nobody's. All of it happens
// in one transaction: nobody sees half of it, and an inquiry that somebody took meanwhile is left where it is, and named.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { quoted } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { parseMuteEnd } from '../../core/time/end-time.ts';
import { openZone } from '../../core/time/zone.ts';
import { type HeldInquiry, lockHeld } from '../../store/actions/in-hand.ts';
import { addMute, liftMute, type Mute } from '../../store/actions/mutes.ts';
import type { Trx } from '../../store/schema.ts';
import { inHandOf, readHolder } from './hold.ts';
import { type Muting, readName, readWhy } from './mute.ts';
import type { ActionRefusal } from './refuse-action.ts';

/** So many at once: who has more in hand presses twice. */
export const MOST_AT_ONCE = 200;

export interface HandOver {
  readonly shop: string;
  readonly by: string | undefined;
  /** Out of whose hand; left out: out of anybody's, and what nobody has. */
  readonly from?: string | undefined;
  /** Whole numbers; left out: all that `from` has. */
  readonly inquiries?: readonly string[] | undefined;
  /** Into whose hand; null: nobody's. */
  readonly to: string | null;
  /** As for a mute; left out or empty: each keeps the end that it has. */
  readonly until?: string | undefined;
  /** One line to whoever has it then. */
  readonly why?: string | undefined;
}

export interface HandedOver {
  /** What is in the new hand, or was given back, by number. */
  readonly handed: readonly Mute[];
  /** Asked for by number, and not done: nobody waits there, or it is in another hand than was said. */
  readonly left: readonly string[];
}

/** Hands over what waits; refused as a whole only for what was asked for wrongly. */
export async function handOver(service: Muting, request: HandOver): Promise<HandedOver | ActionRefusal> {
  const shop = service.config.shops.get(request.shop);
  if (shop === undefined) return { refused: 'unknown', message: `found the unknown shop ${quoted(request.shop)}` };
  const now = service.clock.now();
  const terms = readTerms(shop, request, now);
  if ('refused' in terms) return terms;
  const { from, inquiries } = request;
  const done = await service.db.transaction().execute(async (trx) => {
    const held = await lockHeld(trx, shop.id, { from, inquiries }, now);
    const endless = held.find(({ until }) => until === null && terms.until === null);
    if (terms.to !== null && endless !== undefined) return noEnd(endless);
    return passOn(trx, shop, held, { terms, now });
  });
  if ('refused' in done) return done;
  const found = new Set(done.map(({ inquiry }) => inquiry));
  const { to, by } = terms;
  service.logger.info({ shop: shop.id, inquiries: [...found], to, by }, 'handed over');
  return { handed: done, left: (inquiries ?? []).filter((one) => !found.has(one)) };
}

interface Terms {
  readonly by: string;
  readonly to: string | null;
  readonly until: Instant | null;
  readonly why: string;
}

function readTerms(shop: ShopConfig, request: HandOver, now: Instant): Terms | ActionRefusal {
  const { from, inquiries, to } = request;
  const by = readName(request.by);
  if (typeof by !== 'string') return by;
  if (
    (inquiries === undefined && from === undefined) ||
    inquiries?.length === 0 ||
    (inquiries?.length ?? 0) > MOST_AT_ONCE
  )
    return {
      refused: 'usage',
      field: 'inquiries',
      message: `inquiries: allowed: 1 to ${MOST_AT_ONCE} numbers, or from`,
    };
  const why = readWhy(request.why);
  if (typeof why !== 'string') return why;
  const holder = to === null ? null : readHolder(shop, to, by);
  if (holder !== null && typeof holder !== 'string') return holder;
  if (to === null || (request.until ?? '').trim() === '') return { by, to: holder, until: null, why };
  const until = parseMuteEnd(request.until ?? '', now, openZone(shop.timeZone));
  if ('fault' in until) return { refused: 'usage', field: 'until', message: `until: ${until.fault}` };
  return { by, to: holder, until: until.end, why };
}

const noEnd = ({ inquiry }: HeldInquiry): ActionRefusal => ({
  refused: 'usage',
  field: 'until',
  message: `until: found nothing; ${quoted(inquiry)} is in nobody's hand, so there is no end to keep`,
});

interface PassingOn {
  readonly terms: Terms;
  readonly now: Instant;
}

async function passOn(
  trx: Trx,
  shop: ShopConfig,
  held: readonly HeldInquiry[],
  { terms, now }: PassingOn,
): Promise<Mute[]> {
  const { by, to, why } = terms;
  const done: Mute[] = [];
  for (const { inquiryId, muteId, until } of held) {
    if (to === null) {
      const lifted = muteId === null ? null : await liftMute(trx, muteId, by, now);
      if (lifted !== null) done.push(lifted);
      continue;
    }
    const given = { kind: 'in_hand' as const, shop: shop.id, inquiryId, until: terms.until ?? until!, why };
    done.push(await addMute(trx, { ...given, ...inHandOf(to, { by }) }, now));
  }
  return done;
}
