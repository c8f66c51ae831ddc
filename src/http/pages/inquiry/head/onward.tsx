// Where one goes from an inquiry: on to the next of the list that led here, and back to that list.

import { openZone } from '../../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import type { InquiryOfShop } from '../../../../service/board/read-over-shops.ts';
import { FORM } from '../../list/place.ts';
import { leftInWords } from '../../parts.tsx';
import { href, inquiryPath, shopPath, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import { keptList, listPath } from './list.ts';

interface OnwardProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly next: InquiryOfShop | null;
  /** As large as what was just done is over. */
  readonly isMain?: true;
}

export function Onward({ view, detail: { shop }, next, isMain }: OnwardProps) {
  const { onward: words } = INQUIRY_WORDS[view.language];
  const to = (path: string, label: string, key: string) => (
    <a class={isMain && 'button'} href={path} aria-keyshortcuts={key}>
      {label}
    </a>
  );
  return (
    <>
      {next === null ? (
        <span class="soft">{words.none}</span>
      ) : (
        to(
          href(view, inquiryPath(next.of.id, next.inquiry), keptList(view)),
          words.next(leftInWords(view, next, openZone(next.of.timeZone))),
          'j',
        )
      )}
      {to(listPath(view, shop.id), words.back, 'u')}
    </>
  );
}

/** What one looks up beside an inquiry: another one, and the shop's days. */
export function Besides({ view, shop }: { view: View; shop: string }) {
  const { search, calendar } = INQUIRY_WORDS[view.language].onward;
  return (
    <>
      <a href={`${href(view, shopPath(shop), { [FORM.name]: FORM.open })}#sift-q`} aria-keyshortcuts="/">
        {search}
      </a>
      <a href={href(view, `${shopPath(shop)}/calendar`)} aria-keyshortcuts="c">
        {calendar}
      </a>
    </>
  );
}
