// The receipt of a deadline: a strip of dates one sees at a glance, and the same in words.

import type { Policy } from '../../../../core/model.ts';
import type { ExplainedDay, Explanation } from '../../../../core/steps/explain.ts';
import { explainInWords } from '../../../../core/steps/explain.ts';
import { formatDay } from '../../../../core/time/format.ts';
import { openTimeInWords } from '../../../../core/time/words.ts';
import type { EpisodeDetail } from '../../../../service/board/read-inquiry.ts';
import { PlainStep } from '../../parts.tsx';
import { sideBySide, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';

/** Longer ones are said in words only. */
const STRIP_DAYS = 21;

export function Receipt({ view, episode }: { view: View; episode: EpisodeDetail }) {
  const { explanation, policy } = episode;
  const { inquiry } = view.words;
  return (
    <div class="card receipt">
      <h3 class="soft">{inquiry.receipt}</h3>
      {explanation === null ? (
        <p>{episode.deadlines === null ? inquiry.noBusinessDay : inquiry.receiptElsewhere}</p>
      ) : (
        <>
          {explanation.days.length > STRIP_DAYS ? null : (
            <Strip view={view} explanation={explanation} policy={policy} />
          )}
          {episode.isInForce || episode.endedAt === null ? null : (
            <p class="soft">{INQUIRY_WORDS[view.language].frozen}</p>
          )}
          {explainInWords(explanation, view.language).map((line) => (
            <p>{line}</p>
          ))}
        </>
      )}
    </div>
  );
}

function Strip({ view, explanation, policy }: { view: View; explanation: Explanation; policy: Policy }) {
  return (
    <ol class="strip">
      {explanation.days.map((day) => (
        <li class={day.open ? 'open' : 'closed'}>
          <div class="date">{formatDay(day.day, view.language)}</div>
          <div>{dayInWords(view, day)}</div>
          {day.due.map(({ step }) => (
            <PlainStep view={view} step={step} policy={policy} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function dayInWords(view: View, day: ExplainedDay): string {
  const { language, words } = view;
  const reasons = sideBySide(
    view,
    day.closedBy.map(({ name }) => name[language]),
  );
  const received = day.role === 'received' ? words.shop.received : '';
  if (!day.open) return [received, reasons].filter((part) => part !== '').join(' ');
  if (received !== '') return received;
  if (day.openMs) return openTimeInWords(day.openMs, language);
  if (day.nth === null) return day.openBy ?? '';
  const counted = language === 'ja' ? `${day.nth}営業日目` : `business day ${day.nth}`;
  return day.openBy === null ? counted : `${counted} ${day.openBy}`;
}
