// The outbox as a list: the newest first, filters in the address, what could not be delivered on top.

import {
  type ListedMail,
  MAIL_KINDS,
  MAIL_STATES,
  type MailFilter,
  type MailPage,
} from '../../../service/notifications/read-mails.ts';
import { Keys, LIST_KEYS } from '../keys.tsx';
import { Page } from '../layout.tsx';
import { href, type View } from '../view.ts';
import { NotSent, Reason, recipientInWords, type ShopName, timesInWords } from './parts.tsx';
import { MAILS_WORDS } from './words.ts';

export interface MailsPageProps {
  readonly view: View;
  readonly mails: MailPage;
  readonly filter: MailFilter;
  readonly shopName: ShopName;
}

export function MailsPage({ view, mails, filter, shopName }: MailsPageProps) {
  const { words } = view;
  const own = MAILS_WORDS[view.language];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Page view={view} title={words.mails.title} scripts={['keys']}>
      <div class="head">
        <h1>{words.mails.title}</h1>
      </div>
      {filter.state === 'undeliverable' ? null : <Undeliverable view={view} count={mails.counts.undeliverable ?? 0} />}
      <Filters view={view} filter={filter} />
      {mails.items.length === 0 ? (
        <p class="card empty">{isFiltered ? own.filter.none : words.mails.none}</p>
      ) : (
        <table class="mails">
          <thead>
            <tr>
              {[own.subject, own.about, own.address, own.at].map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mails.items.map((mail) => (
              <MailRow view={view} mail={mail} shopName={shopName} />
            ))}
          </tbody>
        </table>
      )}
      {mails.next === null ? null : (
        <p class="more">
          <a href={href(view, '/mails', { ...filter, before: String(mails.next) })} rel="next">
            {own.older}
          </a>
        </p>
      )}
      <Keys view={view} keys={LIST_KEYS} />
    </Page>
  );
}

function Undeliverable({ view, count }: { view: View; count: number }) {
  if (count === 0) return null;
  const own = MAILS_WORDS[view.language];
  return (
    <div class="notice bad">
      <strong>{own.undeliverable(count)}</strong>
      {own.undeliverableHint} <a href={href(view, '/mails', { state: 'undeliverable' })}>{own.showThem}</a>
    </div>
  );
}

function Filters({ view, filter }: { view: View; filter: MailFilter }) {
  const { filter: own } = MAILS_WORDS[view.language];
  const { kind, state } = view.words.mails;
  return (
    <form class="fields mail-filters" method="get" action="/mails">
      {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <label class="field">
        {own.shop}
        <input
          name="shop"
          value={filter.shop ?? ''}
          maxlength={64}
          autocomplete="off"
          spellcheck={false}
          aria-keyshortcuts="/"
        />
      </label>
      <Choice name="kind" label={own.kind} any={own.any} chosen={filter.kind} options={MAIL_KINDS} words={kind} />
      <Choice name="state" label={own.state} any={own.any} chosen={filter.state} options={MAIL_STATES} words={state} />
      <button type="submit">{own.show}</button>
      {Object.keys(filter).length > 0 ? <a href={href(view, '/mails')}>{own.clear}</a> : null}
    </form>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly chosen: T | undefined;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
}

function Choice<T extends string>({ name, label, any, chosen, options, words }: ChoiceProps<T>) {
  return (
    <label class="field">
      {label}
      <select name={name}>
        <option value="">{any}</option>
        {options.map((option) => (
          <option value={option} selected={option === chosen}>
            {words[option]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface MailRowProps {
  readonly view: View;
  readonly mail: ListedMail;
  readonly shopName: ShopName;
}

function MailRow({ view, mail, shopName }: MailRowProps) {
  const { words } = view;
  const own = MAILS_WORDS[view.language];
  return (
    <tr class="mail">
      <td>
        <a class="name" href={href(view, `/mails/${mail.id}`)}>
          {mail.subject ?? words.mails.noSubject}
        </a>{' '}
        <NotSent view={view} mail={mail} />
        <Reason view={view} mail={mail} />
      </td>
      <td class="about">{recipientInWords(view, mail, shopName)}</td>
      <td class="addresses">{own.addresses(mail.addresses)}</td>
      <td class="time">{timesInWords(view, mail).join(words.separator)}</td>
    </tr>
  );
}
