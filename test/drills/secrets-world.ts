// What a real daemon of the drill "secrets" talks to: servers that know the seeded secrets, take what it says and keep it.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  readonly url: string;
  /** What arrived: mails as they came over the line, requests with their address, headers and body. */
  readonly taken: readonly string[];
  close(): Promise<void>;
}

/** A mail server that takes mails only from this user. */
export async function openLockedMail(user: string, password: string): Promise<Taken> {
  const taken: string[] = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password: given }, _, done) => {
      const isThey = username === user && given === password;
      done(isThey ? null : new Error('535 no'), isThey ? { user } : undefined);
    },
    onData: (stream, _, done) => {
      readWhole(stream).then((mail) => {
        taken.push(mail);
        done();
      }, done);
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A mail as it came, and its parts decoded. */
async function readWhole(stream: Readable): Promise<string> {
  const raw = await text(stream);
  const { text: plain, html, subject } = await simpleParser(raw);
  return [raw, subject, plain, html].join('\n');
}

/** A server that answers every request with 500 and repeats in its answer all that it was sent. */
export async function openParrot(): Promise<Taken> {
  const taken: string[] = [];
  const server = createServer((request: IncomingMessage, answer) => {
    void text(request).then((body) => {
      const all = [request.url, JSON.stringify(request.headers), body].join('\n');
      taken.push(all);
      answer.writeHead(500, { 'content-type': 'text/plain' }).end(all);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
