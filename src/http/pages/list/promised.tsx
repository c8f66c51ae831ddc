// What is promised, in a section of its own: until when, what is left, who promised, who has it in hand.

import { openZone, type Zone } from '../../../core/time/zone.ts';
import { PROMISES_COUNTED, type Promised, type PromisedInquiry } from '../../../service/promises/read-promised.ts';
import { momentIn } from '../ahead/parts.tsx';
import { PROMISING, reasonInWords } from '../inquiry/promising-words.ts';
import { AnswerLink, Icon } from '../parts.tsx';
import { due, href, inquiryPath, shopPath, type View } from '../view.ts';
import type { ListQuery } from './filters.ts';
import { aboutInWords, Hand } from './row.tsx';
import { ColumnHeads } from './table.tsx';
import { LIST_WORDS } from './words.ts';

interface SectionProps {
  readonly view: View;
  readonly promised: Promised;
  /** A list over shops says of each whose it is. */
  readonly isOverShops?: boolean;
  /** The list is of these promises alone. */
  readonly isAlone?: boolean;
}

export function PromisedSection({
  view,
  promised: { items, count },
  isOverShops = false,
  isAlone = false,
}: SectionProps) {
  if (count === 0) return null;
  const words = PROMISING[view.language];
  const broken = items.filter(({ isBroken }) => isBroken).length;
  return (
    // Over shops it says how many are broken, and leaves the screen to those who wait.
    <details class="group group-promised" open={isAlone || (broken > 0 && !isOverShops)}>
      <summary>
        <h2 id="promised">
          <Icon name="promise" /> {count < PROMISES_COUNTED ? words.section(count) : words.many(count)}
        </h2>
        {broken > 0 && isOverShops ? <span class="sign broken">{words.brokenOf(broken)}</span> : null}
        <span class="soft">{words.order}</span>
      </summary>
      <table class={isOverShops ? 'list over' : 'list'} aria-labelledby="promised">
        <Heads view={view} isOverShops={isOverShops} />
        <tbody>
          {items.map((row) => (
            <PromisedRow view={view} row={row} isOverShops={isOverShops} />
          ))}
        </tbody>
      </table>
      {count > items.length ? <p class="group-rest soft">{words.more(count - items.length)}</p> : null}
    </details>
  );
}

/** Whether promises alone were asked for, and there are some. */
export const isPromised = (query: ListQuery, promised: Promised | null): boolean =>
  query.promised !== undefined && promised !== null && promised.count > 0;

type RowsProps = Omit<SectionProps, 'promised' | 'isAlone'>;

function Heads({ view, isOverShops }: RowsProps) {
  const [words, { heads }] = [PROMISING[view.language], LIST_WORDS[view.language]];
  const columns: readonly (readonly [string, string])[] = [
    ['step', heads.step],
    ['numbers', heads.number],
    ...(isOverShops ? ([['shop-name', heads.shop]] as const) : []),
    ['about', heads.about],
    ['received promiser', words.by],
    ['due', words.until],
    ['left', view.words.shop.left],
    ['holder', heads.who],
    ['act', heads.act],
  ];
  return <ColumnHeads columns={columns} />;
}

function PromisedRow({ view, row, isOverShops }: RowsProps & { readonly row: PromisedInquiry }) {
  const words = PROMISING[view.language];
  const { id: shop, name, timeZone } = row.of;
  const zone = openZone(timeZone);
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
      {isOverShops ? (
        <td class="shop-name">
          <a href={href(view, shopPath(shop), momentIn(view, zone))}>{name}</a>
        </td>
      ) : null}
      <td class="about">
        {row.status === 'unanswered' ? `${words.waits}${view.words.separator}` : null}
        {aboutInWords(view, row)}
      </td>
      <td class="received promiser">
        {row.by ?? words.nobody}
        {reason === null ? null : `${view.words.separator}${reason}`}
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
