// A change that was not even previewed: what is wrong with it, and the way back.

import { basename } from 'node:path';
import { faultInWords } from '../../../config/values/fault-words.ts';
import type { Fault } from '../../../config/values/faults.ts';
import { Page } from '../layout.tsx';
import { Icon } from '../parts.tsx';
import { href, shopPath, type View } from '../view.ts';
import { CALENDAR_WORDS } from './words.ts';

export interface RefusedPageProps {
  readonly view: View;
  readonly shop: string;
  readonly lead: string;
  readonly faults: readonly Fault[];
}

export function RefusedPage({ view, shop, lead, faults }: RefusedPageProps) {
  const { refused, preview } = CALENDAR_WORDS[view.language];
  return (
    <Page view={view} title={refused.title}>
      <h1>{refused.title}</h1>
      <div class="notice bad" role="alert">
        <p>
          <Icon name="unknown" /> {lead}
        </p>
        {faults.length === 0 ? null : (
          <>
            <p class="soft">{refused.reason}</p>
            <pre>{faults.map((one) => faultInWords(withoutFolder(one), view.language)).join('\n')}</pre>
          </>
        )}
      </div>
      <p class="more">
        <a href={href(view, `${shopPath(shop)}/calendar`)}>{preview.back}</a>
      </p>
    </Page>
  );
}

/** Where the files lie on the server is nobody's business. */
function withoutFolder(fault: Fault): Fault {
  return fault.file === undefined ? fault : { ...fault, file: basename(fault.file) };
}
