// A unit test that needs a server says so at once, on every machine, also where the server happens to be there.

import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';

test.each<[string, () => unknown]>([
  ['opened a connection', () => connect(5432, '127.0.0.1')],
  ['opened a connection', () => new pg.Client({ host: '127.0.0.1' }).connect()],
  ['started a server', () => createServer().listen(0)],
  ['started a process', () => execFile(process.execPath)],
])('a unit test that %s is refused', async (what, need) => {
  await expect(async () => need()).rejects.toThrow(`A unit test ${what}`);
});
