// The month apart for each length of deadlines; where all inquiries have the same, there is one block without a name.

import { STEPS } from '../../../core/model.ts';
import { lengthInWords } from '../../../core/time/words.ts';
import type { PolicyBlock } from '../../../service/reports/policy-blocks.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import { KnownThenTable, OutcomeTable } from './tables.tsx';
import { BlockTiles } from './tiles.tsx';
import { REPORT_WORDS } from './words.ts';

interface BlocksProps {
  readonly view: View;
  readonly report: Report;
}

export function PolicyBlocks({ view, report }: BlocksProps) {
  return (
    <>
      {report.policies.map((block) => (
        <section class="policy">
          <h2>{nameOf(view, block)}</h2>
          <BlockTiles view={view} report={report} block={block} />
          <details open={report.policies.length === 1}>
            <summary>{REPORT_WORDS[view.language].outcomes.title}</summary>
            <OutcomeTable view={view} report={report} block={block} />
            <KnownThenTable view={view} report={report} block={block} />
          </details>
        </section>
      ))}
    </>
  );
}

/** `期限 1営業日・2営業日・3営業日（R-Messe・メール）` */
function nameOf(view: View, { lengths, channels }: PolicyBlock): string {
  const own = REPORT_WORDS[view.language].blocks;
  const said = STEPS.map((step) => lengthInWords(lengths[step], view.language));
  return own.name(said.join(own.joint), channels.map((id) => view.words.channel(id)).join(own.joint));
}
