// The doctor's lines about chats and webhooks: a variable that is not set, and what to try where all are.

import { expect, test } from 'vitest';
import { checkWays } from '../../../src/cli/operations/doctor-ways.ts';
import type { SecretFault } from '../../../src/core/secret-fault.ts';
import { shopOf } from '../../config/shop-of.ts';

const SHOP = shopOf('a', {
  chats: {
    room: { kind: 'chatwork', token: `$\{CHATWORK_TOKEN}`, room: 1 },
    team: { kind: 'teams', url: `$\{TEAMS_URL}` },
  },
  webhook: { url: 'https://bridge.example.jp/hook', secret: `$\{HOOK}` },
});

const checked = (faults: Readonly<Record<string, SecretFault>>) => [
  ...checkWays({ service: null, shops: new Map([['a', SHOP]]) }, { secretFault: (name) => faults[name] ?? null }),
];

test('names each variable that cannot be used, and what that costs', () => {
  expect(checked({ TEAMS_URL: 'missing', HOOK: 'quoted' })).toEqual([
    {
      name: 'a',
      state: 'fault',
      words: {
        ja: expect.stringMatching(/^Webhookに送れません: .*HOOK/),
        en: expect.stringMatching(/^its webhook gets nothing: .* HOOK .* quotation marks/),
      },
    },
    {
      name: 'a',
      state: 'fault',
      words: {
        ja: expect.stringMatching(/^チャット team に送れません: .*TEAMS_URL/),
        en: expect.stringMatching(/^its chat team gets nothing: .* TEAMS_URL is not set/),
      },
    },
  ]);
});

test('says how to try the chats where all is set', () => {
  expect(checked({})).toEqual([
    {
      name: 'chats',
      state: 'ok',
      words: {
        ja: expect.stringContaining('変数がすべて設定済み 2件。確認: inquiry-sla chat test'),
        en: expect.stringContaining('2 with all their variables; try one: inquiry-sla chat test'),
      },
    },
  ]);
});
