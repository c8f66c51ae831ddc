// The outbox as a list, and one mail as it was sent. Trap: a mail's HTML is shown only inside a frame that may do nothing.

import { formatLocal } from '../../../core/format.ts';
import type { MailLine, StoredMail } from '../../../service/read-mails.ts';
import { Page } from '../layout.tsx';
import { href, type View } from '../view.ts';

type ShopName = (id: string) => string;

export function MailsPage({ view, mails, shopName }: { view: View; mails: readonly MailLine[]; shopName: ShopName }) {
  const { words } = view;
  return (
    <Page view={view} title={words.mails.title}>
      <div class="head">
        <h1>{words.mails.title}</h1>
      </div>
      {mails.length === 0 ? <p class="card empty">{words.mails.none}</p> : null}
      <ol class="rows">
        {mails.map((mail) => (
          <li class="row mail">
            <MailState view={view} mail={mail} />
            <div>
              <a class="name" href={href(view, `/mails/${mail.id}`)}>
                {mail.subject ?? words.mails.noSubject}
              </a>
              <div class="soft">{recipientInWords(view, mail, shopName)}</div>
              {mail.lastError === null ? null : <div class="soft">{mail.lastError}</div>}
            </div>
            <div class="soft">{timesInWords(view, mail).join(view.words.separator)}</div>
          </li>
        ))}
      </ol>
    </Page>
  );
}

export function MailPage({ view, mail, shopName }: { view: View; mail: StoredMail; shopName: ShopName }) {
  const { mails } = view.words;
  const subject = mail.subject ?? mails.noSubject;
  return (
    <Page view={view} title={subject}>
      <p class="crumb">
        <a href={href(view, '/mails')}>{mails.all}</a>
      </p>
      <div class="head">
        <h1>{subject}</h1>
        <MailState view={view} mail={mail} />
      </div>
      <p class="soft">
        {[recipientInWords(view, mail, shopName), ...timesInWords(view, mail)].join(view.words.separator)}
      </p>
      {mail.lastError === null ? null : <p class="soft">{mail.lastError}</p>}
      <Deliveries view={view} mail={mail} />
      {mail.html === null ? <p class="card empty">{mails.notRendered}</p> : <Bodies view={view} mail={mail} />}
    </Page>
  );
}

function Bodies({ view, mail }: { view: View; mail: StoredMail }) {
  const { mails } = view.words;
  return (
    <>
      {mail.html === '' ? null : (
        <section>
          <h2>{mails.html}</h2>
          <iframe sandbox="" srcdoc={mail.html ?? ''} title={mails.html} />
        </section>
      )}
      <section>
        <h2>{mails.text}</h2>
        <div class="card">
          <pre>{mail.text}</pre>
        </div>
      </section>
    </>
  );
}

function Deliveries({ view, mail }: { view: View; mail: StoredMail }) {
  const { mails } = view.words;
  if (mail.deliveries.length === 0) return null;
  return (
    <section>
      <h2>{mails.deliveries}</h2>
      <ul class="card">
        {mail.deliveries.map(({ address, state, response, at }) => (
          <li>
            <strong>{mails.delivery[state]}</strong> {address}{' '}
            <span class="soft">
              {formatLocal(at, view.zone, view.language)} {response}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function MailState({ view, mail }: { view: View; mail: MailLine }) {
  const level = { undeliverable: 'breach', unknown: 'owner_alert' }[mail.state as string] ?? 'none';
  return (
    <div>
      <span class={`badge level-${level}`}>{view.words.mails.state[mail.state]}</span>
    </div>
  );
}

function recipientInWords({ words }: View, mail: MailLine, shopName: ShopName): string {
  const kind = words.mails.kind[mail.kind];
  return mail.shop === '' ? kind : `${kind} ${shopName(mail.shop)}`;
}

function timesInWords(view: View, mail: MailLine): string[] {
  const { mails } = view.words;
  const at = (instant: number) => formatLocal(instant, view.zone, view.language);
  return [
    mail.sentAt === null ? mails.slot(at(mail.slotAt)) : mails.sent(at(mail.sentAt)),
    ...(mail.attempts > 1 ? [mails.attempts(mail.attempts)] : []),
    ...(mail.nextAttemptAt !== null && mail.attempts > 0 ? [mails.retry(at(mail.nextAttemptAt))] : []),
    ...(mail.possiblyTwice ? [mails.possiblyTwice] : []),
  ];
}
