// The lists over real HTTP to every kind of chat, against a server that checks the documented form and limits: the longest lists,
// with texts that are as long and as odd as they come, in both languages.

import { describe, expect, test } from 'vitest';
import { type ChatLink, createChatTransport } from '../../src/chat/chat-transport.ts';
import { openPacer } from '../../src/chat/turns.ts';
import { CHAT_KINDS } from '../../src/core/notifications/chat-kinds.ts';
import { renderMorningChat, renderWeeklyChat } from '../../src/mail/render/render-list-chat.ts';
import { lateLine, manyToday, weeklyFacts } from '../mail/list-sample.ts';
import { SHOP } from '../mail/sample.ts';
import { startFakeChat } from '../support/chats/fake-chat.ts';

const ODD = '桜えび<b>&"\'@all *_`~|#[x](y) 髙﨑👨‍👩‍👧'.repeat(20);
const NASTY = { type: ODD, category: ODD, item: ODD };

const MESSAGES = {
  morning: (language: 'ja' | 'en') =>
    renderMorningChat({ ...manyToday(480, NASTY), shop: { ...SHOP, name: ODD, language } }),
  weekly: (language: 'ja' | 'en') =>
    renderWeeklyChat(
      weeklyFacts({
        shop: { ...SHOP, name: ODD, language },
        late: { rows: Array.from({ length: 20 }, (_, n) => lateLine(n, NASTY)), count: 480 },
        closedAhead: Array.from({ length: 14 }, (_, n) => ({ why: `${n}${ODD}`, days: [20_800 + n] })),
      }),
    ),
};

/** As service/notifications/send/send-chat.ts hands it over. */
function messageOf(text: string) {
  const lines = text.split('\n');
  const links: ChatLink[] = [];
  for (let found = LINK.exec(lines.at(-1)!); found !== null; found = LINK.exec(lines.at(-1)!)) {
    links.unshift({ words: found[1]!, url: found[2]! });
    lines.pop();
  }
  return { text: lines.join('\n'), links };
}

const LINK = /^(\S.*) (https?:\/\/\S+)$/;

describe.each(CHAT_KINDS)('%s', (kind) => {
  test.each([
    ['morning', 'ja'],
    ['morning', 'en'],
    ['weekly', 'ja'],
    ['weekly', 'en'],
  ] as const)('the %s list in %s is taken, with every link', async (list, language) => {
    const fake = await startFakeChat(kind);
    let now = 0;
    const pacer = openPacer(() => (now += 60_000));
    const { send } = createChatTransport({ secret: fake.secret, origins: fake.origins, pacer });
    const message = messageOf(MESSAGES[list](language).text);
    const outcome = await send({
      chat: fake.chat,
      delivery: '7',
      message,
      at: Date.now(),
      again: false,
      allowPrivate: true,
    });
    expect(outcome).toMatchObject({ kind: 'taken' });
    expect(fake.faults).toEqual([]);
    expect(fake.shown[0]!.links).toEqual(message.links.map(({ url }) => url));
  });
});
