// cli: `mail preview <shop>` shows the owner's mail as it would go out now; `mail test <address>` really sends one.
// A preview changes nothing: no step is told, no outbox row is made, and nothing is recomputed.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../config/environment.ts';
import type { Config } from '../../config/load.ts';
import { describe } from '../../config/values/faults.ts';
import type { RenderedMail } from '../../mail/facts.ts';
import { isAddress } from '../../mail/transport/envelope-address.ts';
import { openTransport } from '../../mail/transport/mail-transport.ts';
import { messageIdOf, type OutgoingMail } from '../../mail/transport/message.ts';
import { dkimKeyOf } from '../../service/notifications/load-dkim-key.ts';
import { testMail } from '../../service/notifications/try/test-messages.ts';
import { systemClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { type FolderOptions, mailInWords, quietLog, readConfigFolder, whereDatabaseAnswers } from '../io/settings.ts';
import { LIST_KINDS, type ListKind, previewList, sampleList } from './list-preview.ts';
import { type PreviewParts, previewOwnerMail, sampleOwnerMail } from './mail-preview.ts';
import { explainOutcome } from './mail-test.ts';

export interface PreviewOptions extends FolderOptions {
  readonly html?: boolean | undefined;
  readonly text?: boolean | undefined;
  readonly eml?: boolean | undefined;
  /** `owner` when it is left out. */
  readonly kind?: string | undefined;
}

/** Writes the mail of one shop: what is pending or open, else a sample. Exit code 2 for an unknown shop. */
export async function mailPreview(shopId: string, options: PreviewOptions, out: Output): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const shop = config.shops.get(shopId);
  if (shop === undefined) {
    out.error(
      `found the unknown shop ${describe(shopId)}; allowed: ${[...config.shops.keys()].slice(0, 10).join(', ')}`,
    );
    return 2;
  }
  const { kind = 'owner' } = options;
  if (kind !== 'owner' && !isListKind(kind)) {
    out.error(`--kind: found ${describe(kind)}; allowed: owner, ${LIST_KINDS.join(', ')}`);
    return 2;
  }
  const preview =
    kind === 'owner' ? await ownerMail(options, { config, shop }) : await listMail(kind, options, { config, shop });
  if (preview === null) {
    out.error(NO_GROUP);
    return 1;
  }
  const { rendered, to, words } = preview;
  out.error(words);
  if (options.eml) await out.write(await asEml(outgoing(rendered, to, config)));
  else if (options.html) await out.write(rendered.html);
  else await out.write(`件名 Subject: ${rendered.subject}\n宛先 To: ${to.join(', ')}\n\n${rendered.text}`);
  return 0;
}

const isListKind = (kind: string): kind is ListKind => LIST_KINDS.some((one) => one === kind);

interface Shown {
  readonly rendered: RenderedMail;
  readonly to: readonly string[];
  /** What it was made of. */
  readonly words: string;
}

type Parts = Pick<PreviewParts, 'config' | 'shop'>;

async function ownerMail({ data }: FolderOptions, parts: Parts): Promise<Shown> {
  const found = await whereDatabaseAnswers(data, (db) => previewOwnerMail({ db, ...parts }));
  const { rendered } = found ?? sampleOwnerMail(parts);
  return { rendered, to: parts.shop.owner, words: SOURCE_WORDS[found?.source ?? 'unread'] };
}

/** Null: there is nothing to tell of a group. */
async function listMail(kind: ListKind, { data }: FolderOptions, parts: Parts): Promise<Shown | null> {
  let isRead = false;
  const found = await whereDatabaseAnswers(data, (db) => {
    isRead = true;
    return previewList(kind, { db, ...parts });
  });
  const shown = found ?? sampleList(kind, parts);
  if (shown === null) return null;
  return { ...shown, words: SOURCE_WORDS[isRead ? (shown.source === 'now' ? 'list' : 'quiet') : 'unread'] };
}

const NO_GROUP =
  'グループのまとめはありません（group と weekly を店舗ファイルに書くか、データベースを確認してください）。 ／ There is no summary of a group: the shop names no group with a weekly summary, or nothing is known of it.';

const SOURCE_WORDS = {
  pending: '次に送る内容です。 ／ What is owed right now.',
  open: 'お知らせ待ちはありません。未返信の問い合わせで作りました。 ／ Nothing is owed; made of the open inquiries.',
  list: 'いまの内容で作りました。 ／ Made of what is known now.',
  quiet: '知らせることがありません。見本です。 ／ There is nothing to tell; a sample.',
  unread: '読めるデータベースがありません。見本です。 ／ There is no database to read; a sample.',
  sample: '未返信の問い合わせはありません。見本です。 ／ Nothing is open; a sample.',
} as const;

/** Sends a mail to one address and says in plain words what became of it. Exit code 1 refused, 3 not reached. */
export async function mailTest(address: string, options: FolderOptions, out: Output): Promise<ExitCode> {
  if (!isAddress(address)) {
    out.error(`found ${describe(address)}; allowed: a mail address such as owner@example.jp`);
    return 2;
  }
  const environment = readEnvironment();
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const { smtpUrl } = environment;
  const logger = quietLog();
  const dkim = dkimKeyOf(config.service.dkim, environment.secret, logger);
  const mail = openTransport({ smtpUrl, mailDir: join(options.data, 'mail'), logger, dkim });
  try {
    const outcome = await mail.send(outgoing(testMail(config, systemClock.now()), [address], config));
    const { code, lines } = explainOutcome(outcome, {
      where: mailInWords(environment, options.data),
      byFile: mail.kind === 'files',
    });
    await out.write(lines.join('\n'));
    return code;
  } finally {
    mail.close();
  }
}

function outgoing(rendered: RenderedMail, to: readonly string[], { service: { from } }: Config): OutgoingMail {
  const at = systemClock.now();
  // An id of its own each time: servers drop a second mail with a known one.
  return { outboxId: 'cli', from, to, rendered, messageId: messageIdOf('cli', from, at), references: null, at };
}

/** The message as it would go over the wire, by the transport that writes files. */
async function asEml(mail: OutgoingMail): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-mail-'));
  try {
    await openTransport({ smtpUrl: null, mailDir: folder }).send(mail);
    const [name] = readdirSync(folder);
    return name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
