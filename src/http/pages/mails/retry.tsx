// Sending a mail again: the button on its page, and what came of pressing it.

import type { MailLine, StoredMail } from '../../../service/notifications/read-mails.ts';
import { Form } from '../parts.tsx';
import type { View } from '../view.ts';
import { MAILS_WORDS } from './words.ts';

/** Whether a press would do something for somebody who lacks it. */
function lacks({ state, deliveries }: StoredMail): boolean {
  const open: readonly MailLine['state'][] = ['undeliverable', 'filed', 'pending', 'unknown'];
  return open.includes(state) || (state === 'sent' && deliveries.some((one) => one.state === 'refused'));
}

export function RetryForm({ view, mail }: { readonly view: View; readonly mail: StoredMail }) {
  const own = MAILS_WORDS[view.language].retry;
  if (view.principal?.scopes.has('act') !== true || !lacks(mail)) return null;
  return (
    <Form view={view} action={`/mails/${mail.id}/retry`} class="fields">
      <button type="submit">
        {own.button[mail.state === 'pending' || mail.state === 'unknown' ? 'now' : 'again']}
      </button>
      <span class="soft">
        {own.hint} <code>{`inquiry-sla mail retry ${mail.id}`}</code>
      </span>
    </Form>
  );
}

export function RetryNotice({ view, done }: { readonly view: View; readonly done: string }) {
  const words: Readonly<Record<string, string>> = MAILS_WORDS[view.language].retry.done;
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="notice" role="status">
      {said}
    </p>
  );
}
