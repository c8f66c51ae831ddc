// Turns to send to chats that all processes share. While the database does not answer this process keeps to the rate alone.

import type { Logger } from 'pino';
import { openPacer, type Pacer } from '../../../chat/turns.ts';
import { forgetChatTurns, restChat, takeChatTurn } from '../../../store/notifications/chat/chat-turns.ts';
import type { Db } from '../../../store/schema.ts';

/** Turns taken between two looks for places that nobody sends to any more. */
const TIDY_EVERY = 1_000;

export function openSharedTurns(db: Db, logger: Logger): Pacer {
  const alone = openPacer();
  let taken = 0;

  async function shared<T>(ask: () => Promise<T>, instead: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      logger.warn({ err: error }, 'turns to send to chats are not shared: the database did not answer');
      return instead();
    }
  }

  return {
    turn: (place, spacingMs, mostMs) =>
      shared(
        async () => {
          if (taken++ % TIDY_EVERY === 0) await forgetChatTurns(db);
          return takeChatTurn(db, { place, spacingMs, mostMs });
        },
        () => alone.turn(place, spacingMs, mostMs),
      ),
    rest: (place, ms) =>
      shared(
        () => restChat(db, place, ms),
        () => alone.rest(place, ms),
      ),
  };
}
