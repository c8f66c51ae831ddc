// The month in short: the numbers a shop looks at first, each beside the month before.

import type { Step } from '../../../core/model.ts';
import type { GroupNumbers } from '../../../core/reports/tally.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import { changeInWords, lengthsInWords, monthInWords, rateInWords, timeInWords } from './shown.ts';
import { REPORT_WORDS } from './words.ts';

interface TilesProps {
  readonly view: View;
  readonly report: Report;
}

export function ReportTiles({ view, report }: TilesProps) {
  const own = REPORT_WORDS[view.language];
  const { total } = report;
  const lengths = lengthsInWords(view, report);
  const count = (of: (numbers: GroupNumbers) => number) => ({
    value: own.count(of(total)),
    before: countBefore(view, report, of),
  });
  return (
    <dl class="tiles">
      <Tile name={own.tiles.episodes} {...count((numbers) => numbers.episodes)} />
      <RateTile view={view} report={report} step="flag" length={lengths.flag} />
      <RateTile view={view} report={report} step="owner_alert" length={lengths.owner_alert} />
      <RateTile view={view} report={report} step="breach" length={lengths.breach} />
      <Tile name={own.tiles.breaches(lengths.breach)} {...count(({ steps }) => steps.breach.missed)} />
      <Tile
        name={own.tiles.completed}
        more={own.tiles.marks(total.endings.noReplyNeeded)}
        {...count(({ endings }) => endings.completedWithoutReply)}
      />
      <Tile
        name={own.tiles.median}
        value={timeInWords(view, report, total.replyTime?.medianMs)}
        more={own.tiles.p90(timeInWords(view, report, total.replyTime?.p90Ms))}
        before={medianBefore(view, report)}
      />
      <Tile name={own.endings.open} {...count(({ endings }) => endings.open)} />
    </dl>
  );
}

function Tile({ name, value, more, before }: { name: string; value: string; more?: string; before: string }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <div class="big">{value}</div>
        {more === undefined ? null : <div class="soft">{more}</div>}
        <div class="soft">{before}</div>
      </dd>
    </div>
  );
}

function RateTile({ view, report, step, length }: TilesProps & { step: Step; length: string }) {
  const own = REPORT_WORDS[view.language].tiles;
  const { met, missed, metRate } = report.total.steps[step];
  return (
    <Tile
      name={own.within(length)}
      value={rateInWords(view, metRate)}
      more={own.of(met, met + missed)}
      before={rateBefore(view, report, step)}
    />
  );
}

function countBefore(view: View, { total, previous }: Report, of: (numbers: GroupNumbers) => number): string {
  const own = REPORT_WORDS[view.language];
  const month = monthInWords(view, previous.month);
  if (previous.total === null) return own.tiles.noBefore(month);
  const before = of(previous.total);
  return own.tiles.before(month, own.count(before), changeInWords(of(total) - before));
}

function rateBefore(view: View, { total, previous }: Report, step: Step): string {
  const own = REPORT_WORDS[view.language].tiles;
  const month = monthInWords(view, previous.month);
  const [now, before] = [total.steps[step].metRate, previous.total?.steps[step].metRate ?? null];
  if (before === null) return own.noBefore(month);
  const change = now === null ? REPORT_WORDS[view.language].none : own.points(changeInWords((now - before) * 100));
  return own.before(month, rateInWords(view, before), change);
}

function medianBefore(view: View, report: Report): string {
  const own = REPORT_WORDS[view.language].tiles;
  const month = monthInWords(view, report.previous.month);
  const before = report.previous.total?.replyTime?.medianMs;
  return before === undefined ? own.noBefore(month) : `${month} ${timeInWords(view, report, before)}`;
}
