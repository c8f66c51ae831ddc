// The page of one inquiry: what happened when, why the deadline is what it is day by day, and the times of each step.

import { openZone, type Zone } from '../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import type { InquiryOfShop } from '../../../service/board/read-over-shops.ts';
import { Keys } from '../keys.tsx';
import { Page } from '../layout.tsx';
import { LiveMark } from '../live.tsx';
import { SameCustomerSection } from '../same-customer/section.tsx';
import { href, shopPath, sideBySide, type View } from '../view.ts';
import { Hand, MuteBox, NoReply } from './actions.tsx';
import { Episode } from './explained/episode.tsx';
import { DoneNotice, isSaid } from './head/done.tsx';
import { Head } from './head/head.tsx';
import { shopListPath } from './head/list.ts';
import { Besides, Onward } from './head/onward.tsx';
import { Past } from './past.tsx';
import { Picture } from './picture/picture.tsx';
import { ElsewhereBox, PromiseBox, StandingPromise } from './promise.tsx';
import { Templates } from './templates.tsx';
import { History } from './timeline/history.tsx';
import { INQUIRY_WORDS } from './words.ts';

/** Of a thread with more waits, the rest is said: a page stays below 200 KB. */
const EPISODES_SHOWN = 10;

export interface InquiryProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  /** What comes after it in the list that led here; null when there is no other. */
  readonly next: InquiryOfShop | null;
}

export function InquiryPage({ view, detail, next }: InquiryProps) {
  const { words } = view;
  const { shop, inquiry } = detail;
  const zone = openZone(shop.timeZone);
  return (
    <Page view={view} title={inquiry.inquiry} scripts={['live', 'keys', 'copy']}>
      <LiveMark view={view} stream={`${shopPath(shop.id)}/live`} total={0} zone={zone} />
      <div class="above">
        <p class="crumb">
          <a href={href(view, '/')}>{words.nav.board}</a> › <a href={shopListPath(view, shop.id)}>{shop.name}</a>
        </p>
        <nav class="onward" aria-label={INQUIRY_WORDS[view.language].onward.label}>
          {isSaid(view, detail) ? null : <Onward view={view} detail={detail} next={next} />}
          <Besides view={view} shop={shop.id} />
        </nav>
      </div>
      <Head view={view} detail={detail} zone={zone} />
      <Facts view={view} detail={detail} />
      <Past view={view} detail={detail} />
      <DoneNotice view={view} detail={detail} next={next} />
      <Hand view={view} detail={detail} />
      <StandingPromise view={view} detail={detail} />
      <SameCustomerSection view={view} detail={detail} zone={zone} />
      <div class="more-actions">
        <PromiseBox view={view} detail={detail} />
        <ElsewhereBox view={view} detail={detail} />
        <Templates view={view} detail={detail} />
        <NoReply view={view} detail={detail} />
        <MuteBox view={view} detail={detail} />
      </div>
      <section>
        <h2>{words.inquiry.timeline}</h2>
        <Picture view={view} detail={detail} zone={zone} />
      </section>
      <Waits view={view} episodes={detail.episodes} zone={zone} />
      <section>
        <h2>{INQUIRY_WORDS[view.language].history.title}</h2>
        <History view={view} detail={detail} zone={zone} />
      </section>
      <p class="more soft">{words.shop.zone(zone.name)}</p>
      <Keys view={view} />
    </Page>
  );
}

/** The newest wait, and those before it behind one line. */
function Waits({ view, episodes, zone }: { view: View; episodes: InquiryDetail['episodes']; zone: Zone }) {
  const { history: words } = INQUIRY_WORDS[view.language];
  const [newest, ...earlier] = episodes.slice(0, EPISODES_SHOWN);
  const left = episodes.length - EPISODES_SHOWN;
  return (
    <>
      {newest === undefined ? null : <Episode view={view} episode={newest} zone={zone} isNewest />}
      {earlier.length === 0 ? null : (
        <details class="earlier" id="earlier">
          <summary>{words.earlierWaits(episodes.length - 1)}</summary>
          {earlier.map((episode) => (
            <Episode view={view} episode={episode} zone={zone} isNewest={false} />
          ))}
          {left <= 0 ? null : <p class="soft">{words.moreWaits(left)}</p>}
        </details>
      )}
    </>
  );
}

function Facts({ view, detail: { inquiry } }: { view: View; detail: InquiryDetail }) {
  const { facts } = view.words.inquiry;
  const kind = sideBySide(view, [inquiry.type, inquiry.category]);
  const all: readonly [string, string][] = [
    [facts.channel, view.words.channel(inquiry.channel)],
    [facts.kind, kind],
    [facts.item, inquiry.item ?? ''],
    [facts.order, inquiry.orderTail ?? ''],
  ];
  const shown = all.filter(([, value]) => value !== '').map(([label, value]) => `${label} ${value}`);
  return <p class="soft">{shown.join(view.words.separator)}</p>;
}
