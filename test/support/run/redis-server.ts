// A Redis (or Valkey) of the test run's own: free port, own password, nothing on the disk.

import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAMS = ['redis-server', 'valkey-server'];

/** Starts one from PATH; null when there is none. */
export async function startRedis(folder: string): Promise<{ url: string; stop(): Promise<void> } | null> {
  for (const program of PROGRAMS) {
    const url = await start(program, folder);
    if (url !== null) return { url, stop: () => shutDownRedis(url) };
  }
  return null;
}

/** Asks that server to end. Its password proves that it is ours; when it is gone already, nothing happens. */
export async function shutDownRedis(url: string): Promise<void> {
  await say(url, 'SHUTDOWN NOSAVE').catch(() => undefined);
}

async function start(program: string, folder: string): Promise<string | null> {
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  const settings = [
    ['--port', port],
    ['--bind', '127.0.0.1'],
    ['--requirepass', password],
    ['--dir', folder],
    ['--save', ''],
    ['--appendonly', 'no'],
    ['--hz', 100],
    ['--maxmemory-policy', 'noeviction'],
  ];
  const child = spawn(program, settings.flat().map(String), { stdio: 'ignore', detached: true });
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = (error as NodeJS.ErrnoException).code ?? error.message;
  });
  child.once('exit', (code) => {
    ended = `exit code ${code}`;
  });
  child.unref();
  const url = `redis://:${password}@127.0.0.1:${port}`;
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (ended === 'ENOENT') return null;
    if (ended !== null) throw new Error(`${program} did not start: ${ended}`);
    if ((await say(url, 'PING').catch(() => '')).includes('+PONG')) return url;
    await sleep(20);
  }
  throw new Error(`${program} did not answer within 10 s`);
}

/** One command in Redis's plain-text form, after the password; the answer as text. */
function say(url: string, command: string): Promise<string> {
  const { hostname, port, password } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(`AUTH ${password}\r\n${command}\r\nQUIT\r\n`));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (data) => {
      answer += data;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
  });
}

/** Below the ports that Linux, macOS and Windows give to whoever connects. */
const PORTS = { first: 10_000, count: 20_000 };

/**
 * A port for a server that goes away and comes back. One that the system chose may be given away meanwhile; and who
 * connects to it in vain may be given the very same one, and so be connected with himself.
 */
export function freePort(): Promise<number> {
  const port = PORTS.first + randomInt(PORTS.count);
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(freePort()) : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
