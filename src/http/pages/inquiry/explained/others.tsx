// What the other counting rules would say of the same wait, to compare with what other screens show.

import { type Deadlines, STEPS } from '../../../../core/model.ts';
import type { EpisodeDetail } from '../../../../service/board/read-inquiry.ts';
import { levelInWords } from '../../parts.tsx';
import { due, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';

/** Only for steps in days: in opening hours the rules do not differ. */
export function OtherRules({ view, episode }: { view: View; episode: EpisodeDetail }) {
  const { explanation, others, policy, calendar } = episode;
  if (explanation === null || !('days' in policy.after.flag)) return null;
  const words = INQUIRY_WORDS[view.language].others;
  const rows = [{ counting: policy.counting, deadlines: explanation.deadlines }, ...others];
  const cells = (deadlines: Deadlines) => STEPS.map((step) => due(view, deadlines.at[step], calendar.zone));
  return (
    <details class="card others">
      <summary>{words.title}</summary>
      <p class="hint">{words.hint}</p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{words.rule}</th>
            {STEPS.map((step) => (
              <th scope="col">{levelInWords(view, step, policy)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ counting, deadlines }, at) => (
            <tr>
              <th scope="row">
                <code>{counting}</code>
                {at === 0 ? <strong>{words.inForce}</strong> : null}
                <span class="hint">{words.name[counting]}</span>
              </th>
              {deadlines === null ? (
                <td colspan={3}>{words.none}</td>
              ) : (
                cells(deadlines).map((text, step) => (
                  <td
                    class={text === cells(explanation.deadlines)[step] ? '' : 'differs'}
                    data-label={levelInWords(view, STEPS[step]!, policy)}
                  >
                    <span class="keep">{text}</span>
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
