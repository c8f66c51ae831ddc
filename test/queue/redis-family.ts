// Redis servers that belong together, for tests: a primary with its replica and sentinels, or the nodes of a cluster.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';

/** Whether this machine has the program. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

interface Server {
  readonly port: number;
  readonly process: ChildProcess;
  /** One command; connects anew, so that it may be asked at any time. */
  say(...command: string[]): Promise<unknown>;
}

/** Starts a server with these settings on a free port; it ends with the test. */
async function start(settings: readonly string[], args: readonly string[] = []): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-redis-'));
  chmodSync(folder, 0o700);
  const port = await freePort();
  const config = join(folder, 'redis.conf');
  writeFileSync(config, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...settings, ''].join('\n'));
  const child = spawn('redis-server', [config, ...args], { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const say = async (...command: string[]): Promise<unknown> => {
    const client = new Redis(port, '127.0.0.1', {
      lazyConnect: true,
      retryStrategy: () => null,
      enableReadyCheck: false,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.call(command[0]!, ...command.slice(1));
    } finally {
      client.disconnect();
    }
  };
  await eventually(() => say('PING').then((answer) => answer === 'PONG'));
  return { port, process: child, say };
}

const DATA = ["save ''", 'appendonly no', 'hz 100', 'maxmemory-policy noeviction'];

/** A primary, its replica, and three sentinels that make the replica the primary when that dies. */
export async function startSentinels(): Promise<{ url: string; primary: Server; replica: Server }> {
  const primary = await start(DATA);
  const replica = await start([...DATA, `replicaof 127.0.0.1 ${primary.port}`]);
  await eventually(async () => String(await replica.say('INFO', 'replication')).includes('master_link_status:up'));
  const watched = [
    `sentinel monitor main 127.0.0.1 ${primary.port} 2`,
    'sentinel down-after-milliseconds main 500',
    'sentinel failover-timeout main 3000',
  ];
  const sentinels = [
    await start(watched, ['--sentinel']),
    await start(watched, ['--sentinel']),
    await start(watched, ['--sentinel']),
  ];
  for (const one of sentinels)
    await eventually(async () => {
      const facts = String(await one.say('INFO', 'sentinel'));
      return facts.includes('slaves=1') && facts.includes('sentinels=3');
    });
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return { url: `redis+sentinel://${hosts}/main`, primary, replica };
}

const SLOTS = 16_384;

/** Three nodes that share the slots. */
export async function startCluster(): Promise<{ url: string; nodes: readonly Server[] }> {
  const settings = [...DATA, 'cluster-enabled yes', 'cluster-node-timeout 2000'];
  const nodes = [await start(settings), await start(settings), await start(settings)];
  const share = Math.ceil(SLOTS / nodes.length);
  for (const [at, node] of nodes.entries()) {
    const last = Math.min(SLOTS, (at + 1) * share) - 1;
    await node.say('CLUSTER', 'ADDSLOTSRANGE', String(at * share), String(last));
    await node.say('CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]!.port));
  }
  for (const node of nodes)
    await eventually(async () => {
      const facts = String(await node.say('CLUSTER', 'INFO'));
      return facts.includes('cluster_state:ok') && facts.includes('cluster_known_nodes:3');
    });
  return { url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`, nodes };
}

/** A cluster's nodes talk to each other on their port plus 10,000. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 12_000);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
