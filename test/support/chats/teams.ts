// A Teams workflow: a message with one Adaptive Card, 28 KB at most, text in runs (which read no Markdown).

import { byAddress, demand, jsonAt, keysOf } from './checks.ts';
import type { FakeKind } from './fake-chat.ts';

const PATH =
  '/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sig=veryverysecretsignature';
const MOST_BYTES = 28 * 1024;

interface Card {
  readonly type: string;
  readonly version: string;
  readonly body: readonly { readonly type: string; readonly inlines: readonly { type: string; text: string }[] }[];
  readonly actions: readonly { readonly type: string; readonly title: string; readonly url: string }[];
}

export const teams: FakeKind = {
  setUp: byAddress('teams', PATH),
  take: async (call) => {
    demand(Buffer.byteLength(call.body) <= MOST_BYTES, 'RequestEntityTooLarge');
    const body = jsonAt(call, PATH);
    keysOf(body, 'type', 'attachments');
    demand(body.type === 'message', 'type message');
    const [attachment, ...others] = body.attachments as { contentType: string; content: Card }[];
    demand(attachment !== undefined && others.length === 0, 'one attachment');
    demand(attachment.contentType === 'application/vnd.microsoft.card.adaptive', 'an Adaptive Card');
    const { type, version, body: blocks, actions } = attachment.content;
    demand(type === 'AdaptiveCard' && /^1\.[0-5]$/.test(version), 'a card that Teams shows');
    demand(blocks.length > 0, 'something to show');
    const lines = blocks.map((block) => {
      demand(block.type === 'RichTextBlock' && block.inlines.every((run) => run.type === 'TextRun'), 'text runs');
      return block.inlines.map((run) => run.text).join('');
    });
    demand(
      actions.every((action) => action.type === 'Action.OpenUrl' && action.title !== ''),
      'buttons that open',
    );
    return { text: lines.join('\n'), links: actions.map((action) => action.url) };
  },
  taken: { status: 202 },
  busy: { status: 429, headers: { 'retry-after': '2' }, body: { error: { code: 'TooManyRequests', message: 'slow' } } },
  refused: { status: 400, body: { error: { code: 'WorkflowTriggerIsNotEnabled', message: 'The trigger is off' } } },
  refusedFor: 'WorkflowTriggerIsNotEnabled',
  holds: (text) => Buffer.byteLength(text) <= MOST_BYTES,
};
