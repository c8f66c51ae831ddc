// The month in short: the numbers a shop looks at first, each beside the month before. Each number leads to what it counts.

import { STEPS, type Step } from '../../../core/model.ts';
import type { GroupNumbers } from '../../../core/reports/tally.ts';
import { lengthInWords } from '../../../core/time/words.ts';
import type { PolicyBlock } from '../../../service/reports/policy-blocks.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import type { EpisodeQuery } from './episode-query.ts';
import { Counted, type Figure } from './figures.tsx';
import { changeInWords, isTold, monthInWords, rateInWords, timeInWords } from './shown.ts';
import { REPORT_WORDS } from './words.ts';

interface TilesProps {
  readonly view: View;
  readonly report: Report;
}

/** What is counted without regard to any deadline. */
export function TotalTiles({ view, report }: TilesProps) {
  const own = REPORT_WORDS[view.language];
  const tile = countTile(view, report, { total: report.total, previous: report.previous.total }, {});
  return (
    <dl class="tiles">
      <Tile view={view} report={report} name={own.tiles.episodes} {...tile((one) => one.episodes, {})} />
      <Tile
        view={view}
        report={report}
        name={own.tiles.completed}
        more={own.tiles.marks(report.total.endings.noReplyNeeded)}
        {...tile(({ endings }) => endings.completedWithoutReply, { ended: 'completed' })}
      />
      <Tile
        view={view}
        report={report}
        name={own.endings.open}
        {...tile(({ endings }) => endings.open, { ended: 'open' })}
      />
    </dl>
  );
}

/** One length of deadlines by itself. */
export function BlockTiles({ view, report, block }: TilesProps & { readonly block: PolicyBlock }) {
  const own = REPORT_WORDS[view.language];
  const months = { total: block.total, previous: block.previous };
  const policy = { policy: block.key };
  const tile = countTile(view, report, months, policy);
  const breach = lengthInWords(block.lengths.breach, view.language);
  return (
    <dl class="tiles">
      <Tile view={view} report={report} name={own.tiles.episodes} {...tile((one) => one.episodes, {})} />
      {STEPS.map((step) => (
        <RateTile view={view} report={report} block={block} step={step} />
      ))}
      <Tile
        view={view}
        report={report}
        name={own.tiles.breaches(breach)}
        {...tile(({ steps }) => steps.breach.missed, { step: 'breach', outcome: 'missed' })}
      />
      <MedianTile view={view} report={report} months={months} />
    </dl>
  );
}

interface Months {
  readonly total: GroupNumbers;
  readonly previous: GroupNumbers | null;
}

interface TileProps extends TilesProps {
  readonly name: string;
  readonly figure: Figure;
  readonly more?: string;
  readonly before: string;
}

function Tile({ view, report, name, figure, more, before }: TileProps) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <div class="big">
          <Counted view={view} report={report} figure={figure} />
        </div>
        {more === undefined ? null : <div class="soft">{more}</div>}
        <div class="soft">{before}</div>
      </dd>
    </div>
  );
}

function RateTile({ view, report, block, step }: TilesProps & { block: PolicyBlock; step: Step }) {
  const own = REPORT_WORDS[view.language].tiles;
  const numbers = block.total.steps[step];
  const { met, missed } = numbers;
  return (
    <Tile
      view={view}
      report={report}
      name={own.within(lengthInWords(block.lengths[step], view.language))}
      figure={
        met === 0
          ? { value: rateInWords(view, numbers) }
          : { value: rateInWords(view, numbers), of: { policy: block.key, step, outcome: 'met' } }
      }
      more={isTold(numbers) ? own.of(met, met + missed) : own.tooFew(met, met + missed)}
      before={rateBefore(view, report, block, step)}
    />
  );
}

function MedianTile({ view, report, months: { total, previous } }: TilesProps & { months: Months }) {
  const own = REPORT_WORDS[view.language].tiles;
  const month = monthInWords(view, report.previous.month);
  const before = previous?.replyTime?.medianMs;
  return (
    <Tile
      view={view}
      report={report}
      name={own.median}
      figure={{ value: timeInWords(view, report, total.replyTime?.medianMs) }}
      more={own.p90(timeInWords(view, report, total.replyTime?.p90Ms))}
      before={before === undefined ? own.noBefore(month) : `${month} ${timeInWords(view, report, before)}`}
    />
  );
}

/** A count, what it counts, and the month before. */
function countTile(view: View, report: Report, { total, previous }: Months, among: EpisodeQuery) {
  const own = REPORT_WORDS[view.language];
  const month = monthInWords(view, report.previous.month);
  return (countOf: (numbers: GroupNumbers) => number, query: EpisodeQuery) => {
    const now = countOf(total);
    const before = previous === null ? null : countOf(previous);
    return {
      figure: now === 0 ? { value: own.count(0) } : { value: own.count(now), of: { ...among, ...query } },
      before:
        before === null
          ? own.tiles.noBefore(month)
          : own.tiles.before(month, own.count(before), changeInWords(now - before)),
    };
  };
}

function rateBefore(view: View, report: Report, { total, previous }: PolicyBlock, step: Step): string {
  const own = REPORT_WORDS[view.language].tiles;
  const month = monthInWords(view, report.previous.month);
  const [now, before] = [total.steps[step], previous?.steps[step]];
  if (before === undefined || !isTold(before)) return own.noBefore(month);
  const change =
    isTold(now) && now.metRate !== null && before.metRate !== null
      ? own.points(changeInWords((now.metRate - before.metRate) * 100))
      : REPORT_WORDS[view.language].none;
  return own.before(month, rateInWords(view, before), change);
}
