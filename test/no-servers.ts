// What `unit` means: a test that opens a socket or starts a process is refused, and belongs to another project
// (vitest.config.ts).

import { ChildProcess } from 'node:child_process';
import { Server, Socket } from 'node:net';

function refused(what: string): () => never {
  return () => {
    throw new Error(`A unit test ${what}: give its file to the project "services" in vitest.config.ts`);
  };
}

Socket.prototype.connect = refused('opened a connection');
Server.prototype.listen = refused('started a server');
Object.assign(ChildProcess.prototype, { spawn: refused('started a process') });
