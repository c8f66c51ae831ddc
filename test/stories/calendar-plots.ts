// The stories of edited calendars (RULES.md 6), told by the whole app on real files, on each queue backend alike: one
// file a backend calls this. The clock runs a little faster than the real one and is put
// forward where the story has nothing to tell.

import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type App, openApp, ROLES } from '../../src/app.ts';
import { applyConfig } from '../../src/cli/operations/apply.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Instant } from '../../src/core/model.ts';
import { type CaughtMail, openMailCatcher } from '../../src/demo/mail-catcher.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import type { IncomingEvent } from '../../src/service/intake/incoming-event.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { emptyTables, silentLogger, testDatabase } from '../support/database.ts';
import { environmentOf } from '../support/environment.ts';
import { eventually } from '../support/eventually.ts';
import { at, eventOf } from '../support/service.ts';
import { type SteeredClock, steeredClock } from '../support/steered-clock.ts';

const LONG_MS = 240_000;
/** A tick within two real seconds. */
const FACTOR = 20;
const CLOSED_TUESDAY = '{ on: 2026-06-02, name: 棚卸 }';
const CLOSED_WEDNESDAY = '{ on: 2026-06-03, name: 棚卸 }';
const HOLD_AT = 'confirmAbove: 2\n';

interface Scenario {
  readonly app: App;
  readonly clock: SteeredClock;
  readonly mails: readonly CaughtMail[];
  /** Edits the shop's file; nothing but the file tells the service. */
  edit(closed: string): void;
  writeShop(text: string): void;
  takeIn(...events: IncomingEvent[]): Promise<void>;
  rows(statement: string): Promise<Record<string, unknown>[]>;
  /** Waits until the open inquiries' flags are due then. */
  flagsDue(when: Instant): Promise<void>;
  /** `inquiry-sla apply` beside the running service; its exit code and what it wrote. */
  apply(options: { dryRun?: boolean; yes?: boolean }): Promise<{ code: number; text: string }>;
}

const START = at('2026-06-01T10:30:00+09:00');
const TUESDAY_END = at('2026-06-03T00:00:00+09:00');
const WEDNESDAY_END = at('2026-06-04T00:00:00+09:00');

const shopFile = (closed: string): string =>
  `name: サンプル茶舗\nowner: [owner@example.jp]\ncalendar: { closed: [${closed}] }\n`;
const wrote = (inquiry: string): IncomingEvent => ({
  ...eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
  inquiry,
});

/** Tests of the whole app on one queue backend; `queueUrl` null: the queue lives in the database. */
export function calendarStoriesOn(queueUrl: string | null): void {
  const database = testDatabase({ max: 8 });

  async function opened(closed = ''): Promise<Scenario> {
    const { db } = database;
    await emptyTables(db);
    const dir = mkdtempSync(join(tmpdir(), 'calendar-story-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    mkdirSync(join(dir, 'shops'));
    writeFileSync(
      join(dir, 'service.yaml'),
      `ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n${HOLD_AT}`,
    );
    const writeShop = (text: string) => writeFileSync(join(dir, 'shops/sample-tea.yaml'), text);
    writeShop(shopFile(closed));
    const catcher = await openMailCatcher();
    onTestFinished(() => catcher.close());
    const clock = steeredClock(START, FACTOR);
    const app = await openApp({
      config: configIn(dir),
      environment: environmentOf(database.url, { queueUrl, smtpUrl: catcher.url, secretFault: () => 'missing' }),
      dataDir: dir,
      roles: new Set(ROLES),
      logger: silentLogger,
      queueName: `calendar-${randomBytes(4).toString('hex')}`,
      openClock: async () => clock,
    });
    onTestFinished(() => app.close());
    const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(db)).rows;
    return {
      app,
      clock,
      mails: catcher.mails,
      edit: (days) => writeShop(shopFile(days)),
      writeShop,
      takeIn: async (...events) => void (await intake(app.service, events, 'story')),
      rows,
      flagsDue: async (when) => {
        await eventually(async () => {
          const due = await rows('select distinct flag_at from episode where ended_at is null');
          expect(due).toEqual([{ flag_at: when }]);
        });
      },
      apply: async (options) => {
        const config = configIn(dir);
        const lines: string[] = [];
        const io = { write: (text: string) => void lines.push(text), error: (text: string) => void lines.push(text) };
        const parts = { db, clock, config, counting: createCounting(() => config), logger: silentLogger };
        const code = await applyConfig(undefined, options, io, parts);
        return { code, text: lines.join('\n') };
      },
    };
  }

  const steps = (scenario: Scenario) =>
    scenario.rows(`select i.external_id as inquiry, t.step, t.cause from step t join episode e on e.id = t.episode_id
      join inquiry i on i.id = e.inquiry_id where t.withdrawn_at is null order by 1, t.due_at`);
  const flagged = (scenario: Scenario, ...inquiries: string[]) =>
    eventually(async () => {
      const up = (await steps(scenario)).filter(({ step }) => step === 'flag').map(({ inquiry }) => inquiry);
      expect(up).toEqual(inquiries);
    });

  test(
    'open episodes are recomputed at once, finished ones are frozen',
    async () => {
      const scenario = await opened();
      await scenario.takeIn(wrote('q1'), wrote('q2'), {
        ...eventOf('shop_reply', 'r0', '2026-06-01T10:20:00+09:00'),
        inquiry: 'q2',
      });
      scenario.edit(CLOSED_TUESDAY);
      await scenario.flagsDue(WEDNESDAY_END);
      expect(await scenario.rows('select flag_at from episode where ended_at is not null')).toEqual([
        { flag_at: TUESDAY_END },
      ]);
      scenario.clock.forwardTo(TUESDAY_END);
      scenario.clock.forwardTo(WEDNESDAY_END);
      await flagged(scenario, 'q1');
    },
    LONG_MS,
  );

  test(
    'a flag whose due time moved into the future is withdrawn with reason and revision, and raised again later',
    async () => {
      const scenario = await opened();
      await scenario.takeIn(wrote('q1'));
      scenario.clock.forwardTo(TUESDAY_END);
      await flagged(scenario, 'q1');
      scenario.edit(CLOSED_TUESDAY);
      await flagged(scenario);
      expect(
        await scenario.rows(`select w.step, w.why, r.difference->'ja' as difference from step_withdrawal w
          join config_revision r on r.revision = w.revision`),
      ).toEqual([
        { step: 'flag', why: 'calendar or policy changed', difference: ['臨時休業を追加: 2026/6/2(火) 棚卸'] },
      ]);
      scenario.clock.forwardTo(WEDNESDAY_END);
      await flagged(scenario, 'q1');
      expect(await steps(scenario)).toEqual([{ inquiry: 'q1', step: 'flag', cause: 'due' }]);
    },
    LONG_MS,
  );

  test(
    'a sent mail is a fact: it stays logged, and the same step is not mailed again',
    async () => {
      const scenario = await opened();
      await scenario.takeIn(wrote('q1'));
      scenario.clock.forwardTo(at('2026-06-04T09:00:00+09:00'));
      const toOwner = () => scenario.mails.filter(({ to }) => to.includes('owner@example.jp'));
      await eventually(() => expect(toOwner()).toHaveLength(1));
      scenario.edit(CLOSED_TUESDAY);
      await eventually(async () => expect(await scenario.rows('select 1 from step_withdrawal')).toHaveLength(1));
      scenario.clock.forwardTo(at('2026-06-05T09:00:00+09:00'));
      await eventually(async () => expect(await steps(scenario)).toHaveLength(2));
      scenario.clock.forwardTo(at('2026-06-05T09:30:00+09:00'));
      await eventually(async () => expect(await scenario.rows('select 1 from step where owner_owed')).toEqual([]));
      expect(toOwner()).toHaveLength(1);
      expect(await scenario.rows(`select 1 from mail_item where step = 'owner_alert'`)).not.toEqual([]);
    },
    LONG_MS,
  );

  test(
    'an edit and its exact revert leave no trace on flags',
    async () => {
      const scenario = await opened();
      await scenario.takeIn(wrote('q1'));
      const before = await scenario.rows('select flag_due_at, next_due_at, revision from episode');
      scenario.edit(CLOSED_TUESDAY);
      await scenario.flagsDue(WEDNESDAY_END);
      scenario.edit('');
      await scenario.flagsDue(TUESDAY_END);
      expect(await scenario.rows('select flag_due_at, next_due_at, revision from episode')).toEqual(before);
      expect(await scenario.rows('select 1 from step_withdrawal')).toEqual([]);
      expect(await scenario.rows(`select cause from config_revision where shop = 'sample-tea'`)).toHaveLength(3);
    },
    LONG_MS,
  );

  test(
    'a change of many flags is previewed, held, and made by apply --yes while the service runs',
    async () => {
      const scenario = await opened();
      const three = ['q1', 'q2', 'q3'];
      await scenario.takeIn(...three.map(wrote));
      scenario.clock.forwardTo(TUESDAY_END);
      await flagged(scenario, ...three);
      scenario.edit(CLOSED_TUESDAY);
      await eventually(async () => expect(await heldIn(scenario)).toMatchObject({ inquiries: 3, confirmAbove: 2 }));
      await flagged(scenario, ...three);
      const preview = await scenario.apply({ dryRun: true });
      expect(preview).toMatchObject({ code: 0 });
      expect(preview.text).toContain('期限到来の取り消し: 3件');
      expect(preview.text).toMatch(/q1 +一覧に注意表示 +6\/2\(火\) 24:00 +6\/3\(水\) 24:00/);
      expect(await scenario.apply({})).toMatchObject({ code: 1 });
      await flagged(scenario, ...three);
      expect(await scenario.apply({ yes: true })).toMatchObject({ code: 0 });
      await flagged(scenario);
      await eventually(async () => expect(await heldIn(scenario)).toBeNull());
      await scenario.takeIn(wrote('q4'));
      expect(await scenario.rows('select distinct flag_at from episode')).toEqual([{ flag_at: WEDNESDAY_END }]);
    },
    LONG_MS,
  );

  test(
    'a broken file is refused with line, field and reason, and the last good revision stays in force',
    async () => {
      const scenario = await opened();
      scenario.writeShop('name: サンプル茶舗\nowner: [owner@example.jp]\ncalendar: { closd: [] }\n');
      const config = async () => (await readyz(scenario)).config;
      await eventually(async () => {
        expect((await config()).faults).toEqual([
          expect.stringMatching(/sample-tea\.yaml:3:\d+ calendar\.closd: found the unknown key/),
        ]);
      });
      expect(await config()).toMatchObject({ brokenSince: expect.stringMatching(/^2026-06-01T01:3/) });
      await scenario.takeIn(wrote('q1'));
      await scenario.flagsDue(TUESDAY_END);
      scenario.edit(CLOSED_WEDNESDAY);
      await eventually(async () => expect(await config()).toMatchObject({ brokenSince: null, faults: [] }));
      expect(scenario.app.service.config.shops.get('sample-tea')?.calendar.closed).toHaveLength(1);
    },
    LONG_MS,
  );

  describe('an edit that makes much due at once', () => {
    test(
      'of 500 inquiries makes one mail to the owner',
      async () => {
        const scenario = await opened(`${CLOSED_TUESDAY}, ${CLOSED_WEDNESDAY}`);
        await scenario.takeIn(...Array.from({ length: 500 }, (_, n) => wrote(`q${n}`)));
        scenario.clock.forwardTo(at('2026-06-04T10:00:00+09:00'));
        scenario.edit('');
        await eventually(async () => expect(await heldIn(scenario)).toMatchObject({ inquiries: 500 }));
        expect(await scenario.apply({ yes: true })).toMatchObject({ code: 0 });
        const toOwner = () => scenario.mails.filter(({ to }) => to.includes('owner@example.jp'));
        scenario.clock.forwardTo(at('2026-06-04T10:01:00+09:00'));
        await eventually(() => expect(toOwner()).toHaveLength(1));
        for (const minute of ['06', '12']) scenario.clock.forwardTo(at(`2026-06-04T10:${minute}:00+09:00`));
        await eventually(async () => expect(await scenario.rows('select 1 from step where owner_owed')).toEqual([]));
        expect(toOwner()).toHaveLength(1);
        expect(toOwner()[0]!.subject).toContain('500');
        expect(await scenario.rows(`select distinct cause from step`)).toEqual([{ cause: 'calendar' }]);
      },
      LONG_MS,
    );
  });
}

function configIn(dir: string) {
  const read = loadConfig(dir);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.config;
}

async function readyz({ app }: Scenario) {
  const answer = await fetch(`${app.url}/readyz`);
  return ((await answer.json()) as { parts: { config: Record<string, unknown> } }).parts;
}

const heldIn = async (scenario: Scenario): Promise<unknown> => (await readyz(scenario)).config.held;
