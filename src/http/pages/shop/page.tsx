// The page of one shop: its open inquiries, worst first, each with its step, its due time and what is left of it.

import { openZone, type Zone } from '../../../core/zone.ts';
import type { ShopCard } from '../../../service/board.ts';
import type { OpenInquiry, OpenPage } from '../../../service/open-page.ts';
import { Page } from '../layout.tsx';
import { AnswerLink, Badge, FreshnessNote, leftInWords, Totals } from '../parts.tsx';
import { due, href, inquiryPath, local, shopPath, type View } from '../view.ts';

export interface ShopPageProps {
  readonly view: View;
  readonly card: ShopCard;
  readonly page: OpenPage;
  /** The cursor of the next page, null on the last. */
  readonly next: string | null;
  readonly countingRules: readonly string[];
  /** Null when the page does not renew itself. */
  readonly refreshSeconds: number | null;
}

export function ShopPage({ view, card, page, next, countingRules, refreshSeconds }: ShopPageProps) {
  const { words } = view;
  const { shop, counts, freshness } = card;
  const zone = openZone(shop.timeZone);
  return (
    <Page view={view} title={shop.name}>
      <p class="crumb">
        <a href={href(view, '/')}>{words.nav.board}</a>
      </p>
      <div class="head">
        <h1>{shop.name}</h1>
        <FreshnessNote view={view} freshness={freshness} zone={zone} />
      </div>
      <Totals view={view} numbers={counts} />
      <section>
        <h2>
          {words.shop.open(counts.unanswered)} <span class="soft">{words.shop.worstFirst}</span>
        </h2>
        {page.items.length === 0 ? (
          <p class="card empty">{freshness.state === 'unknown' ? words.shop.noneKnown : words.shop.none}</p>
        ) : (
          <ol class="rows">
            {page.items.map((row) => (
              <InquiryRow view={view} shop={shop.id} row={row} zone={zone} />
            ))}
          </ol>
        )}
        {next === null ? null : (
          <p class="more">
            <a href={href(view, shopPath(shop.id), { cursor: next })}>{words.shop.nextPage}</a>
          </p>
        )}
      </section>
      <div class="more">
        {countingRules.map((rule) => (
          <p class="soft">{rule}</p>
        ))}
      </div>
      <p class="soft">
        {words.shop.zone(zone.name)} {refreshSeconds === null ? null : words.shop.refreshed(refreshSeconds)}
      </p>
    </Page>
  );
}

function InquiryRow({ view, shop, row, zone }: { view: View; shop: string; row: OpenInquiry; zone: Zone }) {
  const { words } = view;
  const kind = [row.type, row.category].filter((part) => part !== null).join('・');
  return (
    <li class="row inquiry">
      <div>
        <Badge view={view} level={row.level} policy={row.policy} />
      </div>
      <div>
        <a class="number" href={href(view, inquiryPath(shop, row.inquiry))}>
          {row.inquiry}
        </a>
        <div class="soft">{kind === '' ? words.channel(row.channel) : kind}</div>
        {row.item === null ? null : <div class="soft">{row.item}</div>}
      </div>
      <dl class="facts">
        <div>
          <dt>{words.shop.received}</dt>
          <dd class="keep">{local(view, row.startedAt, zone)}</dd>
        </div>
        <div>
          <dt>{words.shop.due}</dt>
          <dd class="keep">{row.breachAt === null ? words.shop.noDeadline : due(view, row.breachAt, zone)}</dd>
        </div>
        <div>
          <dt>{words.shop.left}</dt>
          <dd class={row.level === 'none' ? 'keep' : 'keep strong'}>{leftInWords(view, row, zone)}</dd>
        </div>
      </dl>
      <div>
        <AnswerLink view={view} url={row.url} />
      </div>
    </li>
  );
}
