// The tables of a report: what became of each step, what was known then beside what is known now, how waits ended, and
// the same numbers by channel, type and category. On a phone each row is a card.

import { STEPS } from '../../../core/model.ts';
import type { Outcome } from '../../../core/reports/episode.ts';
import type { ReportGroup } from '../../../core/reports/report.ts';
import { lengthInWords } from '../../../core/time/words.ts';
import type { PolicyBlock } from '../../../service/reports/policy-blocks.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import type { Ending, EpisodeQuery, Trait } from './episode-query.ts';
import { type Figure, Figures } from './figures.tsx';
import { isSameThenAndNow, rateFigure, stepHeads, timeInWords } from './shown.ts';
import { REPORT_WORDS } from './words.ts';

interface TableProps {
  readonly view: View;
  readonly report: Report;
}

const OUTCOMES: readonly Outcome[] = ['met', 'missed', 'pending', 'lapsed', 'uncounted'];
/** Rows of a group table on the page; all of them are in the CSV. */
const GROUPS_SHOWN = 20;

type BlockProps = TableProps & { readonly block: PolicyBlock };

export function OutcomeTable({ view, report, block }: BlockProps) {
  const own = REPORT_WORDS[view.language].outcomes;
  const { steps } = block.total;
  return (
    <>
      <h3>{own.title}</h3>
      <p class="soft lead">{own.lead}</p>
      <Figures
        view={view}
        report={report}
        head={[own.step, own.rate, ...OUTCOMES.map((outcome) => own.names[outcome])]}
        rows={STEPS.map((step) => ({
          name: lengthInWords(block.lengths[step], view.language),
          figures: [
            rateFigure(view, steps[step], { policy: block.key, step }),
            ...OUTCOMES.map(
              (outcome): Figure => ({
                value: steps[step][outcome],
                of: { policy: block.key, step, outcome },
              }),
            ),
          ],
        }))}
      />
    </>
  );
}

export function KnownThenTable({ view, report, block }: BlockProps) {
  const own = REPORT_WORDS[view.language].knownThen;
  const { steps } = block.total;
  const among = (of: EpisodeQuery): EpisodeQuery => ({ policy: block.key, ...of });
  return (
    <>
      <h3>{own.title}</h3>
      <p class="soft lead">{own.lead}</p>
      <Figures
        view={view}
        report={report}
        head={[REPORT_WORDS[view.language].outcomes.step, own.known, own.corrected, own.onlyKnown, own.onlyCorrected]}
        rows={STEPS.map((step) => {
          const { asKnownThen, missed, onlyAsKnownThen, onlyAsCorrected } = steps[step];
          return {
            name: own.passed(lengthInWords(block.lengths[step], view.language)),
            figures: [
              { value: asKnownThen, of: among({ step, shown: 'known' }) },
              { value: missed, of: among({ step, outcome: 'missed' }) },
              { value: onlyAsKnownThen, of: among({ step, shown: 'only-then' }) },
              { value: onlyAsCorrected, of: among({ step, shown: 'only-corrected' }) },
            ],
          };
        })}
      />
      {isSameThenAndNow(block) ? <p class="soft lead">{own.same}</p> : null}
    </>
  );
}

/** Why steps that were shown were taken back, over all of them. */
export function TakenBack({ view, report }: TableProps) {
  const own = REPORT_WORDS[view.language].knownThen;
  const why = (reason: string) => (reason === '' ? own.noWhy : view.words.inquiry.why(reason));
  if (report.takenBack.length === 0) return null;
  return (
    <p class="soft lead">
      {`${own.why}: `}
      {report.takenBack.map((one) => `${why(one.why)} ${own.steps(one.steps)}`).join(view.words.separator)}
    </p>
  );
}

export function EndingTable({ view, report }: TableProps) {
  const { endings: own, groups } = REPORT_WORDS[view.language];
  const { answered, answeredElsewhere, completedWithoutReply, noReplyNeeded, deleted, open } = report.total.endings;
  const row = (name: string, value: number, ended: Ending) => ({ name, figures: [{ value, of: { ended } }] });
  return (
    <section>
      <h2>{own.title}</h2>
      <Figures
        view={view}
        report={report}
        isNarrow
        head={[own.title, groups.episodes]}
        rows={[
          row(own.answered, answered, 'answered'),
          row(own.elsewhere, answeredElsewhere, 'elsewhere'),
          row(own.completed, completedWithoutReply, 'completed'),
          row(own.marks, noReplyNeeded, 'marks'),
          row(own.deleted, deleted, 'deleted'),
          row(own.open, open, 'open'),
        ]}
      />
    </section>
  );
}

const PROMISED = ['made', 'kept', 'keptByCompletion', 'broken', 'extended', 'withdrawn', 'standing'] as const;

/** What was promised in the month, and what became of it; none where nothing was. */
export function PromiseTable({ view, report }: TableProps) {
  const { promises } = report;
  const { promises: own, groups } = REPORT_WORDS[view.language];
  if (promises.made === 0) return null;
  return (
    <section>
      <h2>{own.title}</h2>
      <Figures
        view={view}
        report={report}
        isNarrow
        head={[own.title, groups.episodes]}
        rows={PROMISED.map((state) => ({
          name: own[state],
          figures: [{ value: promises[state] }],
        }))}
      />
    </section>
  );
}

export function GroupTables({ view, report }: TableProps) {
  const own = REPORT_WORDS[view.language].groups;
  return (
    <section>
      <h2>{own.title}</h2>
      <GroupTable view={view} report={report} trait="channel" groups={report.byChannel} />
      <GroupTable view={view} report={report} trait="type" groups={report.byType} />
      <GroupTable view={view} report={report} trait="category" groups={report.byCategory} />
    </section>
  );
}

function GroupTable({ view, report, trait, groups }: TableProps & { trait: Trait; groups: readonly ReportGroup[] }) {
  const own = REPORT_WORDS[view.language].groups;
  // One line for all would only say the total once more.
  if (groups.every(({ key }) => key === null)) return null;
  const heads = stepHeads(view, report);
  const time = (ms: number | undefined): Figure => ({ value: timeInWords(view, report, ms) });
  const nameOf = (key: string) => (trait === 'channel' ? view.words.channel(key) : key);
  return (
    <>
      <h3>{own[trait]}</h3>
      <Figures
        view={view}
        report={report}
        head={[own[trait], own.episodes, ...STEPS.map((step) => heads[step]), own.breaches, own.median, own.p90]}
        rows={groups.slice(0, GROUPS_SHOWN).map(({ key, episodes, steps, replyTime }) => {
          const among = { [trait]: key ?? '' };
          return {
            name: key === null ? own.keyless : nameOf(key),
            figures: [
              { value: episodes, of: among },
              ...STEPS.map((step) => rateFigure(view, steps[step], { ...among, step })),
              { value: steps.breach.missed, of: { ...among, step: 'breach', outcome: 'missed' } },
              time(replyTime?.medianMs),
              time(replyTime?.p90Ms),
            ],
          };
        })}
      />
      {groups.length > GROUPS_SHOWN ? <p class="soft lead">{own.more(groups.length - GROUPS_SHOWN)}</p> : null}
    </>
  );
}
