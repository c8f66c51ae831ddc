// Once per test run: an embedded PostgreSQL with a migrated template, and a Redis if there is a program for one.
// Both are the run's own; the machine's services are never touched. Where only unit tests run, nothing is started.

import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { closeDatabase, openDatabase } from '../../../src/store/database.ts';
import { openEmbeddedPostgres } from '../../../src/store/embedded/embedded-postgres.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { buildPrograms } from './programs.ts';
import { startRedis } from './redis-server.ts';
import { cleanLeftovers, makeRunFolder, removeRunFolder } from './run-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL; its database is empty. */
    postgresUrl: string;
    /** Why there is no migrated template, or null. */
    templateError: string | null;
    redisUrl: string | null;
    /** Where the run's built programs lie. */
    programs: string;
  }
}

const logger = pino({ level: 'silent' });

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.vitest.projects.every(({ name }) => name === 'unit')) return undefined;
  await cleanLeftovers();
  const folder = makeRunFolder();
  const programs = buildPrograms();
  project.provide('programs', programs);
  try {
    const redis = await openRedis(folder);
    const postgres = await openEmbeddedPostgres({ dataDir: join(folder, 'postgres'), logger, durable: false });
    project.provide('postgresUrl', postgres.url);
    project.provide('redisUrl', redis?.url ?? null);
    project.provide('templateError', await makeTemplate(postgres.url));
    return async () => {
      await redis?.stop();
      await postgres.close();
      await removeRunFolder(folder);
      rmSync(programs, { recursive: true, force: true });
    };
  } catch (error) {
    await removeRunFolder(folder);
    rmSync(programs, { recursive: true, force: true });
    throw error;
  }
}

/** The run's own database is the template: nothing else ever connects to it. */
async function makeTemplate(url: string): Promise<string | null> {
  const db = openDatabase(url, { max: 2, logger });
  try {
    await migrate(db, { logger });
    return null;
  } catch (error) {
    // Only the suites that need a database fail then, and say this.
    return (error as Error).message;
  } finally {
    await closeDatabase(db);
  }
}

async function openRedis(folder: string): Promise<{ url: string; stop(): Promise<void> } | null> {
  const given = process.env.REDIS_URL;
  if (given) {
    await answers(new URL(given));
    return { url: given, stop: async () => {} };
  }
  const redis = await startRedis(folder);
  if (redis !== null) {
    writeFileSync(join(folder, 'redis-url'), redis.url, { mode: 0o600 });
    return redis;
  }
  const how =
    'Install redis-server or valkey-server (apt-get install redis-server, brew install redis), or set REDIS_URL.';
  if (process.env.REQUIRE_REDIS === '1') throw new Error(`REQUIRE_REDIS=1, but there is no Redis. ${how}`);
  const line = '!'.repeat(80);
  process.stderr.write(`\n${line}\nNO REDIS: every suite that needs one is SKIPPED. ${how}\n${line}\n\n`);
  return null;
}

function answers({ hostname, port }: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new Error(`REDIS_URL is set, but nobody answers at ${hostname}:${port || 6379}`));
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: 3_000 }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', refuse).once('timeout', refuse);
  });
}
