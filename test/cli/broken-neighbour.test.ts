// One broken shop file: what concerns the other shops is done all the same, and what is broken is said by file and line.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { configFolder, SERVICE, SHOP } from '../config/folder.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { testIo } from './io.ts';

const database = testDatabase();
const BROKEN = 'name: [\n';
const EVENT = { type: 'customer_message', id: 'm0', at: '2026-06-01T10:00:00+09:00' };
let config: string;

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('QUEUE_URL', '');
  config = configFolder({ 'service.yaml': SERVICE, 'shops/good.yaml': SHOP, 'shops/other.yaml': SHOP });
  expect(await command(['apply'])).toMatchObject({ code: 0 });
  writeFileSync(join(config, 'shops/other.yaml'), BROKEN);
});
afterEach(() => void vi.unstubAllEnvs());

async function command(argv: readonly string[], input = '') {
  const io = testIo(input);
  const code = await run([...argv, '--config', config], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

const inForce = async (): Promise<string[]> => {
  const { rows } = await sql<{ shop: string; revisions: number; gone: boolean }>`
    select s.id as shop, s.removed_at is not null as gone,
      (select count(*)::int from config_revision r where r.shop = s.id) as revisions from shop s order by s.id`.execute(
    database.db,
  );
  return rows.map(({ shop, revisions, gone }) => `${shop} ${gone ? 'gone' : 'watched'} ${revisions}`);
};

const SAID = /shops\/other\.yaml:\d+:\d+ .+\n.*the other shops go on; see: inquiry-sla check/;

describe('with another shop’s file broken', () => {
  test.each<[name: string, argv: readonly string[], text: RegExp]>([
    ['mute', ['mute', 'good', '--until', '3d', '--why', '確認中', '--by', '山田'], /muted: good/],
    ['mute list', ['mute', 'list'], /Nothing is muted/],
    ['token create', ['token', 'create', '--name', '山田', '--scope', 'read', '--shop', 'good'], /^isla_/],
    ['token list', ['token', 'list'], /No token/],
    ['mail preview', ['mail', 'preview', 'good'], /件名 Subject: /],
    ['calendar feed', ['calendar', 'feed', 'good', '--make'], /\/feeds\/.+\.ics/],
    ['calendar --ics --deadlines', ['calendar', 'good', '--ics', '--deadlines'], /^BEGIN:VCALENDAR/],
    ['apply of the good one', ['apply', 'good'], /./],
  ])('%s goes on', async (_, argv, text) => {
    const { code, text: written, errors } = await command(argv);
    expect([code, written]).toEqual([0, expect.stringMatching(text)]);
    expect(errors).toMatch(SAID);
  });

  test('import takes events of both: the broken one keeps its last good revision', async () => {
    const lines = ['good', 'other'].map((shop) => JSON.stringify({ shop, inquiry: 'q1', event: EVENT }));
    const { code, errors } = await command(['import', '-'], `${lines.join('\n')}\n`);
    expect(code).toBe(0);
    expect(errors).toMatch(SAID);
    const { rows } = await sql`select shop from inquiry order by shop`.execute(database.db);
    expect(rows).toEqual([{ shop: 'good' }, { shop: 'other' }]);
    expect(await inForce()).toEqual(['good watched 1', 'other watched 1']);
  });

  test('apply puts the good ones in force, leaves the broken one as it was, and answers no', async () => {
    writeFileSync(join(config, 'shops/good.yaml'), `${SHOP}calendar: { cutoff: "15:00" }\n`);
    const { code, errors } = await command(['apply']);
    expect(code).toBe(1);
    expect(errors).toMatch(SAID);
    expect(await inForce()).toEqual(['good watched 2', 'other watched 1']);
  });

  test('apply of the broken one changes nothing', async () => {
    const { code, errors } = await command(['apply', 'other']);
    expect(code).toBe(1);
    expect(errors).toContain('other: the last good configuration stays in force');
    expect(await inForce()).toEqual(['good watched 1', 'other watched 1']);
  });

  test('what concerns the broken one is refused', async () => {
    const argv = ['mute', 'other', '--until', '3d', '--why', '確認中', '--by', '山田'];
    const { code, errors } = await command(argv);
    expect(code).toBe(1);
    expect(errors).toMatch(SAID);
  });
});

test.each([
  ['service.yaml', 'service.yaml'],
  ['the only good shop', 'shops/good.yaml'],
])('nothing can be done without %s', async (_, path) => {
  writeFileSync(join(config, path), BROKEN);
  const { code, errors } = await command(['token', 'list']);
  expect([code, errors]).toEqual([2, expect.stringContaining('nothing was started')]);
});
