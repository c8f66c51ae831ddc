// A TCP relay in front of a server, to take the server away from one test without taking it from the others.

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

import { freePort } from '../support/run/redis-server.ts';

export interface Wire {
  readonly url: string;
  /** Refuses and drops every connection. */
  cut(): Promise<void>;
  /** Keeps connections open but passes nothing on. */
  freeze(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a port of its own and relays to the host and port of `target`; `url` is target through it. */
export async function openWire(target: string): Promise<Wire> {
  const to = new URL(target);
  const sockets = new Set<Socket>();
  let frozen = false;
  let server: Server | null = null;
  const port = await freePort();

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    if (frozen) socket.pause();
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  }

  async function listen(): Promise<void> {
    server = createServer((near) => {
      const far = keep(connect(Number(to.port), to.hostname));
      keep(near).pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      if (frozen) for (const socket of [near, far]) socket.unpipe().pause();
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  async function cut(): Promise<void> {
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    for (const socket of sockets) socket.destroy();
    await closed;
    server = null;
  }

  await listen();
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    async mend() {
      frozen = false;
      for (const socket of sockets) socket.destroy();
      if (!server) await listen();
    },
    close: cut,
  };
}
