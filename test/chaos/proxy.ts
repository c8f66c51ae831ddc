// A TCP proxy between the daemons and one server: it lets through, refuses, falls silent as a broken network does, or is
// slow. What stood when it changes is cut off, or stays as it is for ever.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Mood = 'open' | 'refuses' | 'silent' | 'slow';

export interface Way {
  /** The server's URL by way of the proxy. */
  readonly url: string;
  set(mood: Mood): void;
  /** Cuts off whatever stands. */
  cut(): void;
  close(): Promise<void>;
}

/** For each piece of data, in each direction. */
const SLOW_MS = 120;

export async function openProxy(target: string): Promise<Way> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let mood: Mood = 'open';

  function join(near: Socket): void {
    if (mood === 'refuses') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on('error', end);
      from.on('close', end);
      from.on('data', (bytes) => pass(from, to, bytes));
      from.on('end', () => to.end());
    }
    if (mood === 'silent') {
      near.pause();
      far.pause();
    }
  }

  function pass(from: Socket, to: Socket, bytes: Buffer): void {
    from.pause();
    const on = (): void => {
      to.write(bytes);
      // Silent ones never speak again.
      if (mood !== 'silent' && !from.destroyed) from.resume();
    };
    if (mood === 'slow') setTimeout(on, SLOW_MS);
    else on();
  }

  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
    pairs.clear();
  };
  const server = createServer(join);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    set: (next) => {
      mood = next;
      if (next === 'refuses') cut();
      if (next !== 'silent') return;
      for (const [near, far] of pairs) {
        near.pause();
        far.pause();
      }
    },
    cut,
    close: () => closed(server, cut),
  };
}

function closed(server: Server, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    cut();
  });
}
