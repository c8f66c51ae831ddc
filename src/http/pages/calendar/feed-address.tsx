// The secret address of a shop's feeds: shown once when it was made, and what is known of it ever after.

import { formatLocal } from '../../../core/time/format.ts';
import { openZone } from '../../../core/time/zone.ts';
import { FEED_FILES, type FeedAddress, type FeedFile, feedUrl } from '../../../service/calendar/make-feed-address.ts';
import { Page } from '../layout.tsx';
import { Form } from '../parts.tsx';
import { href, shopPath, type View } from '../view.ts';
import { CALENDAR_WORDS } from './words.ts';

interface NewAddressProps {
  readonly view: View;
  readonly shop: { readonly id: string; readonly name: string };
  readonly publicUrl: string;
  readonly secret: string;
}

export function FeedAddressPage({ view, shop, publicUrl, secret }: NewAddressProps) {
  const words = CALENDAR_WORDS[view.language].feeds;
  const names: Readonly<Record<FeedFile, string>> = { 'calendar.ics': words.days, 'deadlines.ics': words.deadlines };
  const back = `${href(view, `${shopPath(shop.id)}/calendar`)}#feeds`;
  return (
    <Page view={view} title={`${shop.name} ${words.title}`} scripts={['copy']}>
      <p class="crumb">
        <a href={back}>{words.back}</a>
      </p>
      <h1>
        {shop.name} {words.title}
      </h1>
      <p class="strong">{words.once}</p>
      {FEED_FILES.map((file) => (
        <p class="card">
          <label>
            {names[file]}
            <input type="text" readonly value={feedUrl(publicUrl, secret, file)} />
          </label>{' '}
          <button type="button" class="copy quiet" data-done={words.copied}>
            {words.copy}
          </button>
        </p>
      ))}
      <p class="soft">{words.secret}</p>
    </Page>
  );
}

interface AddressStateProps {
  readonly view: View;
  readonly shop: { readonly id: string; readonly timeZone: string };
  readonly address: FeedAddress | null;
}

/** Since when there is one, and for an admin the buttons that make or end it. */
export function AddressState({ view, shop, address }: AddressStateProps) {
  const words = CALENDAR_WORDS[view.language].feeds;
  const local = (at: number) => formatLocal(at, openZone(shop.timeZone), view.language, true);
  const used = address?.lastUsedAt == null ? words.unused : words.used(local(address.lastUsedAt));
  const state =
    address === null
      ? words.none
      : `${words.made(local(address.madeAt), address.madeBy)}${view.words.separator}${used}`;
  return (
    <div>
      <p>{state}</p>
      {view.principal?.scopes.has('admin') ? (
        <Form view={view} action={`${shopPath(shop.id)}/calendar/feed`}>
          <button type="submit" name="action" value="make">
            {address === null ? words.make : words.renew}
          </button>{' '}
          {address === null ? null : (
            <button type="submit" class="quiet" name="action" value="revoke">
              {words.revoke}
            </button>
          )}
        </Form>
      ) : null}
    </div>
  );
}
