// Reload: the edited files are read, checked whole and put in force while the service runs; with any fault the last good
// configuration stays (RULES.md 6). An edit that raises or withdraws much is held until `apply --yes`.

import type { ConfigFolder } from '../../config/config-folder.ts';
import type { Config } from '../../config/load.ts';
import { type Fault, formatFault } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import {
  type HeldEdit,
  noteBroken,
  noteHeld,
  noteWhole,
  readConfigState,
} from '../../store/configuration/config-state.ts';
import { shopStates } from '../../store/configuration/shops.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { configCause } from '../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import { refreshOutside } from '../outside-in-force.ts';
import type { Service } from '../service.ts';
import { countAffected, type PendingShop, pendingShops } from './open-inquiry-effects.ts';
import { registerRevisions } from './register-revisions.ts';
import type { KeptConfig } from './take-last-good.ts';

/** `unstable`: written while it was read; `overtaken`: a newer one is in force. Both are looked at again at once. */
export type ReloadResult = 'in-force' | 'broken' | 'held' | 'unstable' | 'overtaken';

/** What /readyz says of the files. */
export interface ConfigHealth {
  /** Since when this process works with what it works with. */
  readonly since: Instant;
  readonly brokenSince: Instant | null;
  /** One line a fault. */
  readonly faults: readonly string[];
  readonly heldSince: Instant | null;
  readonly held: HeldEdit | null;
  /** Since a start with broken files: shops with their last good revision, and those that nobody watches. */
  readonly kept?: readonly string[];
  readonly leftOut?: readonly string[];
}

/** An edit of one shop's file by a person who has seen what it does: it is not held, however much it moves. */
export interface ConfirmedEdit {
  readonly shop: string;
  readonly who: string;
  /** Writes the file; the fault when it was not written. */
  readonly write: () => Fault | null;
}

export interface Reloader {
  /**
   * Looks at the files, and reloads once they have been left alone since the look before. Returns how many real
   * milliseconds the look itself took.
   */
  check(): Promise<number>;
  /** Reloads now (SIGHUP). One at a time; whoever comes meanwhile waits for one of its own. */
  reload(): Promise<ReloadResult>;
  /** Writes an edit and puts it in force under its author's name; no reload reads the file in between. */
  save(edit: ConfirmedEdit): Promise<{ readonly fault: Fault } | { readonly result: ReloadResult }>;
  /** Whether the files were just written: the next look should come soon. */
  isSettling(): boolean;
  health(): ConfigHealth;
}

export interface ReloaderParts {
  /** Its `config` is what `swap` put in force last. */
  readonly service: Service;
  readonly folder: ConfigFolder;
  readonly swap: (config: Config) => void;
  /** What the start had to do without; left out when all files were good. */
  readonly started?: KeptConfig | undefined;
}

const TRIES = 5;
const FAULTS_KEPT = 50;

/** A reloader for the files that the service was started with. */
export function createReloader({ service, folder, swap, started }: ReloaderParts): Reloader {
  const { db, clock, logger } = service;
  /** How the folder looked when it was read last, and at the last look. */
  let [read, seen]: [string | null, string | null] = [null, null];
  let health: ConfigHealth = {
    since: clock.now(),
    brokenSince: null,
    faults: [],
    heldSince: null,
    held: null,
    ...(started && { kept: started.kept, leftOut: started.leftOut }),
  };
  /** What held shops wait for: the revision of the files, '' for a file that is gone. */
  let awaited: ReadonlyMap<string, string> = new Map();
  let running: Promise<unknown> = Promise.resolve();

  async function check(): Promise<number> {
    const began = performance.now();
    const look = await folder.look();
    const took = performance.now() - began;
    const isSettled = look === seen;
    seen = look;
    if (look !== read ? isSettled : await isApproved()) await reload();
    return took;
  }

  const reload = (): Promise<ReloadResult> => inTurn(() => tries(null));

  const save: Reloader['save'] = (edit) =>
    inTurn(async () => {
      const fault = edit.write();
      return fault === null ? { result: await tries(edit) } : { fault };
    });

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = running.then(work, work);
    running = turn.catch(() => {});
    return turn;
  }

  async function tries(edit: ConfirmedEdit | null): Promise<ReloadResult> {
    for (let left = TRIES; ; left--) {
      const result = await once(edit);
      if (left <= 1 || (result !== 'unstable' && result !== 'overtaken')) return result;
    }
  }

  async function once(edit: ConfirmedEdit | null): Promise<ReloadResult> {
    const readAt = clock.now();
    const look = await folder.look();
    const loaded = await folder.load();
    if ((await folder.look()) !== look) return 'unstable';
    const result = 'faults' in loaded ? await stay(loaded.faults) : await putInForce(loaded.config, readAt, edit);
    if (result !== 'overtaken') [read, seen] = [look, look];
    return result;
  }

  /** The last good configuration stays in force; ops are told once. */
  async function stay(found: readonly Fault[]): Promise<ReloadResult> {
    const faults = found.slice(0, FAULTS_KEPT).map(formatFault);
    const now = clock.now();
    const brokenSince = await db.transaction().execute(async (trx) => {
      if (await noteBroken(trx, faults, now))
        await openIncidentMail(trx, configCause('config', now), startOfOpsDay(service, now), now);
      return (await readConfigState(trx)).brokenSince;
    });
    health = { ...health, brokenSince, faults };
    logger.error({ faults, brokenSince }, 'the config files are broken; the last good configuration stays in force');
    return 'broken';
  }

  async function putInForce(next: Config, readAt: Instant, edit: ConfirmedEdit | null): Promise<ReloadResult> {
    await refreshOutside(service);
    // What its author has confirmed is registered first: then it is pending no more, and nothing of it is held.
    if (edit !== null && (await registerConfirmed(next, readAt, edit)).overtaken) return 'overtaken';
    const pending = (await pendingShops(service, next)).filter(movesDeadlines);
    const inquiries = pending.length === 0 ? 0 : await countAffected(service, pending);
    const { confirmAbove } = next.service;
    const shops = pending.map(({ id }) => id);
    const held = inquiries > confirmAbove ? { shops, inquiries, confirmAbove } : null;
    const heldShops = new Set(held?.shops);
    const config = held === null ? next : mixed(service.config, next, heldShops);
    const origin = { cause: 'edit', who: null, readAt } as const;
    if ((await registerRevisions(service, config, { ...origin, except: heldShops })).overtaken) return 'overtaken';
    const heldSince = await tellHeld(held);
    if (await noteWhole(db)) logger.info('the config files are whole again');
    // From here on nothing can fail.
    swap(config);
    health = { since: clock.now(), brokenSince: null, faults: [], heldSince, held };
    awaited = new Map(held === null ? [] : pending.map(({ id, after }) => [id, revisionOf(after)]));
    return held === null ? 'in-force' : 'held';
  }

  const registerConfirmed = (next: Config, readAt: Instant, { shop, who }: ConfirmedEdit) =>
    registerRevisions(service, next, { cause: 'edit', who, readAt, only: new Set([shop]) });

  async function tellHeld(held: HeldEdit | null): Promise<Instant | null> {
    const now = clock.now();
    const heldSince = await db.transaction().execute(async (trx) => {
      if (await noteHeld(trx, held, now))
        await openIncidentMail(trx, configCause('held', now), startOfOpsDay(service, now), now);
      return (await readConfigState(trx)).heldSince;
    });
    if (held !== null) logger.warn({ ...held }, 'an edit is held: look with apply --dry-run, put in force with --yes');
    return heldSince;
  }

  /** Whether somebody put a held edit in force by command. */
  async function isApproved(): Promise<boolean> {
    if (awaited.size === 0) return false;
    const states = await shopStates(db, [...awaited.keys()]);
    return [...awaited].some(([id, revision]) => states.get(id)?.revision === revision);
  }

  function movesDeadlines({ after, known }: PendingShop): boolean {
    return known !== null && known.removedAt === null && known.revision !== revisionOf(after);
  }

  const revisionOf = (shop: PendingShop['after']): string => (shop === null ? '' : service.counting.revisionOf(shop));

  return { check, reload, save, isSettling: () => seen !== read, health: () => health };
}

/** The new configuration, but held shops as they are in force. */
function mixed(inForce: Config, next: Config, held: ReadonlySet<string>): Config {
  const shops = new Map(next.shops);
  for (const id of held) {
    const shop = inForce.shops.get(id);
    if (shop === undefined) shops.delete(id);
    else shops.set(id, shop);
  }
  const resting = new Set([...(inForce.resting ?? [])].filter((id) => held.has(id)));
  return { ...next, shops, ...(resting.size > 0 && { resting }) };
}
