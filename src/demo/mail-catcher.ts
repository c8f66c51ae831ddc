// A real SMTP server that delivers nothing: it takes every mail, reads it with a real parser and keeps it.

import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Instant } from '../core/model.ts';

export interface CaughtMail {
  readonly messageId: string;
  /** The Date header: the service's time of sending, to the second. */
  readonly date: Instant;
  /** From the envelope. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface MailCatcher {
  /** For SMTP_URL. */
  readonly url: string;
  /** Every mail that got its 250, in order. */
  readonly mails: readonly CaughtMail[];
  close(): Promise<void>;
}

/** The tails of the inquiries that a mail of this service lists, as its text shows them. */
export function listedTails({ text }: CaughtMail): string[] {
  return [...text.matchAll(/^\d+\) …?(\S+)/gmu)].map(([, tail]) => tail!);
}

/** Listens on 127.0.0.1, on a free port. `afterTaken` is called right after a mail's 250 was written. */
export async function openMailCatcher(afterTaken?: (mail: CaughtMail) => void): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, { envelope }, done) => {
      simpleParser(stream).then((mail) => {
        const caught: CaughtMail = {
          messageId: mail.messageId ?? '',
          date: mail.date?.getTime() ?? Number.NaN,
          to: envelope.rcptTo.map(({ address }) => address),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
        };
        mails.push(caught);
        done();
        afterTaken?.(caught);
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
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
