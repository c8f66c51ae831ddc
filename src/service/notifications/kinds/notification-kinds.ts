// The kinds of notification: what each tells, to whom, when and by which transport. A new kind is a new entry here.

import type { MailKind } from '../../../store/tables/notifications-tables.ts';
import type { NotificationKind } from '../render/notification-kind.ts';
import { calendar, digest, season } from './calendar-notifications.ts';
import { goal } from './goal-notification.ts';
import { clear, incident, ops, owner } from './inquiry-notifications.ts';
import { group, morning, morning_chat, weekly, weekly_chat } from './list-notifications.ts';
import { chat, contact, person } from './notice-notifications.ts';
import { webhook } from './webhook-notification.ts';

/** By the name that the outbox keeps; an incident is stored as `blind`, a webhook as `hook`. */
export const NOTIFICATION_KINDS: Readonly<Record<MailKind, NotificationKind>> = {
  owner,
  ops,
  blind: incident,
  clear,
  season,
  digest,
  calendar,
  hook: webhook,
  contact,
  person,
  chat,
  morning,
  morning_chat,
  weekly,
  weekly_chat,
  group,
  goal,
};
