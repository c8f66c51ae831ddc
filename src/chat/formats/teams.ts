// Microsoft Teams by the Workflows trigger "When a Teams webhook request is received"
// (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors): an Adaptive Card in a message of 28 KB at most, four
// requests a second. It answers 202 before the card is posted: what the flow makes of it stands in the flow's history.
// A TextBlock reads Markdown, so the text stands in text runs, which read nothing.

import type { ChatMeaning } from '../../core/notifications/chat-kinds.ts';
import { jsonOf, readStatus, textOf } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { bytes } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

const CODES: Readonly<Record<string, ChatMeaning>> = {
  DirectApiAuthorizationRequired: 'credentials',
  WorkflowNotFound: 'gone',
  WorkflowTriggerIsNotEnabled: 'gone',
  WorkflowTriggerNotFound: 'gone',
  RequestEntityTooLarge: 'too-long',
};

/** What each line costs beside its text. */
const LINE_BYTES = bytes(JSON.stringify(lineOf(''))) + 1;

export const teams: ChatFormat = {
  most: 24_000,
  // A message of one character is counted with what JSON and its block add to it.
  sizeOf: (piece) => bytes(JSON.stringify(piece)) - 2 + LINE_BYTES * (piece.split('\n').length - 1),
  escape: (piece) => piece,
  hasButtons: true,
  spacingMs: 250,
  request: ({ text, links }, { url }) =>
    jsonPost(url, {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            body: text.split('\n').filter(Boolean).map(lineOf),
            actions: links.map(({ words, url: link }) => ({ type: 'Action.OpenUrl', title: words, url: link })),
          },
        },
      ],
    }),
  read: (answer) => {
    const { error } = jsonOf(answer);
    const code = textOf((error as { code?: unknown } | undefined)?.code);
    return readStatus(answer, { code, meaning: CODES[code ?? ''] });
  },
};

function lineOf(text: string) {
  return { type: 'RichTextBlock', spacing: 'None', inlines: [{ type: 'TextRun', text }] };
}
