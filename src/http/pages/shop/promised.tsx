// What a shop has promised, in a section of its own: until when, what is left, who promised, who has it in hand.

import type { Zone } from '../../../core/time/zone.ts';
import type { Promised, PromisedInquiry } from '../../../service/promises/read-promised.ts';
import { PROMISING, reasonInWords } from '../inquiry/promising-words.ts';
import { AnswerLink, Icon } from '../parts.tsx';
import { due, href, inquiryPath, type View } from '../view.ts';
import { aboutInWords, Hand } from './row.tsx';

interface SectionProps {
  readonly view: View;
  readonly shop: string;
  readonly promised: Promised;
  readonly zone: Zone;
}

export function PromisedSection({ view, shop, promised: { items, count }, zone }: SectionProps) {
  if (count === 0) return null;
  const words = PROMISING[view.language];
  return (
    <section class="promised-list" aria-labelledby="promised">
      <h2 id="promised">
        <Icon name="promise" />
        {words.section(count)} <span class="soft">{words.order}</span>
      </h2>
      <ol class="rows">
        {items.map((row) => (
          <PromisedRow view={view} shop={shop} row={row} zone={zone} />
        ))}
      </ol>
      {count > items.length ? <p class="more soft">{words.more(count - items.length)}</p> : null}
    </section>
  );
}

function PromisedRow({ view, shop, row, zone }: Omit<SectionProps, 'promised'> & { readonly row: PromisedInquiry }) {
  const words = PROMISING[view.language];
  const reason = reasonInWords(row.reason, view.language);
  return (
    <li class="row inquiry" id={`p${row.id}`}>
      <div class="step">
        <span class={`badge level-${row.isBroken ? 'breach' : 'none'}`}>
          <Icon name="promise" />
          {row.isBroken ? words.badge.broken : words.badge.standing}
        </span>
        {row.status === 'unanswered' ? <div class="soft">{words.waits}</div> : null}
      </div>
      <div class="about">
        <a class="number" href={`${href(view, inquiryPath(shop, row.inquiry))}#promise`}>
          {row.inquiry}
        </a>
        <div class="soft">{aboutInWords(view, row)}</div>
        {row.item === null ? null : <div class="soft item">{row.item}</div>}
      </div>
      <dl class="facts">
        <div>
          <dt>{words.by}</dt>
          <dd>
            {row.by ?? words.nobody}
            {reason === null ? null : <div class="soft">{reason}</div>}
          </dd>
        </div>
        <div>
          <dt>{words.until}</dt>
          <dd class="keep">{due(view, row.until, zone)}</dd>
        </div>
        <div>
          <dt>{view.words.shop.left}</dt>
          <dd class={row.isBroken ? 'keep strong' : 'keep'}>{leftOf(view, row, zone)}</dd>
        </div>
      </dl>
      <div class="act">
        <Hand view={view} shop={shop} row={{ ...row, mutedUntil: null }} zone={zone} />
        <AnswerLink view={view} url={row.url} />
      </div>
    </li>
  );
}

/** What is left until it, in business days. */
function leftOf(view: View, { until, isBroken, businessDaysLeft }: PromisedInquiry, zone: Zone): string {
  const { left } = view.words;
  if (isBroken) return left.over(Math.max(1, -businessDaysLeft));
  return zone.localDay(until - 1) === zone.localDay(view.now) ? left.today : left.days(Math.max(1, businessDaysLeft));
}
