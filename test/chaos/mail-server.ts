// A real SMTP server that keeps what it took: as told it takes all, puts off every address, or takes a mail and is cut off
// before its 250 arrives.

import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface TakenMail {
  /** By the world's clock. */
  readonly at: number;
  readonly messageId: string;
  readonly to: readonly string[];
  readonly text: string;
}

export type MailMood = 'takes' | 'puts-off' | 'cuts-after-data';

export interface MailServer {
  readonly url: string;
  readonly taken: readonly TakenMail[];
  set(mood: MailMood): void;
  close(): Promise<void>;
}

export interface MailServerParts {
  readonly now: () => number;
  /** Cuts off every connection to it. */
  readonly cut: () => void;
}

export async function openMailServer({ now, cut }: MailServerParts): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let mood: MailMood = 'takes';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_, __, done) => {
      const later = Object.assign(new Error('4.3.0 later'), { responseCode: 451 });
      done(mood === 'puts-off' ? later : null);
    },
    onData: (stream, { envelope }, done) => {
      simpleParser(stream).then(({ messageId = '', text = '' }) => {
        taken.push({ at: now(), messageId, text, to: envelope.rcptTo.map(({ address }) => address) });
        if (mood === 'cuts-after-data') cut();
        else done();
      }, done);
    },
  });
  // A client that goes away is no affair of ours; without a listener it would end the process.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    set: (next) => {
      mood = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
