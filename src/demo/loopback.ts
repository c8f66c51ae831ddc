// Everything in the demo talks over 127.0.0.1; without it nothing can work, and the errors of the parts would not say why.
// In a network namespace whose loopback is down one can listen on 127.0.0.1, but not connect to it.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** This machine cannot talk to itself; the message says what to do. */
export class LoopbackDownError extends Error {
  override readonly name = 'LoopbackDownError';
}

/** @throws LoopbackDownError */
export async function checkLoopback(): Promise<void> {
  const server = createServer((socket) => socket.end());
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new LoopbackDownError(
      `127.0.0.1 cannot be reached (${code}): the loopback interface is down; try: ip link set lo up`,
    );
  } finally {
    server.close();
  }
}
