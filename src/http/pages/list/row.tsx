// One open inquiry as a line of a list: its step, its number, what it is about, by when, what is left, and who has it.
// A page has fifty of them: every element here costs fifty.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant } from '../../../core/model.ts';
import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import { formatDay, formatMinute } from '../../../core/time/format.ts';
import type { Zone } from '../../../core/time/zone.ts';
import type { OpenInquiry } from '../../../service/board/read-open-page.ts';
import { momentIn } from '../ahead/parts.tsx';
import { PROMISING } from '../inquiry/promising-words.ts';
import { AnswerLink, Badge, Icon, leftInWords } from '../parts.tsx';
import { SameAs } from '../same-customer/same-as.tsx';
import { due, href, inquiryPath, local, mayAct, shopPath, sideBySide, type View } from '../view.ts';
import { boxOf } from './boxes.ts';
import { LIST_WORDS } from './words.ts';

export interface RowProps {
  readonly view: View;
  readonly shop: Pick<ShopConfig, 'id' | 'name'>;
  readonly row: OpenInquiry;
  readonly zone: Zone;
  /** In a list over shops: says which. */
  readonly isOverShops: boolean;
  /** What the link to it carries of this list (`fromList`). */
  readonly carried: Readonly<Record<string, string>>;
  /** Whether it can be ticked. */
  readonly canTick?: boolean;
  /** It stands beneath the first of the same customer. */
  readonly isBeneath?: boolean;
}

export function InquiryRow({
  view,
  shop,
  row,
  zone,
  isOverShops,
  carried,
  canTick = false,
  isBeneath = false,
}: RowProps) {
  const { deadlines } = row;
  const box = boxOf({ shop, row }, isOverShops);
  return (
    <tr class={isBeneath ? 'inquiry beneath' : 'inquiry'} id={`e${row.episodeId}`}>
      {canTick ? (
        <td class="tick">
          <input
            type="checkbox"
            name="inquiry"
            value={box.value}
            aria-label={LIST_WORDS[view.language].chooseOne(box.name)}
          />
        </td>
      ) : null}
      <td class="step">
        <Badge view={view} level={row.level} policy={row.policy} />
      </td>
      <th scope="row">
        <a class="number" href={href(view, inquiryPath(shop.id, row.inquiry), carried)}>
          {row.inquiry}
        </a>
      </th>
      {isOverShops ? (
        <td class="shop-name">
          <a href={href(view, shopPath(shop.id), momentIn(view, zone))}>{shop.name}</a>
        </td>
      ) : null}
      <td class="about">
        {row.sameAs === undefined ? null : <SameAs view={view} inquiry={row.sameAs} />}
        {aboutInWords(view, row)}
      </td>
      <td class="received">{local(view, row.startedAt, zone)}</td>
      <td class="due">{deadlines === null ? view.words.shop.noDeadline : due(view, deadlines.at.breach, zone)}</td>
      <td class={row.level === 'none' ? 'left' : 'left strong'}>{leftInWords(view, row, zone)}</td>
      <td class="holder">
        <Hand view={view} shop={shop.id} row={row} zone={zone} />
      </td>
      <td class="act">
        {view.ahead === null && mayAct(view) ? <PromiseLink view={view} shop={shop.id} inquiry={row.inquiry} /> : null}
        {view.ahead === null ? <AnswerLink view={view} url={row.url} /> : null}
      </td>
    </tr>
  );
}

type AboutInquiry = Pick<OpenInquiry, 'type' | 'category' | 'channel' | 'orderTail' | 'item'>;

/** What kind of inquiry it is, its channel where nothing else says so, its order and its item. */
export function aboutInWords(view: View, { type, category, channel, orderTail, item }: AboutInquiry): string {
  const kind = sideBySide(view, [type, category]);
  const parts = [
    kind === '' ? view.words.channel(channel) : kind,
    ...(orderTail === null ? [] : [LIST_WORDS[view.language].order(orderTail)]),
    ...(item === null ? [] : [item]),
  ];
  return parts.join(view.words.separator);
}

interface HandProps {
  readonly view: View;
  readonly shop: string;
  readonly row: Pick<OpenInquiry, 'inquiry' | 'inHandBy' | 'inHandUntil' | 'mutedUntil'> & {
    readonly handsInVain?: number;
  };
  readonly zone: Zone;
}

/** Who has it in hand, or the way to take it; and whether its mails are held back. */
export function Hand({ view, shop, row, zone }: HandProps) {
  const words = LIST_WORDS[view.language];
  return (
    <>
      {row.inHandBy === null || row.inHandUntil === null ? (
        view.ahead === null && (
          <a
            class="take"
            href={`${href(view, inquiryPath(shop, row.inquiry))}#hand`}
            aria-label={words.takeWhich(row.inquiry)}
          >
            <Icon name="hand" />
            {words.take}
          </a>
        )
      ) : (
        <span class="sign held">
          <Icon name="hand" />
          {words.inHand(row.inHandBy, shortly(view, row.inHandUntil, zone))}
        </span>
      )}
      {(row.handsInVain ?? 0) < 2 ? null : (
        <span class="sign vain">
          <Icon name="unknown" />
          {words.inVain(row.handsInVain!)}
        </span>
      )}
      {row.mutedUntil === null ? null : (
        <span class="sign">
          <Icon name="muted" />
          {words.muted(shortly(view, row.mutedUntil, zone))}
        </span>
      )}
    </>
  );
}

/** To the form, opened. */
function PromiseLink({ view, shop, inquiry }: { view: View; shop: string; inquiry: string }) {
  const words = PROMISING[view.language];
  return (
    <a
      class="take"
      href={`${href(view, inquiryPath(shop, inquiry), { do: 'promise' })}#promise`}
      aria-label={words.linkWhich(inquiry)}
    >
      <Icon name="promise" />
      {words.link}
    </a>
  );
}

/** Today's times without their date, another day's end as its date: a line has no room for more. */
function shortly(view: View, at: Instant, zone: Zone): string {
  const day = zone.localDay(at - 1);
  if (day !== zone.localDay(view.now)) return formatDay(day, view.language);
  return formatMinute(at === zone.startOfDay(day + 1) ? 1440 : Math.floor(zone.localMs(at) / MINUTE_MS));
}
