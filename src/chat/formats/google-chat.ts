// Google Chat's incoming webhooks (developers.google.com/workspace/chat/quickstart/webhooks): a message of 32,000 bytes at
// most, one a second and space; errors are those of Google's APIs.
// `<users/all>` calls everybody, and nothing takes its meaning; the bracket is written in full width.

import { jsonOf, readStatus, textOf } from '../answers.ts';
import type { ChatFormat } from '../chat-format.ts';
import { bytes } from '../fit-message.ts';
import { jsonPost } from './json-post.ts';

export const googleChat: ChatFormat = {
  most: 31_000,
  sizeOf: (piece) => bytes(JSON.stringify(piece)) - 2,
  escape: (piece) => piece.replaceAll('<', '＜'),
  spacingMs: 1_000,
  request: ({ text }, { url }) => jsonPost(url, { text }),
  read: (answer) => {
    const error = jsonOf(answer).error as { status?: unknown } | undefined;
    return readStatus(answer, { code: textOf(error?.status) });
  },
};
