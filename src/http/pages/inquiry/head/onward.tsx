// Where one goes from an inquiry: on to the next of the list that led here, and back to that list.

import { openZone } from '../../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import type { OpenInquiry } from '../../../../service/board/read-open-page.ts';
import { leftInWords } from '../../parts.tsx';
import { href, inquiryPath, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import { keptList, listPath } from './list.ts';

interface OnwardProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly next: OpenInquiry | null;
  /** As large as what was just done is over. */
  readonly isMain?: true;
}

export function Onward({ view, detail: { shop }, next, isMain }: OnwardProps) {
  const { onward: words } = INQUIRY_WORDS[view.language];
  return (
    <nav class="onward" aria-label={words.label}>
      {next === null ? (
        <span class="soft">{words.none}</span>
      ) : (
        <a class={isMain && 'button'} href={href(view, inquiryPath(shop.id, next.inquiry), keptList(view))}>
          {words.next(leftInWords(view, next, openZone(shop.timeZone)))}
        </a>
      )}
      <a class={isMain && 'button'} href={listPath(view, shop.id)}>
        {words.back}
      </a>
    </nav>
  );
}
