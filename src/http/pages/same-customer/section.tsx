// What else the customer of an inquiry asked lately, on its page: how many, which wait, and one press to take them all in hand.

import type { Zone } from '../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { SAME_DAYS, type SameInquiry } from '../../../service/same-customer/read-same-customer.ts';
import { ActForm, By } from '../inquiry/fields.tsx';
import { endChoices } from '../inquiry/until.ts';
import { Icon } from '../parts.tsx';
import { href, inquiryPath, local, mayAct, sideBySide, type View } from '../view.ts';
import { SAME_WORDS } from './words.ts';

/** More of them are counted. */
const SHOWN = 20;

interface SameCustomerProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly zone: Zone;
}

export function SameCustomerSection({ view, detail, zone }: SameCustomerProps) {
  const { same } = detail;
  if (same === null) return null;
  const own = SAME_WORDS[view.language];
  const { inquiries, unanswered } = same;
  const free = inquiries.filter(({ isOpen, inHandBy }) => isOpen && inHandBy === null).length;
  return (
    <section class="card same-customer" aria-labelledby="same-customer">
      <h2 id="same-customer">{own.title(SAME_DAYS, inquiries.length, unanswered)}</h2>
      <ul>
        {inquiries.slice(0, SHOWN).map((one) => (
          <Line view={view} detail={detail} one={one} zone={zone} />
        ))}
      </ul>
      {inquiries.length > SHOWN ? <p class="soft">{own.more(inquiries.length - SHOWN)}</p> : null}
      {mayAct(view) && unanswered > 1 && free > 0 ? <TakeAll view={view} detail={detail} count={free} /> : null}
      <p class="hint">{own.hint}</p>
    </section>
  );
}

type LineProps = SameCustomerProps & { readonly one: SameInquiry };

function Line({ view, detail: { shop, inquiry }, one, zone }: LineProps) {
  const own = SAME_WORDS[view.language];
  const isThis = one.inquiry === inquiry.inquiry;
  const about = sideBySide(view, [one.category, one.item]);
  return (
    <li>
      {isThis ? (
        <span>{`${one.inquiry}${own.this}`}</span>
      ) : (
        <a href={href(view, inquiryPath(shop.id, one.inquiry))}>{one.inquiry}</a>
      )}{' '}
      <span class="soft">
        {[local(view, one.startedAt, zone), ...(about === '' ? [] : [about])].join(view.words.separator)}
      </span>{' '}
      <span class={one.isOpen ? 'strong' : 'soft'}>{one.isOpen ? own.waits : own.isOver}</span>{' '}
      {one.inHandBy === null ? null : (
        <span class="sign held">
          <Icon name="hand" />
          {own.hand(one.inHandBy)}
        </span>
      )}
    </li>
  );
}

function TakeAll({ view, detail, count }: Pick<SameCustomerProps, 'view' | 'detail'> & { readonly count: number }) {
  const own = SAME_WORDS[view.language];
  return (
    <>
      <ActForm view={view} detail={detail} action="same-customer/in-hand" class="fields">
        <By view={view} id="same-by" />
        <div class="field">
          <label for="same-until">{own.until}</label>
          <select id="same-until" name="until">
            {endChoices(view, detail).map(({ value, label }) => (
              <option value={value}>{label}</option>
            ))}
          </select>
        </div>
        <button type="submit">{own.take(count)}</button>
      </ActForm>
      <p class="hint">{own.takeHint}</p>
    </>
  );
}
