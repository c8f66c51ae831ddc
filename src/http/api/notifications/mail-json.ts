// api: mails and webhook messages of the outbox.

import { z } from '@hono/zod-openapi';
import { MAIL_KINDS, MAIL_STATES } from '../../../service/notifications/read-mails.ts';
import { StepName } from '../board/episode-json.ts';
import { Instant, InstantOrNull, listOf } from '../shapes.ts';

export const MailKindName = z.enum(MAIL_KINDS, `one of ${MAIL_KINDS.join(', ')}`).openapi('MailKind', {
  description:
    '`owner`: owner alert. `ops`: summary for operations. `hook`: a webhook message. `contact`: a contact of the shop, ' +
    '`person`: whoever has an inquiry in hand, by the name in `cause`.',
});

export const MailStateName = z.enum(MAIL_STATES, `one of ${MAIL_STATES.join(', ')}`).openapi('MailState', {
  description:
    '`unknown`: nobody knows whether it was delivered. `empty`: nothing was left to tell when it was due. `filed`: only ' +
    'written to a file, since SMTP_URL is not set; nobody has it.',
});

const line = {
  id: z.int(),
  kind: MailKindName,
  shop: z.string().describe('Empty for mails to operations.'),
  cause: z.string(),
  slotAt: Instant.describe('When it is due.'),
  state: MailStateName,
  attempts: z.int().min(0),
  nextAttemptAt: InstantOrNull,
  sentAt: InstantOrNull,
  lastError: z.string().nullable(),
  possiblyTwice: z.boolean().describe('It was repeated, so the recipient may see it twice.'),
  subject: z.string().nullable().describe('Null until the mail is rendered.'),
};

export const MailItem = z.object(line).openapi('MailItem');

export const MailJson = z
  .object({
    ...line,
    text: z.string().nullable().describe('As sent.'),
    html: z.string().nullable().describe('As sent.'),
    deliveries: listOf(
      z.object({
        address: z.string(),
        state: z.enum(['accepted', 'filed', 'refused', 'deferred']),
        response: z.string(),
        at: Instant,
      }),
    ),
    told: listOf(z.object({ shop: z.string(), inquiry: z.string(), step: StepName })).describe('At most a thousand.'),
  })
  .openapi('Mail');
