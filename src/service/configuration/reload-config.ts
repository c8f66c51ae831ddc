// Reload: the edited files are read, checked and put in force while the service runs. Of a broken file the last good
// revision stays, while the edits of the others come in force (RULES.md 6); with a broken service.yaml everything stays.
// An edit that raises or withdraws much is held until `apply --yes`.
// Of tens of thousands of shops one is edited; whatever looks at all of them stops the service for a while.

import type { ConfigFolder } from '../../config/config-folder.ts';
import { inStretches } from '../../config/in-stretches.ts';
import type { Config } from '../../config/load.ts';
import { type Fault, formatFault } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import type { HeldEdit } from '../../store/configuration/config-state.ts';
import { refreshOutside } from '../outside-in-force.ts';
import type { Service } from '../service.ts';
import { type Broken, changedShops, mixed, withKept } from './compare-configs.ts';
import { type Held, heldOf, isApproved } from './hold-edit.ts';
import { noteReadings } from './known-readings.ts';
import { type KeptConfig, shopsNamed } from './load-last-good.ts';
import { noteBrokenFiles, noteHeldEdit, noteWholeFiles } from './note-files.ts';
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
  const { clock, logger } = service;
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
  let held: Held | null = null;
  let running: Promise<unknown> = Promise.resolve();

  async function check(): Promise<void> {
    const look = await folder.look();
    const isSettled = look === seen;
    seen = look;
    const isDue = look === read ? held !== null && (await isApproved(service, held)) : isSettled;
    if (isDue) await inTurn(() => tries(null));
    await noteReadings(service.db, folder.drainKeys());
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
    const brokenSince = await noteBrokenFiles(service, faults);
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
    const changed = await inStretches(changedShops(service.config, next));
    const found = await heldOf(service, next, changed);
    const shops = new Set(found?.edit.shops);
    const config = found === null ? next : mixed(service.config, next, shops);
    const options = {
      cause: 'edit',
      who: null,
      readAt,
      except: shops,
      among: changed,
    } as const;
    if ((await registerRevisions(service, config, options)).overtaken) return 'overtaken';
    const heldSince = await noteHeldEdit(service, found?.edit ?? null);
    if (isWhole) await noteWholeFiles(service);
    // From here on nothing can fail.
    swap(config);
    health = { since: clock.now(), brokenSince: null, faults: [], heldSince, held: found?.edit ?? null };
    held = found;
    return found === null ? 'in-force' : 'held';
  }

  const registerConfirmed = (next: Config, readAt: Instant, { shop, who }: ConfirmedEdit) =>
    registerRevisions(service, next, { cause: 'edit', who, readAt, only: new Set([shop]) });

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
