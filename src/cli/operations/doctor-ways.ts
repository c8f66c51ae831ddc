// cli: the doctor's look at the variables by which webhooks and chats are told, and mails are signed. Whether a chat takes a
// message only a message shows: `chat test`.

import type { Environment } from '../../config/environment.ts';
import type { PartialConfig } from '../../config/load.ts';
import { secretTroubles } from '../io/secrets.ts';
import type { Check } from './doctor-check.ts';

/** A line for each variable that cannot be used, and one for the chats where all is set. */
export function* checkWays(
  { service, shops }: Pick<PartialConfig, 'service' | 'shops'>,
  environment: Pick<Environment, 'secretFault'>,
): Generator<Check> {
  // RMS has lines of its own.
  const withoutRms = new Map([...shops].map(([id, shop]) => [id, { ...shop, rms: null }]));
  const troubles = secretTroubles({ service, shops: withoutRms }, environment);
  for (const { shop, words } of troubles) yield { name: shop, state: 'fault', words };
  const chats = [...shops.values()].reduce((sum, { chats: named = {} }) => sum + Object.keys(named).length, 0);
  if (chats > 0 && troubles.length === 0)
    yield {
      name: 'chats',
      state: 'ok',
      words: {
        ja: `変数がすべて設定済み ${chats}件。確認: inquiry-sla chat test <店舗> <名前>`,
        en: `${chats} with all their variables; try one: inquiry-sla chat test <shop> <name>`,
      },
    };
}
