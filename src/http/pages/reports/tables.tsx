// The tables of a report: what became of each step, what was known then beside what is known now, how waits ended, and
// the same numbers by channel, type and category. On a phone each row is a card.

import { STEPS } from '../../../core/model.ts';
import type { Outcome } from '../../../core/reports/episode.ts';
import type { ReportGroup } from '../../../core/reports/report.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import { isSameThenAndNow, lengthsInWords, rateInWords, timeInWords } from './shown.ts';
import { REPORT_WORDS } from './words.ts';

interface TableProps {
  readonly view: View;
  readonly report: Report;
}

const OUTCOMES: readonly Outcome[] = ['met', 'missed', 'pending', 'lapsed', 'uncounted'];
/** Rows of a group table on the page; all of them are in the CSV. */
const GROUPS_SHOWN = 20;

interface FiguresProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly isNarrow?: boolean;
}

/** A table of figures: the first column names the row. */
function Figures({ head, rows, isNarrow = false }: FiguresProps) {
  return (
    <div class={`card scroll${isNarrow ? ' narrow' : ''}`}>
      <table class="cards">
        <thead>
          <tr>
            {head.map((name, i) => (
              <th scope="col" class={i === 0 ? undefined : 'figure'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr>
              <th scope="row">{name}</th>
              {values.map((value, i) => (
                <td class="figure" data-label={head[i + 1]}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function OutcomeTable({ view, report }: TableProps) {
  const own = REPORT_WORDS[view.language].outcomes;
  const lengths = lengthsInWords(view, report);
  const { steps } = report.total;
  return (
    <section>
      <h2>{own.title}</h2>
      <p class="soft lead">{own.lead}</p>
      <Figures
        head={[own.step, own.rate, ...OUTCOMES.map((outcome) => own.names[outcome])]}
        rows={STEPS.map((step) => [
          lengths[step],
          rateInWords(view, steps[step].metRate),
          ...OUTCOMES.map((outcome) => steps[step][outcome]),
        ])}
      />
    </section>
  );
}

export function KnownThenTable({ view, report }: TableProps) {
  const own = REPORT_WORDS[view.language].knownThen;
  const lengths = lengthsInWords(view, report);
  const { steps } = report.total;
  const why = (reason: string) => (reason === '' ? own.noWhy : view.words.inquiry.why(reason));
  return (
    <section>
      <h2>{own.title}</h2>
      <p class="soft lead">{own.lead}</p>
      <Figures
        head={[REPORT_WORDS[view.language].outcomes.step, own.known, own.corrected, own.onlyKnown, own.onlyCorrected]}
        rows={STEPS.map((step) => {
          const { asKnownThen, missed, onlyAsKnownThen, onlyAsCorrected } = steps[step];
          return [own.passed(lengths[step]), asKnownThen, missed, onlyAsKnownThen, onlyAsCorrected];
        })}
      />
      {isSameThenAndNow(report) ? <p class="soft lead">{own.same}</p> : null}
      {report.takenBack.length === 0 ? null : (
        <p class="soft lead">
          {`${own.why}: `}
          {report.takenBack.map((one) => `${why(one.why)} ${own.steps(one.steps)}`).join(view.words.separator)}
        </p>
      )}
    </section>
  );
}

export function EndingTable({ view, report }: TableProps) {
  const { endings: own, groups } = REPORT_WORDS[view.language];
  const { answered, answeredElsewhere, completedWithoutReply, noReplyNeeded, deleted, open } = report.total.endings;
  return (
    <section>
      <h2>{own.title}</h2>
      <Figures
        isNarrow
        head={[own.title, groups.episodes]}
        rows={[
          [own.answered, answered],
          [own.elsewhere, answeredElsewhere],
          [own.completed, completedWithoutReply],
          [own.marks, noReplyNeeded],
          [own.deleted, deleted],
          [own.open, open],
        ]}
      />
    </section>
  );
}

/** What was promised in the month, and what became of it; none where nothing was. */
export function PromiseTable({ view, report: { promises } }: TableProps) {
  const { promises: own, groups } = REPORT_WORDS[view.language];
  if (promises.made === 0) return null;
  return (
    <section>
      <h2>{own.title}</h2>
      <Figures
        isNarrow
        head={[own.title, groups.episodes]}
        rows={(['made', 'kept', 'broken', 'extended', 'withdrawn', 'standing'] as const).map((state) => [
          own[state],
          promises[state],
        ])}
      />
    </section>
  );
}

export function GroupTables({ view, report }: TableProps) {
  const own = REPORT_WORDS[view.language].groups;
  return (
    <section>
      <h2>{own.title}</h2>
      <GroupTable view={view} report={report} name={own.channel} groups={named(report.byChannel, view.words.channel)} />
      <GroupTable view={view} report={report} name={own.type} groups={report.byType} />
      <GroupTable view={view} report={report} name={own.category} groups={report.byCategory} />
    </section>
  );
}

function GroupTable({ view, report, name, groups }: TableProps & { name: string; groups: readonly ReportGroup[] }) {
  const own = REPORT_WORDS[view.language].groups;
  // One line for all would only say the total once more.
  if (groups.every(({ key }) => key === null)) return null;
  const lengths = lengthsInWords(view, report);
  const time = (ms: number | undefined) => timeInWords(view, report, ms);
  return (
    <>
      <h3>{name}</h3>
      <Figures
        head={[
          name,
          own.episodes,
          ...STEPS.map((step) => own.within(lengths[step])),
          own.breaches,
          own.median,
          own.p90,
        ]}
        rows={groups
          .slice(0, GROUPS_SHOWN)
          .map(({ key, episodes, steps, replyTime }) => [
            key ?? own.keyless,
            episodes,
            ...STEPS.map((step) => rateInWords(view, steps[step].metRate)),
            steps.breach.missed,
            time(replyTime?.medianMs),
            time(replyTime?.p90Ms),
          ])}
      />
      {groups.length > GROUPS_SHOWN ? <p class="soft lead">{own.more(groups.length - GROUPS_SHOWN)}</p> : null}
    </>
  );
}

function named(groups: readonly ReportGroup[], name: (id: string) => string): ReportGroup[] {
  return groups.map((group) => ({ ...group, key: group.key === null ? null : name(group.key) }));
}
