// Goals on pages: what is asked for, where it stands in counts, and in words whether it is kept.

import { policiesInUse, type ShopConfig } from '../../config/input/shop-settings.ts';
import { type GoalState, goalState } from '../../core/goals/goals.ts';
import { budgetInWords, goalInWords } from '../../core/goals/words.ts';
import { stepNames } from '../../core/steps/step-names.ts';
import type { StandingGoal } from '../../service/goals/read-goals.ts';
import { Icon } from './parts.tsx';
import type { View } from './view.ts';

const TITLE = { ja: '目標', en: 'Goals' } as const;
const STATES: Readonly<Record<'ja' | 'en', Readonly<Record<GoalState, string>>>> = {
  ja: { kept: '達成中', spent: '余裕なし', missed: '未達' },
  en: { kept: 'kept', spent: 'nothing left', missed: 'missed' },
};
const LOOKS = { kept: ['ok', 'ok'], spent: ['flag', 'flag'], missed: ['breach', 'breach'] } as const;

export interface GoalsProps {
  readonly view: View;
  readonly shop: ShopConfig;
  /** In the order of the shop's file; left out or empty: nothing is shown. */
  readonly goals?: readonly StandingGoal[] | undefined;
}

/** The goals of a shop as a list, without a heading. */
export function GoalList({ view, shop, goals = [] }: GoalsProps) {
  if (goals.length === 0) return null;
  const { language } = view;
  const names = stepNames(policiesInUse(shop), language);
  return (
    <ul class="goals" aria-label={TITLE[language]}>
      {goals.map(({ budget }) => {
        const state = goalState(budget);
        const [level, icon] = LOOKS[state];
        return (
          <li>
            <span class={`badge level-${level}`}>
              <Icon name={icon} />
              {STATES[language][state]}
            </span>
            <span class="number">{budgetInWords(budget, language)}</span>
            <span class="soft">{goalInWords(budget.goal, (step) => names[step], language)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The goals of a shop as a part of its page. */
export function GoalSection(props: GoalsProps) {
  if ((props.goals ?? []).length === 0) return null;
  return (
    <section class="goal-part">
      <h2>{TITLE[props.view.language]}</h2>
      <div class="card">
        <GoalList {...props} />
      </div>
    </section>
  );
}
