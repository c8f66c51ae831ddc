// `mail retry` from the command line: who lacks a mail is sent it again, and what it answers to scripts.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import type { SendOutcome } from '../../../src/mail/transport/mail-transport.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';
import { testIo } from '../io.ts';

const database = testDatabase();
const OWNER = 'sample-tea@example.jp';
const GONE: SendOutcome = {
  kind: 'refused',
  refused: [{ address: OWNER, code: 550, response: '5.1.1 no such user' }],
};
const MONTH_MS = 30 * 24 * 3_600_000;
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
  const shops = [shopOf('sample-tea', { mail: { sendWindow: 'always' } })];
  // The command goes by the database's clock.
  it = await testService({ db: database.db, shops, now: new Date().toISOString() });
  await intake(
    it.service,
    [eventOf('customer_message', 'm0', new Date(it.clock.now() - MONTH_MS).toISOString())],
    'test',
  );
});
afterEach(() => void vi.unstubAllEnvs());

async function retry(...argv: string[]) {
  const io = testIo();
  const code = await run(['mail', 'retry', ...argv], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

const toOwner = (): number => it.mail.sent.filter(({ to }) => to.includes(OWNER)).length;

async function later(): Promise<void> {
  it.clock.set(Math.max(Date.now(), it.clock.now()) + 30_000);
  await tickWorker(it.service);
}

async function givenUp(): Promise<void> {
  it.mail.answers.push(() => GONE);
  await tickWorker(it.service);
  expect(toOwner()).toBe(1);
}

describe('mail retry', () => {
  test('0: a mail that was given up goes out again at the next tick, once', async () => {
    await givenUp();
    const { code, text } = await retry('1');
    expect([code, text]).toEqual([0, expect.stringContaining('再送します ／ is sent again to those who lack it')]);
    await later();
    await later();
    expect(toOwner()).toBe(2);
  });

  test('1: everybody has it, or there is no such mail; --again asks for a second copy', async () => {
    await tickWorker(it.service);
    expect(await retry('1')).toMatchObject({ code: 1, text: expect.stringContaining('everybody has it (250)') });
    expect(await retry('99')).toMatchObject({ code: 1, text: expect.stringContaining('there is no such mail') });
    expect(await retry('1', '--again')).toMatchObject({ code: 0 });
    await later();
    expect(toOwner()).toBe(2);
  });

  test('--json holds each mail in the order asked for; one that is refused makes it 1', async () => {
    await givenUp();
    const { code, text } = await retry('1', '99', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(text)).toEqual({
      mails: [expect.objectContaining({ id: 1, done: 'again' }), { id: 99, refused: 'unknown' }],
    });
  });

  test.each([[['seven']], [['1', '0']], [['-1']], [[]]])('2: %j is wrong usage, and nothing is sent', async (argv) => {
    await givenUp();
    expect(await retry(...argv)).toMatchObject({ code: 2, text: '' });
    await later();
    expect(toOwner()).toBe(1);
  });

  test('3: a database that does not answer', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
    await expect(retry('1')).rejects.toMatchObject({ name: 'UnreachableError' });
  });
});
