// Texts to copy into a reply, filled in as far as it is known. They are copied by a button or by hand; nothing is sent from here.

import {
  fillTemplate,
  type Placeholder,
  type ReplyTemplate,
  templatesFor,
} from '../../../core/actions/reply-template.ts';
import type { Instant, Language } from '../../../core/model.ts';
import { standingPromise } from '../../../core/steps/promises.ts';
import { formatDay, formatDue } from '../../../core/time/format.ts';
import type { Zone } from '../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import type { View } from '../view.ts';
import { nameOf } from './fields.tsx';
import { INQUIRY_WORDS } from './words.ts';

interface TemplatesProps {
  readonly view: View;
  readonly detail: InquiryDetail;
}

export function Templates({ view, detail }: TemplatesProps) {
  const fitting = templatesFor(detail.shop.templates ?? [], detail.inquiry.category);
  if (fitting.length === 0) return null;
  const { templates: words } = INQUIRY_WORDS[view.language];
  const values = valuesOf(view, detail);
  return (
    <details class="card templates" id="templates">
      <summary>{words.title(fitting.length)}</summary>
      <p class="hint">{words.hint}</p>
      {fitting.map((template, at) => (
        <Template view={view} template={template} id={`template-${at}`} text={fillTemplate(template.text, values)} />
      ))}
    </details>
  );
}

interface TemplateProps {
  readonly view: View;
  readonly template: ReplyTemplate;
  readonly id: string;
  /** Filled in. */
  readonly text: string;
}

const MOST_ROWS = 12;

function Template({ view, template: { name, category }, id, text }: TemplateProps) {
  const { templates: words } = INQUIRY_WORDS[view.language];
  const rows = Math.min(MOST_ROWS, text.split('\n').length + 1);
  return (
    <div class="template">
      <label for={id}>
        {name}
        {category === undefined ? null : <span class="soft"> {category}</span>}
      </label>
      <textarea id={id} readonly rows={rows}>
        {text}
      </textarea>
      <button type="button" class="copy" data-done={words.copied}>
        {words.copy}
      </button>
    </div>
  );
}

/** What a placeholder stands for here; null is not known. */
function valuesOf(view: View, { shop, standing, promises, calendar: { zone } }: InquiryDetail) {
  const promise = standingPromise(promises);
  const name = standing.inHand?.by ?? nameOf(view);
  return {
    shop: shop.name,
    department: shop.department ?? null,
    person: name === '' ? null : name,
    promised: promise === null ? null : promisedFor(promise.until, zone, shop.language),
  } satisfies Record<Placeholder, string | null>;
}

/** As one writes it to a customer: the end of a date is that date. */
function promisedFor(until: Instant, zone: Zone, language: Language): string {
  const day = zone.localDay(until - 1);
  return until === zone.startOfDay(day + 1) ? formatDay(day, language) : formatDue(until, zone, language);
}
