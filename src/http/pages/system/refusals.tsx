// What was refused and why, kept visible; and the pages for what cannot be shown.

import { sayingInWords } from '../../../config/values/fault-words.ts';
import { formatLocal } from '../../../core/time/format.ts';
import type { KeptRefusal } from '../../../service/notifications/read-mails.ts';
import { Page } from '../layout.tsx';
import type { View } from '../view.ts';

export function RefusalsPage({ view, refusals }: { view: View; refusals: readonly KeptRefusal[] }) {
  const { words } = view;
  return (
    <Page view={view} title={words.refusals.title}>
      <div class="head">
        <h1>{words.refusals.title}</h1>
      </div>
      <p class="soft">{words.refusals.lead}</p>
      {refusals.length === 0 ? <p class="card empty more">{words.refusals.none}</p> : null}
      <ol class="rows more">
        {refusals.map((refusal) => (
          <RefusalRow view={view} refusal={refusal} />
        ))}
      </ol>
    </Page>
  );
}

function RefusalRow({ view, refusal }: { view: View; refusal: KeptRefusal }) {
  const { refusals } = view.words;
  const at = (instant: number) => formatLocal(instant, view.zone, view.language);
  const where = [refusal.source, refusal.shop, refusal.inquiry, refusal.event].filter((part) => part !== '');
  const when = [refusals.times(refusal.times), refusals.last(at(refusal.lastAt))];
  return (
    <li class="row refusal">
      <div>
        <div class="name">{sayingInWords(refusal.message, view.language)}</div>
        <div class="soft">{[refusal.code, ...where].join(view.words.separator)}</div>
      </div>
      <div class="soft">
        {(refusal.times > 1 ? [...when, refusals.first(at(refusal.firstAt))] : when).join(view.words.separator)}
      </div>
    </li>
  );
}
