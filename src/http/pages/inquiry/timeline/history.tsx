// What happened to an inquiry, day by day, a page at a time; the newest stands first.

import type { EpochDay } from '../../../../core/model.ts';
import { MINUTE_MS } from '../../../../core/time/civil-date.ts';
import { formatDay, formatMinute } from '../../../../core/time/format.ts';
import { isoUtc } from '../../../../core/time/instant.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import { href, inquiryPath, type View } from '../../view.ts';
import { keptList } from '../head/list.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { TimelineEntry } from './entry.ts';
import { timelineOf } from './timeline.ts';

/** The rest is linked: a page stays below 200 KB. */
const ENTRIES_A_PAGE = 200;

export function History({ view, detail, zone }: { view: View; detail: InquiryDetail; zone: Zone }) {
  const { history } = INQUIRY_WORDS[view.language];
  const all = timelineOf(view, detail, zone).reverse();
  const pages = Math.ceil(all.length / ENTRIES_A_PAGE);
  const asked = /^[1-9]\d{0,5}$/.test(view.query.history ?? '') ? Number(view.query.history) : 1;
  const at = Math.max(1, Math.min(asked, pages));
  const from = (at - 1) * ENTRIES_A_PAGE;
  const until = Math.min(all.length, from + ENTRIES_A_PAGE);
  const path = inquiryPath(detail.shop.id, detail.inquiry.inquiry);
  const link = (to: number, words: string) => (
    <a href={`${href(view, path, { history: String(to), ...keptList(view) })}#history`}>{words}</a>
  );
  let last: number | null = null;
  const rows = all.slice(from, until).map((entry) => {
    const { day, time } = placeOf(entry, zone);
    const heading = day === last ? null : formatDay(day, view.language, true);
    last = day;
    return { entry, heading, time };
  });
  return (
    <div class="card" id="history">
      {pages <= 1 ? null : <p class="soft">{history.part(from + 1, until, all.length)}</p>}
      {at === 1 ? null : <p>{link(at - 1, history.newer(from))}</p>}
      <ol class="line">
        {rows.map(({ entry, heading, time }) => (
          <>
            {heading === null ? null : <li class="day">{heading}</li>}
            <li class={entry.step === undefined ? entry.kind : `${entry.kind} mark-${entry.step}`}>
              <time datetime={isoUtc(entry.at)}>{time}</time> {entry.label}
              {entry.note ? <span class="soft"> {entry.note}</span> : null}
              {entry.link === undefined ? null : (
                <>
                  {' '}
                  <a href={entry.link}>{INQUIRY_WORDS[view.language].history.open}</a>
                </>
              )}
            </li>
          </>
        ))}
      </ol>
      {until >= all.length ? null : <p>{link(at + 1, history.older(all.length - until))}</p>}
    </div>
  );
}

/** The date and time under which an entry stands; the same reading of midnight as core formatDue. */
function placeOf({ at, isDue }: TimelineEntry, zone: Zone): { day: EpochDay; time: string } {
  const day = zone.localDay(at);
  if (isDue && at === zone.startOfDay(day)) return { day: zone.localDay(at - 1), time: '24:00' };
  return { day, time: formatMinute(Math.floor(zone.localMs(at) / MINUTE_MS)) };
}
