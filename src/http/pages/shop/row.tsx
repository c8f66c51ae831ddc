// One open inquiry in a shop's list: its step, what it is about, by when, what is left, and who has it.

import type { Instant } from '../../../core/model.ts';
import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import { formatMinute } from '../../../core/time/format.ts';
import type { Zone } from '../../../core/time/zone.ts';
import type { OpenInquiry } from '../../../service/board/read-open-page.ts';
import { momentIn } from '../ahead/parts.tsx';
import { PROMISING } from '../inquiry/promising-words.ts';
import { AnswerLink, Badge, Icon, leftInWords } from '../parts.tsx';
import { due, href, inquiryPath, local, shopPath, type View } from '../view.ts';
import { fromList } from './filters.ts';
import { SHOP_WORDS } from './words.ts';

export interface RowProps {
  readonly view: View;
  readonly shop: string;
  readonly row: OpenInquiry;
  readonly zone: Zone;
  /** Said in a list over shops. */
  readonly shopName?: string;
}

export function InquiryRow({ view, shop, row, zone, shopName }: RowProps) {
  const { words } = view;
  return (
    <li class="row inquiry" id={`e${row.episodeId}`}>
      <div class="step">
        <Badge view={view} level={row.level} policy={row.policy} />
      </div>
      <div class="about">
        <a
          class="number"
          href={href(view, inquiryPath(shop, row.inquiry), shopName === undefined ? fromList(view) : {})}
        >
          {row.inquiry}
        </a>
        {shopName === undefined ? null : (
          <div>
            <a class="soft" href={href(view, shopPath(shop), momentIn(view, zone))}>
              {shopName}
            </a>
          </div>
        )}
        <div class="soft">{aboutInWords(view, row)}</div>
        {row.item === null ? null : <div class="soft item">{row.item}</div>}
      </div>
      <dl class="facts">
        <div>
          <dt>{words.shop.received}</dt>
          <dd class="keep">{local(view, row.startedAt, zone)}</dd>
        </div>
        <div>
          <dt>{words.shop.due}</dt>
          <dd class="keep">
            {row.deadlines === null ? words.shop.noDeadline : due(view, row.deadlines.at.breach, zone)}
          </dd>
        </div>
        <div>
          <dt>{words.shop.left}</dt>
          <dd class={row.level === 'none' ? 'keep' : 'keep strong'}>{leftInWords(view, row, zone)}</dd>
        </div>
      </dl>
      <div class="act">
        <Hand view={view} shop={shop} row={row} zone={zone} />
        <PromiseLink view={view} shop={shop} inquiry={row.inquiry} />
        {view.ahead === null ? <AnswerLink view={view} url={row.url} /> : null}
      </div>
    </li>
  );
}

type AboutInquiry = Pick<OpenInquiry, 'type' | 'category' | 'channel' | 'orderTail'>;

/** What kind of inquiry it is; its channel where nothing else says so. */
export function aboutInWords(view: View, { type, category, channel, orderTail }: AboutInquiry): string {
  const kind = [type, category].filter((part) => part !== null).join('・');
  const order = orderTail === null ? [] : [SHOP_WORDS[view.language].order(orderTail)];
  return [kind === '' ? view.words.channel(channel) : kind, ...order].join(view.words.separator);
}

interface HandProps extends Omit<RowProps, 'row' | 'shopName'> {
  readonly row: Pick<OpenInquiry, 'inquiry' | 'inHandBy' | 'inHandUntil' | 'mutedUntil'> & {
    readonly handsInVain?: number;
  };
}

/** Who has it in hand, or the way to take it; and whether its mails are held back. */
export function Hand({ view, shop, row, zone }: HandProps) {
  const words = SHOP_WORDS[view.language];
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
  if (view.ahead !== null || !(view.principal?.scopes.has('act') ?? false)) return null;
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

/** Today's times without their date. */
function shortly(view: View, at: Instant, zone: Zone): string {
  if (zone.localDay(at) !== zone.localDay(view.now)) return local(view, at, zone);
  return formatMinute(Math.floor(zone.localMs(at) / MINUTE_MS));
}
