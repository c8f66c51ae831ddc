// Migrations expand first and contract a release later: what the release before asks of the tables still works, for it runs
// beside this one while processes are exchanged (CONTRIBUTING.md, Migrations).

import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packagePath } from '../../src/package.ts';
import { migrate } from '../../src/store/migrate.ts';
import { freshDatabase, silentLogger as logger } from '../support/database.ts';
import { narrowed } from '../support/narrowed.ts';
import { dumpSchema } from '../support/schema-dump.ts';

/** The newest migration of the release before. A release moves it. */
const RELEASED = '0027_text_keys.sql';

test('what the release before knows is still there, and asks for nothing more', async () => {
  const { db, drop } = await freshDatabase({ migrated: false });
  onTestFinished(drop);
  const all = readdirSync(packagePath('migrations')).sort();
  expect(all).toContain(RELEASED);
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-released-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of all.filter((one) => one <= RELEASED))
    copyFileSync(packagePath(`migrations/${name}`), join(folder, name));
  await migrate(db, { logger, folder });
  const before = await dumpSchema(db);
  await migrate(db, { logger });
  expect(narrowed(before, await dumpSchema(db))).toEqual([]);
});

const TEA = `create table tea (
  id bigint not null generated always as identity,
  kind text not null default ''::text,
  size integer,
  constraint tea_pkey PRIMARY KEY (id),
  constraint tea_kind_check CHECK ((kind = ANY (ARRAY['sencha'::text, 'hojicha'::text])))
);
CREATE INDEX tea_size ON public.tea USING btree (size);
`;

test.each([
  ['a column gone', ['  size integer,\n', ''], 'tea.size is gone'],
  ['a column renamed', ['size integer', 'bags integer'], 'tea.size is gone'],
  ['another type', ['size integer', 'size text'], 'tea.size was integer, is text'],
  [
    'a column that must be given',
    ['size integer', 'size integer not null'],
    'tea.size was integer, is integer not null',
  ],
  ['a default gone', [" default ''::text", ''], "tea.kind was text not null default ''::text, is text not null"],
  [
    'a new column that must be given',
    ['size integer,', 'size integer,\n  leaf text not null,'],
    'tea.leaf is new and must be given',
  ],
  ['fewer words', [", 'hojicha'::text", ''], 'tea is held by tea_kind_check'],
  [
    'a new check on what was there',
    ['PRIMARY KEY (id),', 'PRIMARY KEY (id),\n  constraint tea_size_check CHECK ((size > 0)),'],
    'tea is held by tea_size_check',
  ],
  ['a new unique index', ['CREATE INDEX', 'CREATE UNIQUE INDEX'], 'tea is held by CREATE UNIQUE INDEX'],
  ['a table gone', ['create table tea', 'create table cup'], 'tea is gone'],
])('%s is found', (_, [from, to], said) => {
  expect(narrowed(TEA, TEA.replace(from!, to!))).toEqual([expect.stringContaining(said)]);
});

test.each([
  ['a new column', ['size integer,', 'size integer,\n  leaf text,\n  made_at timestamp not null default now(),']],
  ['more words', ["'hojicha'::text", "'hojicha'::text, 'matcha'::text"]],
  ['what may be left out now', ['kind text not null', 'kind text']],
  [
    'a check on a new column',
    ['PRIMARY KEY (id),', 'PRIMARY KEY (id),\n  constraint tea_leaf_check CHECK ((leaf > 0)),'],
    'size integer,\n  leaf integer,',
  ],
  ['more words, unread', [", 'hojicha'::text])))", ", 'hojicha'::text, 'matcha'::text]))) NOT VALID"]],
  ['a constraint gone', [',\n  constraint tea_pkey PRIMARY KEY (id)', '']],
  ['an index gone', ['CREATE INDEX tea_size ON public.tea USING btree (size);', '']],
])('%s is no harm', (_, [from, to], columns = 'size integer,') => {
  expect(narrowed(TEA, TEA.replace(from!, to!).replace('size integer,', columns))).toEqual([]);
});
