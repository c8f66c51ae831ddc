// What is not there any more of an inquiry, and until when.

import { formatLocal } from '../../../core/time/format.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import type { View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

export function Past({ view: { language }, detail: { inquiry, shop } }: { view: View; detail: InquiryDetail }) {
  if (inquiry.pastUntil === null) return null;
  const until = formatLocal(inquiry.pastUntil, openZone(shop.timeZone), language, true);
  return <p class="notice">{INQUIRY_WORDS[language].history.past(until, inquiry.pastWaits)}</p>;
}
