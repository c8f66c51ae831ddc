// What a shop has promised, in a section of its own: until when, what is left, who promised, who has it in hand.

import type { Zone } from '../../../core/time/zone.ts';
import type { Promised, PromisedInquiry } from '../../../service/promises/read-promised.ts';
import { PROMISING, reasonInWords } from '../inquiry/promising-words.ts';
import { aboutInWords, Hand } from '../list/row.tsx';
import { ColumnHeads } from '../list/table.tsx';
import { LIST_WORDS } from '../list/words.ts';
import { AnswerLink, Icon } from '../parts.tsx';
import { due, href, inquiryPath, type View } from '../view.ts';

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
    <details class="group group-promised" open={items.some(({ isBroken }) => isBroken)}>
      <summary>
        <h2 id="promised">
          <Icon name="promise" /> {words.section(count)}
        </h2>
        <span class="soft">{words.order}</span>
      </summary>
      <table class="list" aria-labelledby="promised">
        <Heads view={view} />
        <tbody>
          {items.map((row) => (
            <PromisedRow view={view} shop={shop} row={row} zone={zone} />
          ))}
        </tbody>
      </table>
      {count > items.length ? <p class="group-rest soft">{words.more(count - items.length)}</p> : null}
    </details>
  );
}

function Heads({ view }: { view: View }) {
  const [words, { heads }] = [PROMISING[view.language], LIST_WORDS[view.language]];
  const columns = [
    ['step', heads.step],
    ['numbers', heads.number],
    ['about', heads.about],
    ['received', words.by],
    ['due', words.until],
    ['left', view.words.shop.left],
    ['holder', heads.who],
    ['act', heads.act],
  ] as const;
  return <ColumnHeads columns={columns} />;
}

function PromisedRow({ view, shop, row, zone }: Omit<SectionProps, 'promised'> & { readonly row: PromisedInquiry }) {
  const words = PROMISING[view.language];
  const reason = reasonInWords(row.reason, view.language);
  return (
    <tr class="inquiry" id={`p${row.id}`}>
      <td class="step">
        <span class={`badge level-${row.isBroken ? 'breach' : 'none'}`}>
          <Icon name="promise" />
          {row.isBroken ? words.badge.broken : words.badge.standing}
        </span>
      </td>
      <th scope="row">
        <a class="number" href={`${href(view, inquiryPath(shop, row.inquiry))}#promise`}>
          {row.inquiry}
        </a>
      </th>
      <td class="about">
        {row.status === 'unanswered' ? `${words.waits}${view.words.separator}` : null}
        {aboutInWords(view, row)}
      </td>
      <td class="received">
        {row.by ?? words.nobody}
        {reason === null ? null : `・${reason}`}
      </td>
      <td class="due">{due(view, row.until, zone)}</td>
      <td class={row.isBroken ? 'left strong' : 'left'}>{leftOf(view, row, zone)}</td>
      <td class="holder">
        <Hand view={view} shop={shop} row={{ ...row, mutedUntil: null }} zone={zone} />
      </td>
      <td class="act">
        <AnswerLink view={view} url={row.url} />
      </td>
    </tr>
  );
}

/** What is left until it, in business days. */
function leftOf(view: View, { until, isBroken, businessDaysLeft }: PromisedInquiry, zone: Zone): string {
  const { left } = view.words;
  if (isBroken) return left.over(Math.max(1, -businessDaysLeft));
  return zone.localDay(until - 1) === zone.localDay(view.now) ? left.today : left.days(Math.max(1, businessDaysLeft));
}
