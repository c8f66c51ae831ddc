// Real SMTP servers for the mail tests: one that keeps what it got, with faults injected where a test wants them,
// and a bare socket for what no proper server does.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface ReceivedMail {
  readonly raw: string;
  readonly parsed: ParsedMail;
  readonly from: string;
  readonly to: readonly string[];
}

/** The connection, our greeting, a recipient taken, the first bytes of the message, the 250 for it. */
export type Stage = 'connection' | 'greeting' | 'rcpt' | 'data' | 'taken';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** What the server answered with 250, in order. */
  readonly received: ReceivedMail[];
  /** May be changed while the server runs. */
  readonly faults: {
    refuse: Readonly<Record<string, number | string>>;
    data: DataFault | undefined;
    stallAtRcpt: boolean;
    /** Hears how far a send has come. */
    watch: ((stage: Stage) => void) | undefined;
  };
  /** Ends all connections at once, without a word. */
  readonly cut: () => void;
  /** Nobody listens any more, until `comeBack`. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
}

/** Takes the place of reading and answering the message. */
export type DataFault = (stream: SMTPServerDataStream, answer: (error?: Error | null) => void, cut: () => void) => void;

export interface Faults extends SMTPServerOptions {
  /** By recipient: the reply to RCPT TO, its code or the code with words. */
  readonly refuse?: Readonly<Record<string, number | string>>;
  readonly data?: DataFault;
}

/** An error that smtp-server answers with this code. */
export function reply(code: number, message = 'no'): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

/** Starts a server that ends with the test. */
export async function startSmtp({ refuse = {}, data, ...options }: Faults = {}): Promise<TestServer> {
  const faults: TestServer['faults'] = { refuse, data, stallAtRcpt: false, watch: undefined };
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  async function takeIn(
    stream: SMTPServerDataStream,
    { envelope }: SMTPServerSession,
    taken: () => void,
  ): Promise<void> {
    stream.once('data', () => faults.watch?.('data'));
    const raw = await text(stream).catch(() => null);
    if (raw === null) return; // The client went away amid the message.
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    received.push({ raw, parsed: await simpleParser(raw), from, to: envelope.rcptTo.map(({ address }) => address) });
    taken();
    faults.watch?.('taken');
  }
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, callback) => {
      callback();
      faults.watch?.('greeting');
    },
    onRcptTo: ({ address }, _session, callback) => {
      const code = faults.refuse[address];
      if (!faults.stallAtRcpt)
        callback(code ? reply(Number.parseInt(`${code}`, 10), `${code}`.slice(4) || 'no') : null);
      faults.watch?.('rcpt');
    },
    onData: (stream, session, callback) =>
      faults.data ? faults.data(stream, callback, cut) : void takeIn(stream, session, callback),
    ...options,
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    faults.watch?.('connection');
  });
  const port = await listen(server.server);
  // No cut here: Node dies when a socket under a half-made TLS connection is destroyed.
  onTestFinished(() => void server.close());
  const goAway = async () => {
    server.server.close();
    cut();
    await once(server.server, 'close');
  };
  const comeBack = async () => void (await listen(server.server, port));
  return { url: `smtp://127.0.0.1:${port}`, port, received, faults, cut, goAway, comeBack };
}

/** A socket that behaves as the test says. */
export async function startRaw(onConnection: (socket: Socket) => void): Promise<{ url: string; port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `smtp://127.0.0.1:${port}`, port };
}

/** The URL of a port at which nothing listens. */
export async function refusedUrl(): Promise<string> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return `smtp://127.0.0.1:${port}`;
}

async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
