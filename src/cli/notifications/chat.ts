// cli: `chat test <shop> <name>` really sends a message to a chat and says in plain words what became of it.

import { type ChatOutcome, createChatTransport, type Origins } from '../../chat/chat-transport.ts';
import { readEnvironment } from '../../config/environment.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import { describe } from '../../config/values/faults.ts';
import type { Chat, ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import { chatAnswerInWords } from '../../service/notifications/try/chat-answers.ts';
import { testMessage } from '../../service/notifications/try/test-messages.ts';
import { systemClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { readConfigFolder } from '../io/settings.ts';

export interface ChatTestOptions {
  readonly config: string;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
  /** Where services with one address for all are; their own unless somebody stands in for them. */
  readonly origins?: Partial<Origins> | undefined;
}

/** Sends a test to a chat of a shop. Exit code 1 refused, 2 no such chat, 3 not reached. */
export async function chatTest(shopId: string, name: string, options: ChatTestOptions, io: Output): Promise<ExitCode> {
  const languages = languagesOf(options.lang, io);
  if (!languages) return 2;
  const environment = readEnvironment();
  const config = readConfigFolder(options.config, io);
  if (config === null) return 2;
  const shop = config.shops.get(shopId);
  const chat = shop?.chats?.[name];
  if (shop === undefined || chat === undefined) {
    io.error(shop === undefined ? noShop(shopId, config) : noChat(name, shop));
    return 2;
  }
  const { secret } = environment;
  const transport = createChatTransport({ secret, ...(options.origins && { origins: options.origins }) });
  const at = systemClock.now();
  const outcome = await transport.send({
    chat,
    // An id of its own each time: a repetition would be taken for one.
    delivery: `test-${at.toString(36)}`,
    message: testMessage(config, shop, at),
    at,
    again: false,
    allowPrivate: config.service.allowPrivate,
  });
  const said = { shop: shopId, chat: name, service: chat.kind, ...outcome, words: chatAnswerInWords(outcome.meaning) };
  if (options.json) await io.write(JSON.stringify(said));
  else await io.write([headline(name, chat, outcome), ...languages.map(sentenceOf(outcome))].join('\n'));
  return codeOf(outcome);
}

const sentenceOf =
  ({ meaning }: ChatOutcome) =>
  (language: 'ja' | 'en'): string =>
    chatAnswerInWords(meaning)[language];

const headline = (name: string, { kind }: Chat, { reason }: ChatOutcome): string => `${name} (${kind}): ${reason}`;

/** What a variable should hold and does not; no service was asked. */
const OURS: readonly ChatMeaning[] = ['variable', 'no-address', 'no-key'];

function codeOf({ kind, meaning }: ChatOutcome): ExitCode {
  if (kind === 'taken') return 0;
  return kind === 'refused' || OURS.includes(meaning) ? 1 : 3;
}

const noShop = (id: string, { shops }: Config): string =>
  `found the unknown shop ${describe(id)}; allowed: ${[...shops.keys()].slice(0, 10).join(', ')}`;

const noChat = (name: string, { id, chats = {} }: ShopConfig): string =>
  `found ${describe(name)}, which is no chat of ${id}; allowed: ${Object.keys(chats).join(', ') || 'none yet: write chats: into its file'}`;
