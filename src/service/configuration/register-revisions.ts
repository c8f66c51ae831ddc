// Puts the configuration of this process in force for all: each shop's new revision is stored, what decides deadlines
// is recomputed. Several processes may bring the same edit; the first stores it, the others find nothing to do.

import { createHash } from 'node:crypto';
import type { ServiceConfig } from '../../config/input/service-file.ts';
import { type ShopConfig, shopFields } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import type { Instant } from '../../core/model.ts';
import { lookAgain, syncLooks } from '../../store/calendar/calendar-checks.ts';
import { noteRegistered, readConfigState } from '../../store/configuration/config-state.ts';
import {
  type KnownShop,
  knownShops,
  latestSpecs,
  lockRevisions,
  type NewRevision,
  type RevisionOrigin,
  storeRevisions,
} from '../../store/configuration/revisions.ts';
import { type ListKey, lookAtListsAgain, syncLists } from '../../store/notifications/list-slots.ts';
import type { Trx } from '../../store/schema.ts';
import { syncSources } from '../../store/status/sources.ts';
import { wantedLists } from '../notifications/plan/plan-lists.ts';
import { refreshOutside, syncOutsideCalendars } from '../outside-in-force.ts';
import type { Service } from '../service.ts';
import { differenceInWords } from './describe-difference.ts';
import { keptShop, keptSpec } from './kept-spec.ts';
import { type Recomputed, recomputeWanted } from './recompute-deadlines.ts';

export interface RegisterOptions extends RevisionOrigin {
  /** When reading the files began: a revision that was read later and is in force already is not undone. */
  readonly readAt: Instant;
  /** Register only these shops; left out: all, and those that are configured no longer. */
  readonly only?: ReadonlySet<string>;
  /** All are registered, and only these can be others than this process registered before; left out: any may. */
  readonly among?: ReadonlySet<string>;
  /** Leave these shops as they are: their edit is held. */
  readonly except?: ReadonlySet<string>;
}

export type Registered =
  | { readonly overtaken: true }
  | { readonly overtaken: false; readonly revisions: readonly Revised[] };

export type Revised = Pick<NewRevision, 'shop' | 'revision' | 'difference'>;

/** Of so many shops revisions are made and stored at once: a statement has a limit, and so has memory. */
const PAGE = 1_000;

const SOURCE_CHANGED = {
  ja: ['店舗ファイルの外の休業日（RMS・取り込みカレンダー）が変わりました'],
  en: ['closed days from outside the shop file (RMS, imported calendars) changed'],
};

type Parts = Pick<Service, 'db' | 'clock' | 'counting' | 'logger'>;

/**
 * Puts the configuration in force and recomputes. @returns null when a newer one is in force: read the files again.
 */
export async function applyRevisions(
  service: Service,
  options: Partial<RegisterOptions> = {},
): Promise<Recomputed | null> {
  const { cause = 'start', who = null, readAt = service.clock.now() } = options;
  await refreshOutside(service);
  const registered = await registerRevisions(service, service.config, { ...options, cause, who, readAt });
  return registered.overtaken ? null : recomputeWanted(service);
}

/** Stores what is new in the configuration, in one transaction; recomputing is asked for, not done. */
export async function registerRevisions(service: Parts, config: Config, options: RegisterOptions): Promise<Registered> {
  const registered = await service.db.transaction().execute((trx) => register(service, trx, config, options));
  if (!registered.overtaken) {
    for (const { shop, revision, difference } of registered.revisions)
      service.logger.info({ shop, revision, cause: options.cause, difference: difference.en }, 'configuration revised');
  }
  return registered;
}

async function register(service: Parts, trx: Trx, config: Config, options: RegisterOptions): Promise<Registered> {
  const { only, among, except, readAt } = options;
  const looked = only ?? among ?? null;
  const concerns = (id: string) => !except?.has(id);
  await lockRevisions(trx);
  const state = await readConfigState(trx);
  const now = service.clock.now();
  // What was read in the future was read before the clock was set back.
  if (state.readAt !== null && state.readAt > readAt && state.readAt <= now) return { overtaken: true };
  const known = await knownShops(trx, looked);
  const candidates =
    looked === null ? [...config.shops.values()] : [...looked].flatMap((id) => config.shops.get(id) ?? []);
  const changed = candidates.filter(
    (shop) =>
      concerns(shop.id) &&
      isChanged(service, shop, known.get(shop.id)) &&
      !(options.cause === 'source' && isBehind(shop, known.get(shop.id))),
  );
  const gone = [...known.values()].filter(
    ({ id, removedAt }) => removedAt === null && !config.shops.has(id) && concerns(id),
  );
  const revisions: Revised[] = [];
  const store = async (page: readonly NewRevision[]): Promise<void> => {
    await storeRevisions(trx, page, options, now);
    for (const { shop, revision, difference } of page) revisions.push({ shop, revision, difference });
  };
  for (let at = 0; at < changed.length; at += PAGE)
    await store(await revisionsOf(service, trx, changed.slice(at, at + PAGE), options));
  const difference = differenceInWords(null, null);
  await store(gone.map(({ id }) => ({ shop: id, hash: '', revision: '', difference, spec: null })));
  await store(serviceRevision(config, state.serviceHash, only));
  await lookAgain(
    trx,
    changed.map((shop) => shop.id),
    now,
  );
  await lookAtListsAgain(
    trx,
    changed.map((shop) => shop.id),
    now,
  );
  await noteRegistered(trx, only === undefined ? hashOf(config.service) : state.serviceHash, readAt);
  if (only === undefined) {
    const among = looked === null ? null : [...looked];
    const shops = new Map(candidates.map((shop) => [shop.id, shop]));
    await syncSources(trx, polledShops(candidates), now, among);
    await syncOutsideCalendars({ db: trx, clock: service.clock, config: { shops } }, among);
    await syncLists(trx, wantedIn(config, among), now, among);
    await syncLooks(trx, [...shops.keys()], now, among);
  }
  return { overtaken: false, revisions };
}

/** The new revisions of shops. */
async function revisionsOf(
  { counting }: Parts,
  trx: Trx,
  shops: readonly ShopConfig[],
  { cause }: RegisterOptions,
): Promise<NewRevision[]> {
  const specs = await latestSpecs(
    trx,
    shops.map((shop) => shop.id),
  );
  return shops.map((shop) => ({
    shop: shop.id,
    hash: hashOf(shop),
    revision: counting.revisionOf(shop),
    difference: cause === 'source' ? SOURCE_CHANGED : differenceInWords(keptShop(specs.get(shop.id)), shop),
    spec: shopFields(keptSpec(shop)),
  }));
}

function serviceRevision(config: Config, known: string, only: RegisterOptions['only']): NewRevision[] {
  const hash = hashOf(config.service);
  if (hash === known || only !== undefined) return [];
  const difference = { ja: ['service.yaml の変更'], en: ['service.yaml changed'] };
  // Nothing but what everybody may see: the address of a webhook may hold a secret.
  const { webhook, ...plain } = config.service;
  const spec = { ...plain, webhook: webhook && { secret: webhook.secret } };
  return [{ shop: '', hash, revision: '', difference, spec }];
}

/** The lists of these shops, and of groups; null: of all. */
function wantedIn(config: Config, among: readonly string[] | null): ListKey[] {
  const shops = among && new Set(among);
  return wantedLists(config).filter(({ kind, subject }) => kind === 'group' || shops?.has(subject) !== false);
}

const polledShops = (shops: readonly ShopConfig[]): string[] =>
  shops.filter((shop) => shop.rms !== null).map((shop) => shop.id);

function isChanged({ counting }: Parts, shop: ShopConfig, known: KnownShop | undefined): boolean {
  return known === undefined || known.hash !== hashOf(shop) || known.revision !== counting.revisionOf(shop);
}

/** This process has not seen the newest file yet; a change from outside is registered by one that has. */
const isBehind = (shop: ShopConfig, known: KnownShop | undefined): boolean => known?.hash !== hashOf(shop);

const hashes = new WeakMap<object, string>();

/** What was stored and read again is the revision that it was, although the database keeps no order of keys. */
export const rememberHash = (spec: object, hash: string): void => void hashes.set(spec, hash);

/** SHA-256 over everything a file says. */
export function hashOf(spec: ShopConfig | ServiceConfig): string {
  const known = hashes.get(spec);
  if (known !== undefined) return known;
  const said = 'policies' in spec ? shopFields(spec) : spec;
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  hashes.set(spec, hash);
  return hash;
}
