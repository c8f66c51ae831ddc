// The mail that warns an owner of goals: their state is read again at sending, and nothing is sent once no warning holds.

import { policiesInUse } from '../../../config/input/shop-settings.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import { renderGoalMail } from '../../../mail/render/render-goal.ts';
import { readGoals } from '../../goals/read-goals.ts';
import { pageUrl } from '../render/mail-row.ts';
import { type NotificationKind, oneByOne } from '../render/notification-kind.ts';
import { byMail, shopOwner } from '../send/send-mail.ts';

export const goal: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  stillNeeded: async () => true,
  gather: oneByOne(async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const all = shop === undefined ? [] : ((await readGoals(service, [shop], now)).get(id) ?? []);
    const goals = all.filter(({ warnings }) => warnings.length > 0);
    if (shop === undefined || goals.length === 0) return { none: 'no goal is in danger any more' };
    const { service: operated } = service.config;
    const facts = {
      shop,
      now,
      goals,
      names: stepNames(policiesInUse(shop), shop.language),
      boardUrl: pageUrl(service, `/shops/${shop.id}`, shop.language),
      from: operated.from,
      contact: operated.ops,
    };
    return { items: [], render: () => renderGoalMail(facts) };
  }),
};
