// The files of a running service: what is edited comes in force, what is broken or too much does not.

import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ConfigFolder, openConfigFolder } from '../../../src/config/config-folder.ts';
import { type Config, loadConfig } from '../../../src/config/load.ts';
import { createCounting } from '../../../src/service/compiled-calendars.ts';
import { recomputeWanted } from '../../../src/service/configuration/recompute-deadlines.ts';
import { applyRevisions, registerRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { createReloader, type Reloader } from '../../../src/service/configuration/reload-config.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase({ max: 8 });
let it: TestService;
let dir: string;

const SERVICE = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n';
const shopFile = (closed = '', name = 'サンプル茶舗') =>
  `name: ${name}\nowner: [owner@example.jp]\ncalendar: { closed: [${closed}] }\n`;
const CLOSED_TUESDAY = '{ on: 2026-06-02, name: 棚卸 }';
const CLOSED_WEDNESDAY = '{ on: 2026-06-03, name: 棚卸 }';

const write = (path: string, text: string): void => writeFileSync(join(dir, path), text);
const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;
const flagAt = async () => (await rows('select flag_at from episode order by id'))[0]?.flag_at;

const WEDNESDAY = at('2026-06-03T00:00:00+09:00');
const THURSDAY = at('2026-06-04T00:00:00+09:00');

interface Process {
  readonly service: Service;
  readonly reloader: Reloader;
}

/** One process's worth of the service on the folder. */
function processOn(folder: ConfigFolder = openConfigFolder(dir)): Process {
  const read = loadConfig(dir);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  let inForce: Config = read.config;
  const service: Service = {
    ...it.service,
    get config() {
      return inForce;
    },
    counting: createCounting(() => inForce),
  };
  const reloader = createReloader({
    service,
    folder,
    swap: (config) => {
      inForce = config;
    },
  });
  return { service, reloader };
}

async function started(folder?: ConfigFolder): Promise<Process> {
  const one = processOn(folder);
  await applyRevisions(one.service);
  await one.reloader.reload();
  return one;
}

/** Until the files were left alone for a look, as the loop does it. */
async function settle({ service, reloader }: Process): Promise<void> {
  await reloader.check();
  for (let looks = 0; reloader.isSettling() && looks < 5; looks++) await reloader.check();
  await recomputeWanted(service);
}

beforeEach(async () => {
  await emptyTables(database.db);
  dir = mkdtempSync(join(tmpdir(), 'reload-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'shops'));
  write('service.yaml', SERVICE);
  write('shops/sample-tea.yaml', shopFile());
  it = await testService({ db: database.db, shops: [], now: '2026-06-01T12:00:00+09:00' });
});

const takeIn = ({ service }: Process, count = 1) =>
  intake(
    service,
    Array.from({ length: count }, (_, n) => ({
      ...eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
      inquiry: `q${n + 1}`,
    })),
    'api',
  );

describe('an edit is seen and comes in force', () => {
  const edits: Record<string, () => void> = {
    'written in place': () => write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY)),
    'written beside and renamed over, as editors save': () => {
      write('shops/.sample-tea.yaml.swp', shopFile(CLOSED_TUESDAY));
      renameSync(join(dir, 'shops/.sample-tea.yaml.swp'), join(dir, 'shops/sample-tea.yaml'));
    },
    'moved to a backup and written anew': () => {
      renameSync(join(dir, 'shops/sample-tea.yaml'), join(dir, 'shops/sample-tea.yaml~'));
      write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    },
    'as a default for all shops': () =>
      write('service.yaml', `${SERVICE}defaults: { calendar: { closed: [${CLOSED_TUESDAY}] } }\n`),
  };
  test.each(Object.keys(edits))('%s', async (how) => {
    if (how.startsWith('as a default')) write('shops/sample-tea.yaml', shopFile().split('calendar')[0]!);
    const one = await started();
    await takeIn(one);
    edits[how]!();
    await settle(one);
    expect(await flagAt()).toBe(THURSDAY);
    expect(one.service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
  });

  test('by a symlink that is swapped, as a mounted ConfigMap does', async () => {
    rmSync(join(dir, 'shops'), { recursive: true });
    const version = (n: number, closed: string) => {
      mkdirSync(join(dir, `..v${n}/shops`), { recursive: true });
      writeFileSync(join(dir, `..v${n}/shops/sample-tea.yaml`), shopFile(closed));
      symlinkSync(`..v${n}`, join(dir, '..data_tmp'));
      renameSync(join(dir, '..data_tmp'), join(dir, '..data'));
    };
    version(1, '');
    symlinkSync('..data/shops', join(dir, 'shops'));
    const one = await started();
    await takeIn(one);
    version(2, CLOSED_TUESDAY);
    rmSync(join(dir, '..v1'), { recursive: true });
    await settle(one);
    expect(await flagAt()).toBe(THURSDAY);
  });

  test('a new shop is watched from then on', async () => {
    const one = await started();
    write('shops/second.yaml', shopFile('', '二号店'));
    await settle(one);
    expect(one.service.config.shops.has('second')).toBe(true);
    expect(await rows(`select watched_since from shop where id = 'second'`)).toEqual([
      { watched_since: it.clock.now() },
    ]);
  });

  test('once: a look at files that nobody touched changes nothing', async () => {
    const one = await started();
    const before = await rows('select * from config_revision');
    await settle(one);
    await settle(one);
    expect(await rows('select * from config_revision')).toEqual(before);
  });
});

test('each revision is kept: hash, when, who, the difference in words, and the whole spec', async () => {
  const one = await started();
  it.clock.set(at('2026-06-01T13:00:00+09:00'));
  write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
  await settle(one);
  const kept = await rows(`select at, who, cause, difference, spec->'calendar'->'closed' as closed, revision
    from config_revision where shop = 'sample-tea' order by number`);
  expect(kept).toMatchObject([
    {
      cause: 'start',
      who: null,
      difference: { ja: ['店舗を登録しました'], en: ['the shop is configured'] },
      closed: [],
    },
    {
      cause: 'edit',
      who: null,
      at: at('2026-06-01T13:00:00+09:00'),
      difference: { ja: ['臨時休業を追加: 2026/6/2(火) 棚卸'], en: ['closed added: Tue 2 Jun 2026 棚卸'] },
      closed: [{ kind: 'on', name: '棚卸' }],
      revision: one.service.counting.revisionOf(one.service.config.shops.get('sample-tea')!),
    },
  ]);
});

describe('a broken file', () => {
  test('keeps the last good configuration in force, says since when, and tells ops once', async () => {
    const one = await started();
    await takeIn(one);
    it.clock.set(at('2026-06-01T13:00:00+09:00'));
    write('shops/sample-tea.yaml', 'name: [');
    await settle(one);
    it.clock.set(at('2026-06-01T14:00:00+09:00'));
    write('shops/sample-tea.yaml', 'name: {');
    await settle(one);
    expect(one.service.config.shops.get('sample-tea')?.name).toBe('サンプル茶舗');
    expect(await flagAt()).toBe(WEDNESDAY);
    expect(one.reloader.health()).toMatchObject({ brokenSince: at('2026-06-01T13:00:00+09:00') });
    expect(one.reloader.health().faults[0]).toContain('sample-tea.yaml:1');
    await tickWorker(one.service);
    expect(it.mail.sent.map(({ rendered }) => rendered.text)).toEqual([
      expect.stringContaining('直前の正しい設定のまま動いています'),
    ]);
  });

  test('mended is in force, and broken again is told again', async () => {
    const one = await started();
    write('shops/sample-tea.yaml', 'name: [');
    await settle(one);
    await tickWorker(one.service);
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    await settle(one);
    expect(one.reloader.health()).toMatchObject({ brokenSince: null, faults: [] });
    it.clock.set(at('2026-06-01T15:00:00+09:00'));
    write('shops/sample-tea.yaml', 'name: [');
    await settle(one);
    await tickWorker(one.service);
    expect(it.mail.sent).toHaveLength(2);
  });

  describe('of one shop', () => {
    async function withSecond(): Promise<Process> {
      write('shops/second.yaml', shopFile('', '二号店'));
      return started();
    }
    const closedOf = (one: Process, id: string) => one.service.config.shops.get(id)?.calendar.closed.length;

    test('keeps that one as it was, while the edit of another comes in force', async () => {
      const one = await withSecond();
      await takeIn(one);
      write('shops/second.yaml', 'name: [');
      write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
      await settle(one);
      expect([closedOf(one, 'sample-tea'), one.service.config.shops.get('second')?.name]).toEqual([1, '二号店']);
      expect(await flagAt()).toBe(THURSDAY);
      expect(one.reloader.health()).toMatchObject({ brokenSince: it.clock.now(), kept: ['second'], leftOut: [] });
      expect(await rows(`select shop from config_revision where cause = 'edit'`)).toEqual([{ shop: 'sample-tea' }]);
      write('shops/sample-tea.yaml', shopFile(`${CLOSED_TUESDAY}, ${CLOSED_WEDNESDAY}`));
      await settle(one);
      expect(closedOf(one, 'sample-tea')).toBe(2);
      await tickWorker(one.service);
      expect(it.mail.sent).toHaveLength(1);
    });

    test('comes in force with its own edit once it is mended', async () => {
      const one = await withSecond();
      write('shops/second.yaml', 'name: [');
      await settle(one);
      write('shops/second.yaml', shopFile(CLOSED_TUESDAY, '二号店'));
      await settle(one);
      expect([closedOf(one, 'second'), one.reloader.health().kept]).toEqual([1, undefined]);
      expect(await rows('select broken_since from config_state')).toEqual([{ broken_since: null }]);
    });

    test('a shop whose file is gone meanwhile stays: it may be the broken one under a wrong name', async () => {
      const one = await withSecond();
      renameSync(join(dir, 'shops/second.yaml'), join(dir, 'shops/二号店.yaml'));
      await settle(one);
      expect([...one.service.config.shops.keys()].sort()).toEqual(['sample-tea', 'second']);
      expect(await rows(`select 1 from shop where removed_at is not null`)).toEqual([]);
      rmSync(join(dir, 'shops/二号店.yaml'));
      await settle(one);
      expect([...one.service.config.shops.keys()]).toEqual(['sample-tea']);
    });

    test('that is new is left out and named, and nobody else is', async () => {
      const one = await withSecond();
      write('shops/third.yaml', 'name: [');
      await settle(one);
      expect(one.reloader.health()).toMatchObject({ kept: [], leftOut: ['third'] });
      expect(one.service.config.shops.size).toBe(2);
    });

    test('lets an edit of service.yaml come in force; a broken service.yaml lets nothing', async () => {
      const one = await withSecond();
      write('shops/second.yaml', 'name: [');
      write('service.yaml', SERVICE.replace('ops@', 'others@'));
      await settle(one);
      expect(one.service.config.service.ops).toEqual(['others@example.jp']);
      write('service.yaml', 'ops: [');
      write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
      await settle(one);
      expect([closedOf(one, 'sample-tea'), one.service.config.service.ops]).toEqual([0, ['others@example.jp']]);
    });

    test('a fault in the defaults is one of service.yaml: everything stays', async () => {
      const own = (closed: string) => shopFile(closed, '別').replace(' }\n', ', cutoff: "18:00" }\n');
      write('shops/own.yaml', own(''));
      const one = await withSecond();
      write('service.yaml', `${SERVICE}defaults: { calendar: { cutoff: "25:00" } }\n`);
      write('shops/own.yaml', own(CLOSED_TUESDAY));
      await settle(one);
      expect([closedOf(one, 'own'), one.reloader.health().kept]).toEqual([0, []]);
      expect(one.reloader.health().faults[0]).toContain('service.yaml');
    });

    test('an edit by click of another shop is saved, in force and said to be', async () => {
      const one = await withSecond();
      write('shops/second.yaml', 'name: [');
      await settle(one);
      const edit = {
        shop: 'sample-tea',
        who: '山田',
        write: () => {
          write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
          return null;
        },
      };
      expect(await one.reloader.save(edit)).toEqual({ result: 'in-force' });
      expect(closedOf(one, 'sample-tea')).toBe(1);
    });
  });

  test('half written is not read before it was left alone for a look', async () => {
    const one = await started();
    const whole = shopFile(CLOSED_TUESDAY);
    for (const length of [10, 30, 60]) {
      write('shops/sample-tea.yaml', whole.slice(0, length));
      await one.reloader.check();
    }
    write('shops/sample-tea.yaml', whole);
    await settle(one);
    expect(await rows('select broken_since from config_state')).toEqual([{ broken_since: null }]);
    expect(one.service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
  });

  test('that is written while it is read is read again', async () => {
    const real = openConfigFolder(dir);
    let writes = 0;
    const one = await started({
      ...real,
      load: async () => {
        const loaded = await real.load();
        if (writes++ === 1) write('shops/sample-tea.yaml', shopFile(CLOSED_WEDNESDAY));
        return loaded;
      },
    });
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    expect(await one.reloader.reload()).toBe('in-force');
    const closed = one.service.config.shops.get('sample-tea')?.calendar.closed[0];
    expect(closed).toMatchObject({ from: 20_607 });
    expect(await rows(`select 1 from config_revision where shop = 'sample-tea'`)).toHaveLength(2);
  });
});

describe('an edit that raises or withdraws more than confirmAbove', () => {
  async function flagged(count: number): Promise<Process> {
    write('service.yaml', `${SERVICE}confirmAbove: 2\n`);
    const one = await started();
    await takeIn(one, count);
    it.clock.set(at('2026-06-03T00:00:00+09:00'));
    await tickWorker(one.service);
    return one;
  }
  const closeTuesday = async (one: Process) => {
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    await settle(one);
  };

  test('is held: the old one stays in force and ops are told once', async () => {
    const one = await flagged(3);
    await closeTuesday(one);
    await settle(one);
    expect(one.reloader.health()).toMatchObject({
      heldSince: it.clock.now(),
      held: { shops: ['sample-tea'], inquiries: 3, confirmAbove: 2 },
    });
    expect(await rows('select 1 from step_withdrawal')).toEqual([]);
    await tickWorker(one.service);
    expect(it.mail.sent.map(({ rendered }) => rendered.text)).toEqual([
      expect.stringContaining('設定の変更を保留しています'),
    ]);
  });

  test('comes in force in the running service once somebody applied it by command', async () => {
    const one = await flagged(3);
    await closeTuesday(one);
    const command = processOn();
    await applyRevisions(command.service, { cause: 'apply', who: 'admin' });
    expect(await rows('select 1 from step_withdrawal')).toHaveLength(3);
    await settle(one);
    expect(one.service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
    expect(one.reloader.health().held).toBeNull();
    expect(await rows(`select cause, who from config_revision where shop = 'sample-tea' order by number`)).toEqual([
      { cause: 'start', who: null },
      { cause: 'apply', who: 'admin' },
    ]);
  });

  test('and is taken back is held no longer', async () => {
    const one = await flagged(3);
    await closeTuesday(one);
    write('shops/sample-tea.yaml', shopFile());
    await settle(one);
    expect(one.reloader.health()).toMatchObject({ held: null, heldSince: null });
  });

  test('of as many as confirmAbove is not held', async () => {
    const one = await flagged(2);
    await closeTuesday(one);
    expect(await rows('select 1 from step_withdrawal')).toHaveLength(2);
  });

  test('lets what else was edited come in force', async () => {
    const one = await flagged(3);
    write('shops/second.yaml', shopFile('', '二号店'));
    await closeTuesday(one);
    expect([...one.service.config.shops.keys()].sort()).toEqual(['sample-tea', 'second']);
    expect(one.service.config.shops.get('sample-tea')?.calendar.closed).toEqual([]);
  });

  test('by taking a shop’s file away is held as well', async () => {
    const one = await flagged(3);
    write('shops/second.yaml', shopFile('', '二号店'));
    rmSync(join(dir, 'shops/sample-tea.yaml'));
    await settle(one);
    expect(one.service.config.shops.has('sample-tea')).toBe(true);
    expect(one.reloader.health().held).toMatchObject({ shops: ['sample-tea'], inquiries: 3 });
  });
});

describe('a shop whose file is gone', () => {
  async function gone(): Promise<Process> {
    write('shops/second.yaml', shopFile('', '二号店'));
    const one = await started();
    await takeIn(one);
    rmSync(join(dir, 'shops/sample-tea.yaml'));
    await settle(one);
    return one;
  }

  test('keeps its inquiries, but nothing is raised for them', async () => {
    const one = await gone();
    it.clock.set(at('2026-06-09T12:00:00+09:00'));
    await tickWorker(one.service);
    expect(await rows('select ended_at, next_due_at from episode')).toEqual([{ ended_at: null, next_due_at: null }]);
    expect(await rows('select 1 from step')).toEqual([]);
    expect(
      await rows(
        `select difference->'en' as words from config_revision where shop = 'sample-tea' order by number desc limit 1`,
      ),
    ).toEqual([{ words: ['the shop’s file is gone'] }]);
  });

  test('and comes back is watched as before: what passed meanwhile is raised', async () => {
    const one = await gone();
    it.clock.set(at('2026-06-04T12:00:00+09:00'));
    write('shops/sample-tea.yaml', shopFile());
    await settle(one);
    expect(await rows('select step, cause, due_at, owner_owed from step order by due_at')).toEqual([
      { step: 'flag', cause: 'calendar', due_at: WEDNESDAY, owner_owed: false },
      { step: 'owner_alert', cause: 'calendar', due_at: THURSDAY, owner_owed: true },
    ]);
  });
});

describe('several processes and revisions', () => {
  test('two processes that see the same edit: one stores and recounts it, the other finds nothing to do', async () => {
    const [one, two] = [await started(), await started()];
    await takeIn(one, 5);
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    await Promise.all([settle(one), settle(two)]);
    await Promise.all([settle(one), settle(two)]);
    expect(await rows(`select cause from config_revision where shop = 'sample-tea'`)).toHaveLength(2);
    expect(await rows('select distinct flag_at from episode')).toEqual([{ flag_at: THURSDAY }]);
    for (const { service } of [one, two])
      expect(service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
    expect(await rows('select recounts_wanted = recounts_done as done from shop')).toEqual([{ done: true }]);
  });

  test('two revisions within a second: the newer wins, and the older run writes nothing more', async () => {
    const [one, two] = [await started(), processOn()];
    await takeIn(one, 30);
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    await one.reloader.reload();
    const older = recomputeWanted(one.service);
    write('shops/sample-tea.yaml', shopFile(`${CLOSED_TUESDAY}, ${CLOSED_WEDNESDAY}`));
    await two.reloader.reload();
    await Promise.all([older, recomputeWanted(two.service)]);
    await recomputeWanted(one.service);
    expect(await rows('select distinct flag_at, revision from episode')).toEqual([
      {
        flag_at: at('2026-06-05T00:00:00+09:00'),
        revision: two.service.counting.revisionOf(two.service.config.shops.get('sample-tea')!),
      },
    ]);
  });

  test('files that were read before the revision in force never undo it', async () => {
    const slow = await started();
    const before = slow.service.config;
    const readAt = it.clock.now();
    it.clock.set(readAt + 500);
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    const quick = processOn();
    await quick.reloader.reload();
    const late = await registerRevisions(slow.service, before, { cause: 'edit', who: null, readAt });
    expect(late).toEqual({ overtaken: true });
    expect(await slow.reloader.reload()).toBe('in-force');
    expect(slow.service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
  });

  test('an edit is not refused because the clock was set back since', async () => {
    it.clock.set(at('2026-06-01T18:00:00+09:00'));
    const one = await started();
    it.clock.set(at('2026-06-01T12:00:00+09:00'));
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    expect(await one.reloader.reload()).toBe('in-force');
    expect(one.service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
  });

  test('what a process takes in with the old revision, after the new one was recounted, is recounted too', async () => {
    const [old, edited] = [await started(), processOn()];
    write('shops/sample-tea.yaml', shopFile(CLOSED_TUESDAY));
    await edited.reloader.reload();
    await recomputeWanted(edited.service);
    await takeIn(old);
    expect(await flagAt()).toBe(WEDNESDAY);
    expect(await recomputeWanted(old.service)).toMatchObject({ episodes: 0 });
    await recomputeWanted(edited.service);
    expect(await flagAt()).toBe(THURSDAY);
  });
});
