// Holds src/store/schema.ts against a migrated database, with the type checker as the judge: what the catalog says is
// written down as an interface, and compared with Schema by the types of schema-types.ts.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ColumnMetadata, TableMetadata } from 'kysely';
import type { Database } from '../../src/store/database.ts';

/** Inside the project, so that its packages are found, and where no other check looks. */
const WORK = fileURLToPath(new URL('../../node_modules/.schema-check/', import.meta.url));
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const CONFIG = {
  extends: '../../../tsconfig.json',
  compilerOptions: { noErrorTruncation: true },
  files: ['tables.ts'],
  include: [],
};

/** A sentence for everything that schema.ts says otherwise than the database. */
export async function schemaDisagreements(db: Database): Promise<string[]> {
  const tables = await db.introspection.getTables();
  mkdirSync(WORK, { recursive: true });
  const folder = mkdtempSync(WORK);
  try {
    // Written and read by migrations only, which are SQL.
    const ours = tables.filter(({ name }) => name !== 'migration_checksum');
    writeFileSync(join(folder, 'tables.ts'), comparison(ours));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
    return sentences(spawnSync(process.execPath, [TSC, '--project', folder], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function comparison(tables: readonly TableMetadata[]): string {
  return `
import type { Schema } from '../../../src/store/schema.ts';
import type { Disagreements } from '../../../test/store/schema-types.ts';

interface Tables {
${tables.map(({ name, columns }) => `  ${name}: {\n${columns.map(described).join('')}  };\n`).join('')}}

export const disagreements: Disagreements<Schema, Tables> = 'none';
`;
}

function described({ name, dataType, isNullable, isAutoIncrementing, hasDefaultValue }: ColumnMetadata): string {
  const filled = isAutoIncrementing ? 'identity' : hasDefaultValue ? 'default' : 'nobody';
  return `    ${name}: { type: '${dataType}'; nullable: ${isNullable}; filled: '${filled}' };\n`;
}

/** The types are sentences, and the checker names every one that 'none' is not. */
function sentences({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }): string[] {
  if (status === 0) return [];
  const found = [...stdout.matchAll(/"! ([^"]+)"/g)].map(([, sentence]) => sentence!);
  return found.length > 0 ? [...new Set(found)].sort() : [`${stdout}${stderr}`];
}
