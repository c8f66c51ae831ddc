// The schema is visible in the diff: a migration that changes it must change schema.sql as well, and src/store/tables/, by which
// the type checker knows the columns.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { dumpSchema } from '../support/schema-dump.ts';
import { schemaDisagreements } from './schema-check.ts';

const FILE = fileURLToPath(new URL('./schema.sql', import.meta.url));
const HEAD = `-- What the migrations make (read from the catalog). Do not edit; write it anew with
-- UPDATE_SCHEMA=1 npx vitest run test/store/schema.test.ts

`;

const store = testDatabase();

test('schema.sql shows what the migrations make', async () => {
  const schema = HEAD + (await dumpSchema(store.db));
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(FILE, schema);
  expect(readFileSync(FILE, 'utf8'), 'run UPDATE_SCHEMA=1 npx vitest run test/store/schema.test.ts').toBe(schema);
});

test('schema.ts has the tables, columns, nulls, defaults and types that the migrations make', async () => {
  expect(await schemaDisagreements(store.db)).toEqual([]);
});
