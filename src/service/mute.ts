// Mutes (alert-mail.md 7): who holds the owner's mails about an inquiry or a shop back, why, and until when. Steps are
// raised and breaches recorded all the same, and ops are told of both.

import type { ShopConfig } from '../config/shop-input.ts';
import { parseMuteEnd } from '../core/mute-end.ts';
import { openZone } from '../core/zone.ts';
import { findInquiry } from '../store/board.ts';
import { addMute, liftMute, listMutes, type Mute } from '../store/mutes.ts';
import type { MuteKind } from '../store/schema.ts';
import type { Service } from './service.ts';

export type { Mute } from '../store/mutes.ts';

/** What muting needs of a service; the command line has no more. */
export type Muting = Pick<Service, 'db' | 'clock' | 'config' | 'logger'>;

export interface MuteRequest {
  readonly kind: MuteKind;
  /** `<shop>`, or `<shop>/<inquiry>` with the inquiry's whole number. */
  readonly target: string;
  readonly until: string | undefined;
  readonly why: string | undefined;
  readonly by: string | undefined;
}

/** `usage`: the request is wrong. `unknown`: there is no such shop or inquiry. */
export type MuteRefusal = { readonly refused: 'usage' | 'unknown'; readonly message: string };

const LONGEST_WHY = 200;
const LONGEST_BY = 80;

/** Mutes from now on; what stood for the same target ends. */
export async function mute(service: Muting, request: MuteRequest): Promise<{ mute: Mute } | MuteRefusal> {
  const now = service.clock.now();
  const [shopId = '', ...rest] = request.target.split('/');
  const inquiry = rest.length === 0 ? null : rest.join('/');
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return { refused: 'unknown', message: `found the unknown shop "${shopId}"` };
  const until = parseMuteEnd(request.until ?? '', now, openZone(shop.timeZone));
  if ('fault' in until) return usage('--until', request.until, until.fault);
  const why = lineOf(request.why, LONGEST_WHY);
  if (why === null)
    return usage('--why', request.why, `allowed: a reason on one line, at most ${LONGEST_WHY} characters`);
  const by = lineOf(request.by, LONGEST_BY);
  if (by === null) return usage('--by', request.by, `allowed: a name on one line, at most ${LONGEST_BY} characters`);
  if (inquiry === null && request.kind === 'in_hand')
    return { refused: 'usage', message: 'only an inquiry can be in hand; allowed: <shop>/<inquiry>' };
  const inquiryId = inquiry === null ? null : ((await findInquiry(service.db, shop.id, inquiry))?.id ?? 'none');
  if (inquiryId === 'none') return unknownInquiry(shop, inquiry!);
  const given = { kind: request.kind, shop: shop.id, inquiryId, until: until.end, why, by };
  const made = await service.db.transaction().execute((trx) => addMute(trx, given, now));
  service.logger.info({ mute: made.id, shop: shop.id, inquiry: made.inquiry, until: made.until }, 'muted');
  return { mute: made };
}

/** Ends a standing mute now; null when none of this id stands. What it held back is owed from now on. */
export async function lift(service: Omit<Muting, 'config'>, id: number, by: string): Promise<Mute | null> {
  const lifted = await liftMute(service.db, id, by, service.clock.now());
  if (lifted !== null) service.logger.info({ mute: id, shop: lifted.shop, inquiry: lifted.inquiry }, 'mute lifted');
  return lifted;
}

/** The mutes that stand now; with `past` all there ever were. */
export function readMutes(service: Pick<Service, 'db' | 'clock'>, options: { past?: boolean } = {}): Promise<Mute[]> {
  return listMutes(service.db, service.clock.now(), options);
}

function usage(option: string, found: string | undefined, fault: string): MuteRefusal {
  const what = found === undefined ? 'nothing' : JSON.stringify(found.slice(0, 60));
  return { refused: 'usage', message: `${option}: found ${what}; ${fault}` };
}

function unknownInquiry({ id }: ShopConfig, inquiry: string): MuteRefusal {
  return { refused: 'unknown', message: `${id} has no inquiry ${JSON.stringify(inquiry.slice(0, 80))}` };
}

function lineOf(text: string | undefined, most: number): string | null {
  const line = text?.trim() ?? '';
  return line === '' || line.length > most || /\p{Cc}/u.test(line) ? null : line;
}
