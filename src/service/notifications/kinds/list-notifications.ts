// The lists of the day and of the week, by mail and in chats. Facts are read at the moment of asking; whose day is over, or who has
// nothing to read in it, gets none.

import { listReceiverOf } from '../../../core/notifications/list-receiver.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import type { Service } from '../../service.ts';
import { gatherGroup } from '../lists/gather-group.ts';
import { gatherMorning } from '../lists/gather-morning.ts';
import { gatherWeekly } from '../lists/gather-weekly.ts';
import { listInForce, listKeyOf, readerAddresses, scheduleOf } from '../plan/plan-lists.ts';
import { type NotificationKind, oneByOne } from '../render/notification-kind.ts';
import { byChat } from '../send/send-chat.ts';
import { byMail } from '../send/send-mail.ts';

/** Its hours are its own: the send window holds back no list whose time was chosen. */
const list = (transport: NotificationKind['transport'], gather: NotificationKind['gather']): NotificationKind => ({
  transport: { ...transport, tellsForWebhook: false, overtaken: 'its time is over' },
  windowed: () => false,
  stillNeeded: async (service, claimed, now) => !('none' in listInForce(service, claimed, now)),
  gather,
});

/** The summary of a week waits for the next day's hours. */
const untilOpen = (kind: NotificationKind): NotificationKind => ({
  ...kind,
  opens: (service, claimed, now) => scheduleOf(service, listKeyOf(claimed))?.opensAt(now) ?? now,
});

const readers = (service: Service, { shop, cause }: ClaimedMail): readonly string[] =>
  readerAddresses(service, shop, listReceiverOf(cause).name);

export const morning = list(byMail(readers), gatherMorning);
export const morning_chat = list(byChat, gatherMorning);
export const weekly = untilOpen(list(byMail(readers), gatherWeekly));
export const weekly_chat = untilOpen(list(byChat, gatherWeekly));
export const group = untilOpen(
  list(
    byMail(({ config }) => config.service.opsMail.summary),
    oneByOne(gatherGroup),
  ),
);
