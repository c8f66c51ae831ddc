// chat: the kinds of chats. A new kind is a new entry here and in core/notifications/chat-kinds.ts, and a fake in the tests.

import type { ChatKind } from '../core/notifications/chat-kinds.ts';
import type { ChatFormat, Origins } from './chat-format.ts';
import { chatwork } from './formats/chatwork.ts';
import { discord } from './formats/discord.ts';
import { googleChat } from './formats/google-chat.ts';
import { line } from './formats/line.ts';
import { lineWorks } from './formats/line-works.ts';
import { mattermost } from './formats/mattermost.ts';
import { slack } from './formats/slack.ts';
import { teams } from './formats/teams.ts';

export const CHAT_FORMATS: Readonly<Record<ChatKind, ChatFormat>> = {
  slack,
  teams,
  'google-chat': googleChat,
  discord,
  mattermost,
  chatwork,
  line,
  'line-works': lineWorks,
};

export const ORIGINS: Origins = {
  chatwork: 'https://api.chatwork.com',
  line: 'https://api.line.me',
  lineWorks: 'https://www.worksapis.com',
  lineWorksLogin: 'https://auth.worksmobile.com',
};
