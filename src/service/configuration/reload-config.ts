// Reload: the edited files are read, checked and put in force while the service runs. Of a broken file the last good
// revision stays, while the edits of the others come in force (RULES.md 6); with a broken service.yaml everything stays.
// An edit that raises or withdraws much is held until `apply --yes`.
// Of tens of thousands of shops one is edited; whatever looks at all of them stops the service for a while.

import type { ConfigFolder, LoadedFolder } from '../../config/config-folder.ts';
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
import { type KeptConfig, shopsNamed } from './load-last-good.ts';
import { countAffected, type PendingShop, pendingShops } from './open-inquiry-effects.ts';
import { registerRevisions } from './register-revisions.ts';

/**
 * `broken`: a file is, and the others are in force or held. `unstable`: written while it was read; `overtaken`: a newer one
 * is in force. Both are looked at again at once.
 */
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
  /** With broken files: shops with their last good revision, and those that nobody watches. */
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
  /** Looks at the files, and reloads once they have been left alone since the look before. */
  check(): Promise<void>;
  /** Reloads now (SIGHUP). One at a time; whoever comes meanwhile waits for one of its own. */
  reload(): Promise<ReloadResult>;
  /** Writes an edit and puts it in force under its author's name; no reload reads the file in between. */
  save(edit: ConfirmedEdit): Promise<{ readonly fault: Fault } | { readonly result: ReloadResult }>;
  /** Whether the files were just written: the next look should come soon. */
  isSettling(): boolean;
  health(): ConfigHealth;
  /** Calls `onTouched` when the file system tells of a file that was written; ends with `unwatch`. */
  watch(onTouched: () => void): void;
  unwatch(): void;
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

  async function check(): Promise<void> {
    const look = await folder.look();
    const isSettled = look === seen;
    seen = look;
    if (look !== read ? isSettled : await isApproved()) await inTurn(() => tries(null));
  }

  const reload = (): Promise<ReloadResult> =>
    inTurn(async () => {
      await folder.look('all');
      return tries(null);
    });

  const save: Reloader['save'] = (edit) =>
    inTurn(async () => {
      const fault = edit.write();
      if (fault !== null) return { fault };
      await folder.look(edit);
      return { result: await tries(edit) };
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
    const result =
      'config' in loaded ? await putInForce(loaded.config, readAt, edit) : await putGood(loaded, readAt, edit);
    if (result !== 'overtaken') [read, seen] = [look, look];
    return result;
  }

  /** What is good comes in force, what is broken or gone meanwhile stays as it is; ops are told once. */
  async function putGood(loaded: Broken, readAt: Instant, edit: ConfirmedEdit | null): Promise<ReloadResult> {
    const { service: own, shops, faults } = loaded;
    if (own === null) return stay(faults, { kept: [], leftOut: [] });
    const { next, kept } = withKept(service.config, { ...loaded, service: own });
    const result = await putInForce(next, readAt, edit, false);
    if (result === 'overtaken') return result;
    await stay(faults, { kept, leftOut: shopsNamed(loaded).filter((id) => !next.shops.has(id)) });
    return edit !== null && shops.has(edit.shop) ? result : 'broken';
  }

  /** The last good configuration stays in force where the files are broken; ops are told once. */
  async function stay(found: readonly Fault[], without: KeptConfig): Promise<'broken'> {
    const faults = found.slice(0, FAULTS_KEPT).map(formatFault);
    const now = clock.now();
    const brokenSince = await db.transaction().execute(async (trx) => {
      if (await noteBroken(trx, faults, now))
        await openIncidentMail(trx, configCause('config', now), startOfOpsDay(service, now), now);
      return (await readConfigState(trx)).brokenSince;
    });
    const { kept, leftOut } = without;
    health = { ...health, brokenSince, faults, kept, leftOut };
    logger.error(
      { faults, brokenSince, kept, leftOut },
      'config files are broken; their last good revision stays in force',
    );
    return 'broken';
  }

  async function putInForce(
    next: Config,
    readAt: Instant,
    edit: ConfirmedEdit | null,
    isWhole = true,
  ): Promise<ReloadResult> {
    await refreshOutside(service);
    // What its author has confirmed is registered first: then it is pending no more, and nothing of it is held.
    if (edit !== null && (await registerConfirmed(next, readAt, edit)).overtaken) return 'overtaken';
    // What is in force here was compared with what the database knows when it came in force.
    const changed = changedShops(service.config, next);
    const pending = (await pendingShops(service, next, changed)).filter(movesDeadlines);
    const inquiries = pending.length === 0 ? 0 : await countAffected(service, pending);
    const { confirmAbove } = next.service;
    const shops = pending.map(({ id }) => id);
    const held = inquiries > confirmAbove ? { shops, inquiries, confirmAbove } : null;
    const heldShops = new Set(held?.shops);
    const config = held === null ? next : mixed(service.config, next, heldShops);
    const options = {
      cause: 'edit',
      who: null,
      readAt,
      except: heldShops,
      ...(changed && { among: changed }),
    } as const;
    if ((await registerRevisions(service, config, options)).overtaken) return 'overtaken';
    const heldSince = await tellHeld(held);
    if (isWhole && (await noteWhole(db))) logger.info('the config files are whole again');
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

  return {
    check,
    reload,
    save,
    isSettling: () => seen !== read,
    health: () => health,
    watch: folder.watch,
    unwatch: folder.unwatch,
  };
}

type Broken = Exclude<LoadedFolder, { readonly config: Config }>;

/**
 * What is good, and as they are in force the shops whose file is broken, or gone while another one is: it may be that one
 * under a name that is no shop's.
 */
function withKept(
  inForce: Config,
  { service, shops: good, dir }: Broken & { readonly service: Config['service'] },
): { readonly next: Config; readonly kept: readonly string[] } {
  const shops = new Map(good);
  const kept: string[] = [];
  for (const [id, shop] of inForce.shops) {
    if (shops.has(id)) continue;
    shops.set(id, shop);
    kept.push(id);
  }
  const resting = new Set([...(inForce.resting ?? [])].filter((id) => kept.includes(id)));
  return { next: { service, shops, dir, ...(resting.size > 0 && { resting }) }, kept };
}

/** The shops that are others than in force, or in one of both only. What was read again and says the same is the same. */
function changedShops(inForce: Config, next: Config): Set<string> {
  const changed = new Set<string>();
  for (const [id, shop] of next.shops) if (inForce.shops.get(id) !== shop) changed.add(id);
  for (const id of inForce.shops.keys()) if (!next.shops.has(id)) changed.add(id);
  return changed;
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
