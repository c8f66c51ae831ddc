// A TCP proxy that falls silent as a broken network does: connections stay open and nothing comes through, neither
// answers nor resets; those from before the silence never speak again.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SilentProxy {
  /** The same URL by way of the proxy. */
  readonly url: string;
  /** From now on nothing comes through, on new connections neither. */
  silence(): void;
  /** New connections work again. */
  speak(): void;
  close(): void;
}

export async function startSilentProxy(target: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let pairs: [Socket, Socket][] = [];
  let isSilent = false;
  const keep = (socket: Socket): Socket => {
    socket.on('error', () => socket.destroy());
    sockets.add(socket);
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (isSilent) return void near.pause();
    const far = keep(connect(Number(port), hostname));
    near.pipe(far).pipe(near);
    pairs.push([near, far]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    silence: () => {
      isSilent = true;
      for (const [near, far] of pairs) {
        near.unpipe();
        far.unpipe();
        near.pause();
        far.pause();
      }
      pairs = [];
    },
    speak: () => {
      isSilent = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
