// Without SMTP_URL a mail becomes an .eml file that any mail program opens and the dashboard can show.
// A retry of the same mail takes the place of its first file, it must not look like a second mail.
import { access, constants, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { isoUtc } from '../../core/time/instant.ts';
import { oneLine } from '../display-text.ts';
import { buildMessage, type OutgoingMail } from './message.ts';
import type { MailTransport, SendOutcome, VerifyResult } from './outcome.ts';
import { sortRecipients } from './recipients.ts';

/** Writes each mail to `<UTC time>-<outbox id>.eml` in the folder, whole or not at all. */
export function openFileTransport(mailDir: string): MailTransport {
  return {
    kind: 'files',
    send: (mail) => send(mailDir, mail),
    verify: () => verify(mailDir),
    close: () => {},
  };
}

async function send(mailDir: string, mail: OutgoingMail): Promise<SendOutcome> {
  const { wire, malformed, given } = sortRecipients(mail.to);
  if (wire.length === 0) return { kind: 'refused', refused: malformed };
  try {
    const content = await compile({ ...mail, to: wire });
    await mkdir(mailDir, { recursive: true });
    await writeWhole(mailDir, await fileNameFor(mailDir, mail), content);
  } catch (error) {
    return { kind: 'retry', reason: reasonOf(error), refused: malformed };
  }
  return { kind: 'delivered', accepted: wire.flatMap(given), refused: malformed, deferred: [], filed: true };
}

async function verify(mailDir: string): Promise<VerifyResult> {
  try {
    await mkdir(mailDir, { recursive: true });
    await access(mailDir, constants.W_OK);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

async function compile(mail: OutgoingMail): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(
    buildMessage(mail),
  );
  return message as Buffer;
}

/** Only a mail that was tried before may have a file: looking for it reads the whole folder. */
async function fileNameFor(mailDir: string, mail: OutgoingMail): Promise<string> {
  const id = mail.outboxId.replace(/[^A-Za-z0-9_-]/gu, '_');
  const time = isoUtc(mail.at).replaceAll(':', '-');
  if (mail.isFirst) return `${time}-${id}.eml`;
  const sameId = (await readdir(mailDir)).filter((name) => name.slice(time.length) === `-${id}.eml`);
  for (const name of sameId) {
    const content = await readFile(join(mailDir, name), 'utf8');
    if (content.includes(`Message-ID: ${mail.messageId}\r\n`)) return name;
  }
  return `${time}-${id}.eml`;
}

async function writeWhole(mailDir: string, name: string, content: Buffer): Promise<void> {
  const temporary = join(mailDir, `.${name}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await rename(temporary, join(mailDir, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error)).slice(0, 200);
}
