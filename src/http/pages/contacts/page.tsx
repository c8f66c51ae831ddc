// Who is told of a shop, each with the ways to them, and a button that tries these; never a chat's address or a secret.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { openZone } from '../../../core/time/zone.ts';
import { contactsOf, type TriedWay, type Ways } from '../../../service/notifications/try/try-contact.ts';
import { Page } from '../layout.tsx';
import { Form, Icon } from '../parts.tsx';
import { href, local, shopPath, type View } from '../view.ts';
import { CONTACT_WORDS } from './words.ts';

/** What became of a test that was asked for. */
export type Tried =
  | { readonly name: string; readonly ways: readonly TriedWay[] }
  | { readonly unknown: string }
  | { readonly waitMinutes: number };

export interface ContactsPageProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly tried: Tried | null;
}

export function ContactsPage({ view, shop, tried }: ContactsPageProps) {
  const words = CONTACT_WORDS[view.language];
  const mayTry = view.principal?.scopes.has('admin') === true;
  return (
    <Page view={view} title={`${shop.name} ${words.title}`}>
      <p class="crumb">
        <a href={href(view, shopPath(shop.id))}>{shop.name}</a>
      </p>
      <div class="head">
        <h1>{words.title}</h1>
        <p class="soft">{mayTry ? words.lead : words.readOnly}</p>
      </div>
      {tried === null ? null : <Result view={view} shop={shop} tried={tried} />}
      <ul class="rows">
        {[...contactsOf(shop)].map(([name, ways]) => (
          <li class="row contact">
            <h2 class="name">{nameOf(view, name)}</h2>
            <WayList view={view} shop={shop} ways={ways} />
            {mayTry ? (
              <Form view={view} action={`${shopPath(shop.id)}/contacts/test`}>
                <input type="hidden" name="name" value={name} />
                <button type="submit" aria-label={words.sendTo(nameOf(view, name))}>
                  {words.send}
                </button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
    </Page>
  );
}

const nameOf = ({ language }: View, name: string): string => (name === 'owner' ? CONTACT_WORDS[language].owner : name);

function WayList({ view, shop, ways }: { view: View; shop: ShopConfig; ways: Ways }) {
  const words = CONTACT_WORDS[view.language];
  return (
    <ul>
      {ways.mail.map((address) => (
        <li>
          <span class="soft">{words.mail}</span> {address}
        </li>
      ))}
      {ways.chat.map((name) => (
        <li>
          <span class="soft">{words.chat(shop.chats?.[name]?.kind ?? '')}</span> {name}
        </li>
      ))}
    </ul>
  );
}

function Result({ view, shop, tried }: { view: View; shop: ShopConfig; tried: Tried }) {
  const words = CONTACT_WORDS[view.language];
  if (!('ways' in tried))
    return (
      <p class="notice bad" role="alert">
        <Icon name="unknown" /> {'unknown' in tried ? words.unknown(tried.unknown) : words.tooMany(tried.waitMinutes)}
      </p>
    );
  const works = tried.ways.every((way) => way.works);
  const at = local(view, view.now, openZone(shop.timeZone));
  return (
    <section class={`notice ${works ? 'good' : 'bad'}`} role="status">
      <p class="strong">{words.result(nameOf(view, tried.name), at)}</p>
      <ul>
        {tried.ways.map((way) => (
          <li class="tried">
            <p>
              <Icon name={way.works ? 'ok' : 'unknown'} />{' '}
              <span class="soft">{way.kind === null ? words.mail : words.chat(way.kind)}</span> {way.to}:{' '}
              <span class="strong">{way.works ? words.works : words.worksNot}</span>
            </p>
            <p>{way.words[view.language]}</p>
            <p class="soft">{words.answer(way.answer)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
