// PostgreSQL in this process (PGlite), one session for all simulated processes. Each statement waits for its turn; while a
// transaction is open only its own statements have one. What interleaves inside transactions is not simulated here.

import { createRequire } from 'node:module';
import { PGlite, parse, protocol, type Results } from '@electric-sql/pglite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pino from 'pino';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Schema } from '../../src/store/schema.ts';
import { getTypeParser } from '../../src/store/value-parsers.ts';
import type { Host, SimProcess } from './host.ts';

/** What a statement does to the transaction of its connection. */
export type Effect = 'none' | 'begins' | 'commits' | 'rolls-back';

/** How a statement gets its turn. */
export type TakeTurn = (connection: object, effect: Effect, run: () => Promise<Results>) => Promise<Results>;

export interface Engine {
  /** A database as a process opens it. */
  open(takeTurn: TakeTurn): Database;
  /** Asked by the world itself, at once. */
  ask<Row>(text: string, ...values: readonly unknown[]): Promise<Row[]>;
  /** How many statements have changed a row, other than signs that somebody is at work; and the last of them. */
  changes(): { readonly count: number; readonly last: string };
  /** Another once anything may have changed of which something falls due. */
  state(): number;
  /** How many statements have stored events of inquiries. */
  events(): number;
  /** How many statements have stored or ended a mute, or that somebody has an inquiry in hand. */
  silences(): number;
  /** How many statements have put an outside calendar in force. */
  calendars(): number;
  /** Empties all tables; ids begin at 1 again. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as {
  prepareValue: (value: unknown) => string | Buffer | null;
};

/** As the driver of production writes parameters and reads columns. */
const textOf = (value: unknown): string | null => {
  const prepared = value instanceof Date ? value.toISOString() : prepareValue(value);
  return Buffer.isBuffer(prepared) ? `\\x${prepared.toString('hex')}` : prepared;
};
/** The types of our columns: bool, bytea, int8, int2, int4, text, json, jsonb, floats, unknown, varchar, date,
 * times, intervals, numeric, and arrays of these. PGlite copies the list for each statement. */
const TYPES = [
  16, 17, 20, 21, 23, 25, 26, 114, 700, 701, 705, 1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1043, 1082, 1114,
  1115, 1182, 1184, 1185, 1186, 1231, 1700, 2205, 3802, 3807,
];
const parserOf = getTypeParser as (oid: number) => (text: string) => unknown;
const parsers = Object.fromEntries(TYPES.map((oid) => [oid, parserOf(oid)]));

const WRITES = /\binsert into\b|\bdelete from\b|\bupdate \S+ (?:\w+ )?set\b/;
const MUTES = /\binsert into "mute"|\bupdate mute set\b/;
const SIGNS = /\b(?:worker_tick|service_sign|mail_health)\b/;
/** Nothing falls due by these. */
const TICKS = /\b(?:worker_tick|service_sign)\b/;

/** Sets timers for its statistics that nobody needs. */
const ITSELF: SimProcess = { name: 'engine', isAlive: false };

export async function openEngine(host: Host): Promise<Engine> {
  const pglite = await PGlite.create();
  const prepared = new Map<string, string>();
  let names = 0;
  let changes = { count: 0, last: '' };
  let events = 0;
  let state = 0;
  let silences = 0;
  let calendars = 0;
  const run: Run = async (text, values) => {
    const name = prepared.get(text) ?? `s${++names}`;
    const message = spoken(text, values, { name, isNew: !prepared.has(text) });
    const { messages } = await host.as(ITSELF, () => pglite.runExclusive(() => pglite.execProtocol(message)));
    if (isOne(text, values)) prepared.set(text, name);
    // Of several statements the last one's answer counts.
    if (/insert into event\s/.test(text)) events++;
    if (MUTES.test(text)) silences++;
    if (text.startsWith('update "outside_calendar" set "in_force"')) calendars++;
    const results = parse.parseResults(messages, parsers).at(-1)!;
    if (text === 'rollback') state++;
    if (!WRITES.test(text) || (results.affectedRows || results.rows.length) === 0) return results;
    if (!TICKS.test(text)) state++;
    if (!SIGNS.test(text)) changes = { count: changes.count + 1, last: text };
    return results;
  };
  // Tables are so small that planning takes longer than running.
  await pglite.exec(`set plan_cache_mode = force_generic_plan; set timezone = 'UTC'; set datestyle = 'ISO, YMD'`);
  const open = (takeTurn: TakeTurn): Database => new Kysely<Schema>({ dialect: createDialect(takeTurn, run) });
  await migrate(
    open((_, __, work) => work()),
    { logger: pino({ level: 'silent' }) },
  );
  const ask = async <Row>(text: string, ...values: readonly unknown[]): Promise<Row[]> =>
    (await run(text, values)).rows as Row[];
  return {
    open,
    ask,
    changes: () => changes,
    events: () => events,
    state: () => state,
    silences: () => silences,
    calendars: () => calendars,
    empty: async () => {
      const tables = await ask<{ name: string }>(`select quote_ident(tablename) as name from pg_tables
        where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'migration_checksum'`);
      const names = tables.map(({ name }) => name).join(', ');
      // What is append-only goes too.
      const [held, truncate] = ['session_replication_role', `truncate ${names} restart identity`];
      if (tables.length > 0) await run(`set ${held} = replica; ${truncate}; reset ${held}`, []);
    },
    close: () => pglite.close(),
  };
}

type Run = (text: string, values: readonly unknown[]) => Promise<Results>;

const isOne = (text: string, values: readonly unknown[]): boolean => values.length > 0 || !/;\s*\S/.test(text);

/** A statement in PostgreSQL's own protocol, in one piece: PGlite's `query` asks for each part by itself and takes four times as long. */
function spoken(text: string, values: readonly unknown[], as: { name: string; isNew: boolean }): Uint8Array {
  const { serialize } = protocol;
  if (!isOne(text, values)) return serialize.query(text);
  return Buffer.concat([
    ...(as.isNew ? [serialize.parse({ text, name: as.name })] : []),
    serialize.bind({ statement: as.name, values: values.map(textOf) }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ]);
}

function createDialect(takeTurn: TakeTurn, run: Run): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => new Connection(takeTurn, run),
      beginTransaction: (connection, settings) => (connection as Connection).begin(settings),
      commitTransaction: (connection) => (connection as Connection).end('commit'),
      rollbackTransaction: (connection) => (connection as Connection).end('rollback'),
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  };
}

/** Migrations lock inside their transaction. */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class Connection implements DatabaseConnection {
  readonly #takeTurn: TakeTurn;
  readonly #run: Run;

  constructor(takeTurn: TakeTurn, run: Run) {
    this.#takeTurn = takeTurn;
    this.#run = run;
  }

  async begin({ isolationLevel = 'read committed', accessMode = 'read write' }: TransactionSettings): Promise<void> {
    await this.#takeTurn(this, 'begins', () => this.#run(`begin isolation level ${isolationLevel} ${accessMode}`, []));
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    await this.#takeTurn(this, how === 'commit' ? 'commits' : 'rolls-back', () => this.#run(how, []));
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows = 0 } = await this.#takeTurn(this, 'none', () => this.#run(sql, parameters));
    return { rows: rows as R[], numAffectedRows: BigInt(affectedRows) };
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for a generator, and nobody streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streams are not used here');
  }
}
