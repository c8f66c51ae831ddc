// A start waits for its database, also when it goes away half-way; what never passes by itself is told at once.

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { onceReachable } from '../../../src/cli/io/once-reachable.ts';
import { closeDatabase, openDatabase } from '../../../src/store/database.ts';
import { migrate, pendingMigrations } from '../../../src/store/migrate.ts';
import { freshDatabase, silentLogger, testDatabase } from '../../support/database.ts';
import { freePort } from '../../support/run/redis-server.ts';

const database = testDatabase();

/** A log whose lines are events. */
function spokenLog() {
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  const write = (line: string): void => {
    lines.push(line);
    waiting.shift()?.(line);
  };
  const logger = pino({}, { write });
  return { logger, lines, next: () => new Promise<string>((tell) => waiting.push(tell)) };
}

/** As `openApp` does: migrates, and gives something to close. */
const opener = (url: string) => async () => {
  const db = openDatabase(url, { max: 2, logger: silentLogger });
  try {
    await migrate(db, { logger: silentLogger });
    return { close: () => closeDatabase(db) };
  } catch (error) {
    await closeDatabase(db);
    throw error;
  }
};

/** Passes connections on to a server; `cutAfter` gives the bytes of answers after which all are cut off, each time. */
async function proxy(target: string, port: number, cutAfter: number[] = []): Promise<Server> {
  const { hostname, port: to } = new URL(target);
  const sockets = new Set<Socket>();
  let left = cutAfter.shift() ?? Number.POSITIVE_INFINITY;
  const server = createServer((socket: Socket) => {
    const upstream = connect(Number(to), hostname);
    sockets.add(socket);
    upstream.on('data', (bytes) => {
      if (socket.destroyed) return;
      left -= bytes.length;
      if (left >= 0) return void socket.write(bytes);
      for (const one of sockets) one.destroy();
      sockets.clear();
      left = cutAfter.shift() ?? Number.POSITIVE_INFINITY;
    });
    socket.on('data', (bytes) => upstream.write(bytes));
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const)
      one.on('close', () => other.destroy()).on('error', () => other.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

const through = (url: string, port: number): string => Object.assign(new URL(url), { port: String(port) }).href;

test('waits while nothing answers, says for what and without the password, and goes on by itself', async () => {
  const port = await freePort();
  const url = through(database.url, port);
  const { logger, next } = spokenLog();
  const said = next();
  const opened = onceReachable(opener(url), {
    environment: { databaseUrl: url },
    logger,
    signal: new AbortController().signal,
    firstPauseMs: 5,
  });
  const { msg } = JSON.parse(await said);
  expect(msg).toMatch(
    /^waiting for the database: PostgreSQL 127\.0\.0\.1:\d+\/test_\w+ does not answer \(ECONNREFUSED\)/,
  );
  expect(msg).not.toContain(new URL(url).password);
  await proxy(database.url, port);
  const app = await opened;
  expect(app).not.toBeNull();
  await app!.close();
});

test('goes on where the database went away in the middle of the migrations', async () => {
  const empty = await freshDatabase({ migrated: false });
  onTestFinished(() => empty.drop());
  const server = await proxy(empty.url, 0, [100, 900, 2_000, 3_000]);
  const url = through(empty.url, (server.address() as { port: number }).port);
  const { logger, lines } = spokenLog();
  const environment = { databaseUrl: url };
  const signal = new AbortController().signal;
  const app = await onceReachable(opener(url), { environment, logger, signal, firstPauseMs: 1 });
  await app!.close();
  expect(lines).toHaveLength(4);
  expect(await pendingMigrations(empty.db)).toEqual([]);
});

test('a signal ends the waiting at once', async () => {
  const stop = new AbortController();
  const { logger, next } = spokenLog();
  const said = next();
  const url = 'postgres://user:very-secret@127.0.0.1:1/none';
  const opened = onceReachable(opener(url), { environment: { databaseUrl: url }, logger, signal: stop.signal });
  await said;
  stop.abort(new Error('SIGTERM'));
  expect(await opened).toBeNull();
});

test('what opens after the signal is closed again', async () => {
  const stop = new AbortController();
  let finish: (app: { close(): Promise<void> }) => void = () => {};
  const slow = new Promise<{ close(): Promise<void> }>((resolve) => {
    finish = resolve;
  });
  const environment = { databaseUrl: 'postgres://db/x' };
  const opened = onceReachable(() => slow, { environment, logger: silentLogger, signal: stop.signal });
  stop.abort(new Error('SIGTERM'));
  expect(await opened).toBeNull();
  const closed = new Promise<void>((done) => finish({ close: async () => done() }));
  await closed;
});

test.each([
  ['a wrong password', (url: URL) => (url.password = 'wrong'), '28P01'],
  ['no such database', (url: URL) => (url.pathname = '/none_of_this_name'), '3D000'],
])('%s is not waited for', async (_, spoil, code) => {
  const url = new URL(database.url);
  spoil(url);
  const environment = { databaseUrl: url.href };
  const signal = new AbortController().signal;
  const opened = onceReachable(opener(url.href), { environment, logger: silentLogger, signal });
  await expect(opened).rejects.toMatchObject({ code });
});
