// The story as RMS shows it: a world written in advance, of which the fake serves what has happened by its clock.
// To RMS a bot's reply is a reply like any other, only its text tells (autoReplies in the shop file).

import type { EventType } from '../core/model.ts';
import { createWorld, type FakeShop, type FakeWorld } from './fake-rms/world.ts';
import type { Story, StoryEvent, StoryThread } from './story.ts';
import { FAKE_RMS_SHOP } from './story-shops.ts';

/** Far enough from the licence's end that nobody is warned. */
const LICENCE_MS = 60 * 86_400_000;
const BOT_TEXT = 'このメールは自動返信です。担当者から改めてご連絡します。';

/** The world of the fake RMS with every thread of the story that lives there. */
export function worldOf(story: Story): FakeWorld {
  const world = createWorld();
  const shop = world.addShop({
    shopId: FAKE_RMS_SHOP.shopId,
    serviceSecret: FAKE_RMS_SHOP.serviceSecret,
    keys: [{ key: FAKE_RMS_SHOP.licenseKey, endsAt: story.endsAt + LICENCE_MS }],
  });
  for (const thread of story.threads)
    if (thread.channel === 'r-messe') for (const event of thread.events) happen(shop, thread, event);
  return world;
}

function happen(shop: FakeShop, { inquiry, type, category }: StoryThread, event: StoryEvent): void {
  const about = { ...(type === undefined ? {} : { type }), ...(category === undefined ? {} : { category }) };
  const verbs: Readonly<Record<EventType, () => void>> = {
    customer_message: () => shop.customerWrites(inquiry, event.at, about),
    shop_reply: () => shop.shopWrites(inquiry, event.at, about),
    auto_reply: () => shop.shopWrites(inquiry, event.at, { ...about, text: BOT_TEXT }),
    completed: () => shop.completes(inquiry, event.at),
    reopened: () => shop.reopens(inquiry, event.at),
    message_deleted: () => shop.deletes(inquiry, event.message ?? 'm', event.at),
  };
  verbs[event.type]();
}
