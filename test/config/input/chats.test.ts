// Chats of a shop file, over those of service.yaml; what is refused stands in mistakes/chats.yaml.txt.

import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { configFolder, SERVICE, SHOP } from '../folder.ts';

function shopOf(shop: string, service = '') {
  const read = loadConfig(configFolder({ 'service.yaml': SERVICE + service, 'shops/a.yaml': SHOP + shop }));
  return 'config' in read ? read.config.shops.get('a')! : read.faults.map(({ message }) => message);
}

test('the example of the contract, as it stands there', () => {
  const shop = shopOf(`chats:
  room: { kind: slack, url: $\{SLACK_URL_SAMPLE_TEA} }   # slack | teams | google-chat | discord | mattermost: url
  cw: { kind: chatwork, token: $\{CHATWORK_TOKEN}, room: 123456 }
contacts:
  staff: { mail: [staff@example.jp], chat: [room] }
people:
  山田: { mail: yamada@example.jp, chat: room }
`);
  expect(shop).toMatchObject({
    chats: {
      room: { kind: 'slack', fields: { url: { variable: 'SLACK_URL_SAMPLE_TEA' } } },
      cw: { kind: 'chatwork', fields: { token: { variable: 'CHATWORK_TOKEN' }, room: { text: '123456' } } },
    },
    contacts: { staff: { chat: ['room'] } },
    people: { 山田: { chat: ['room'] } },
  });
});

test('those of service.yaml are there for every shop, beside its own', () => {
  const defaults = `defaults:\n  chats: { all: { kind: teams, url: $\{TEAMS_URL} } }\n`;
  const shop = shopOf(`chats: { own: { kind: line, token: $\{LINE_TOKEN}, to: C1 } }\n`, defaults);
  expect(shop).toMatchObject({ chats: { all: { kind: 'teams' }, own: { kind: 'line' } } });
  expect(shopOf('contacts: { staff: { chat: [all] } }\n', defaults)).toMatchObject({
    contacts: { staff: { chat: ['all'] } },
  });
});

test('a shop without chats has none', () => {
  expect(shopOf('')).not.toHaveProperty('chats');
});

test('chats change no deadline: the revision is the same', () => {
  const [without, having] = [shopOf(''), shopOf(`chats: { own: { kind: slack, url: "$\{A}" } }\n`)];
  expect((having as { revision: string }).revision).toBe((without as { revision: string }).revision);
});
