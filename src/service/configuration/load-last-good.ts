// A start with broken files: whose file is broken, or gone while others are, keeps the last good revision that the
// database knows; the other shops are taken as their files say (RULES.md 6). What never was good is left out and shown.

import { basename } from 'node:path';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../../config/input/service-file.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { BrokenConfig, Config } from '../../config/load.ts';
import { type Fault, formatFault } from '../../config/values/faults.ts';
import { shopOfFile } from '../../core/shop-id.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { type SpecInForce, specsInForce } from '../../store/configuration/revisions.ts';
import type { Db } from '../../store/schema.ts';
import { rememberHash } from './register-revisions.ts';
import { type Stored, storedService, storedShop } from './stored-config.ts';

/** Nothing can be started with: no good service.yaml, or no good shop, now or before. */
export class NoGoodConfigError extends Error {
  override readonly name = 'NoGoodConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'));
    this.faults = faults;
  }
}

/** What a start had to do without the files of. */
export interface KeptConfig {
  /** Shops that work with their last good revision. */
  readonly kept: readonly string[];
  /** Shops that never had a good one: nobody watches them. */
  readonly leftOut: readonly string[];
}

/** The configuration to start with. @throws NoGoodConfigError */
export async function loadLastGood(
  { db, logger }: { readonly db: Db; readonly logger: Logger },
  read: BrokenConfig,
): Promise<KeptConfig & { readonly config: Config }> {
  for (const fault of read.faults) logger.error({ file: fault.file }, `broken: ${formatFault(fault)}`);
  const inForce = await specsInForce(db);
  const resting = new Set<string>();
  const service = read.service ?? lastService(inForce, resting, logger);
  const shops = new Map(read.service === null ? [] : read.shops);
  const kept: string[] = [];
  for (const row of inForce.filter(({ shop }) => shop !== '' && !shops.has(shop))) {
    const shop = restored(row, storedShop(row.spec), resting);
    if (shop === null) continue;
    shops.set(row.shop, shop);
    kept.push(row.shop);
    logger.error({ shop: row.shop, since: isoUtc(row.at) }, `${row.shop} works with its last good revision`);
  }
  if (service === null || shops.size === 0) throw new NoGoodConfigError(read.faults);
  const leftOut = shopsNamed(read).filter((id) => !shops.has(id));
  for (const shop of leftOut) logger.error({ shop }, `${shop} is not watched: its file was never good`);
  return { config: { service, shops: inOrder(shops), dir: read.dir, resting }, kept, leftOut };
}

function lastService(inForce: readonly SpecInForce[], resting: Set<string>, logger: Logger): ServiceConfig | null {
  const row = inForce.find(({ shop }) => shop === '');
  const service = row === undefined ? null : restored(row, storedService(row.spec), resting);
  if (row !== undefined && service !== null)
    logger.error({ since: isoUtc(row.at) }, 'service.yaml is broken: all works with the last good revision');
  return service;
}

function restored<T extends object>(
  { shop, hash }: SpecInForce,
  stored: Stored<T> | null,
  resting: Set<string>,
): T | null {
  if (stored === null) return null;
  if (stored.rests) resting.add(shop);
  rememberHash(stored.config, hash);
  return stored.config;
}

/** The shops that the folder has a file of, as far as one can tell. */
export function shopsNamed({ shops, faults }: Pick<BrokenConfig, 'shops' | 'faults'>): string[] {
  const broken = faults.flatMap(({ file = '' }) => shopOfFile(basename(file)) ?? []);
  return [...new Set([...shops.keys(), ...broken.filter((id) => id !== 'service')])].sort();
}

const inOrder = (shops: ReadonlyMap<string, ShopConfig>): Config['shops'] =>
  new Map([...shops].sort(([a], [b]) => (a < b ? -1 : 1)));
