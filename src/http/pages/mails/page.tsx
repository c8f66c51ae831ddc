// One mail as it was sent, with the answer for each recipient and what it told.
// A mail's HTML is shown only inside a frame that may do nothing, from a route with rules of its own.

import { formatLocal } from '../../../core/time/format.ts';
import { stepInWords } from '../../../core/time/words.ts';
import type { MailLine, StoredMail, ToldInquiry } from '../../../service/notifications/read-mails.ts';
import { Page } from '../layout.tsx';
import { Form } from '../parts.tsx';
import { href, inquiryPath, mayAct, type View } from '../view.ts';
import { MailState, Reason, recipientInWords, type ShopName, timesInWords } from './parts.tsx';
import { MAILS_WORDS } from './words.ts';

interface MailProps {
  readonly view: View;
  readonly mail: StoredMail;
}

interface MailPageProps extends MailProps {
  readonly shopName: ShopName;
  readonly told: readonly ToldInquiry[];
  /** What was just done, from the address. */
  readonly done?: string | undefined;
}

export function MailPage({ view, mail, shopName, told, done = '' }: MailPageProps) {
  const { mails, separator } = view.words;
  const own = MAILS_WORDS[view.language];
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
      <p class="soft">{[recipientInWords(view, mail, shopName), ...timesInWords(view, mail)].join(separator)}</p>
      <p>{mail.kind === 'hook' && mail.state === 'sent' ? own.webhookSent : own.meaning[mail.state]}</p>
      {mail.possiblyTwice ? <p class="notice bad">{own.possiblyTwice}</p> : null}
      <Reason view={view} mail={mail} />
      <RetryNotice view={view} done={done} />
      <RetryForm view={view} mail={mail} />
      <Deliveries view={view} mail={mail} />
      <Told view={view} told={told} />
      {mail.text === null ? <p class="card empty more">{mails.notRendered}</p> : <Bodies view={view} mail={mail} />}
    </Page>
  );
}

function Deliveries({ view, mail }: MailProps) {
  const { mails } = view.words;
  const own = MAILS_WORDS[view.language];
  return (
    <section>
      <h2>{mails.deliveries}</h2>
      <div class="card">
        {mail.deliveries.length === 0 ? (
          <p class="soft">{own.noDeliveries}</p>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{own.address}</th>
                <th scope="col">{own.outcome}</th>
                <th scope="col">{own.answer}</th>
                <th scope="col">{own.at}</th>
              </tr>
            </thead>
            <tbody>
              {mail.deliveries.map(({ address, state, response, at }) => (
                <tr>
                  <td data-label={own.address}>{address}</td>
                  <td data-label={own.outcome}>
                    <strong>{mails.delivery[state]}</strong>
                  </td>
                  <td data-label={own.answer}>{response}</td>
                  <td data-label={own.at}>{formatLocal(at, view.zone, view.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

function Told({ view, told }: { readonly view: View; readonly told: readonly ToldInquiry[] }) {
  if (told.length === 0) return null;
  return (
    <section>
      <h2>{MAILS_WORDS[view.language].told(told.length)}</h2>
      <ul class="card told">
        {told.map(({ shop, inquiry, channel, steps }) => (
          <li>
            <a href={href(view, inquiryPath(shop, inquiry))}>{inquiry}</a>{' '}
            <span class="soft">
              {[view.words.channel(channel), ...stepsInWords(view, steps)].join(view.words.separator)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By the lengths of the policy that counts for it. */
const stepsInWords = ({ words, language }: View, steps: ToldInquiry['steps']): string[] =>
  steps.map(({ step, length }) => (length === null ? words.steps[step] : stepInWords(step, length, language)));

function Bodies({ view, mail }: MailProps) {
  const { mails } = view.words;
  const hasHtml = mail.html !== null && mail.html !== '';
  const json = mail.kind === 'hook' ? indented(mail.text ?? '') : null;
  return (
    <>
      {hasHtml ? (
        <section>
          <h2>{mails.html}</h2>
          <iframe class="mail-frame" sandbox="" src={href(view, `/mails/${mail.id}/body`)} title={mails.html} />
        </section>
      ) : null}
      <section>
        <h2>{json === null ? mails.text : MAILS_WORDS[view.language].message}</h2>
        <div class="card">
          <pre>{json ?? mail.text}</pre>
        </div>
      </section>
    </>
  );
}

/** The JSON of a webhook's message with its lines; null when it is none. */
function indented(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether a press would do something for somebody who lacks it. */
function lacks({ state, deliveries }: StoredMail): boolean {
  const open: readonly MailLine['state'][] = ['undeliverable', 'filed', 'pending', 'unknown'];
  return open.includes(state) || (state === 'sent' && deliveries.some((one) => one.state === 'refused'));
}

function RetryForm({ view, mail }: { readonly view: View; readonly mail: StoredMail }) {
  const own = MAILS_WORDS[view.language].retry;
  if (!mayAct(view) || !lacks(mail)) return null;
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

function RetryNotice({ view, done }: { readonly view: View; readonly done: string }) {
  const words: Readonly<Record<string, string>> = MAILS_WORDS[view.language].retry.done;
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="notice" role="status">
      {said}
    </p>
  );
}
