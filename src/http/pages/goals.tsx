// Goals on pages: what is asked for, where it stands in counts, and in words whether it is kept.

import { policiesInUse, type ShopConfig } from '../../config/input/shop-settings.ts';
import { type GoalState, goalState } from '../../core/goals/goals.ts';
import { budgetInWords, goalInWords } from '../../core/goals/words.ts';
import type { Language } from '../../core/model.ts';
import { stepNames } from '../../core/steps/step-names.ts';
import type { StandingGoal } from '../../service/goals/read-goals.ts';
import { Icon } from './parts.tsx';
import type { View } from './view.ts';

const TITLE = { ja: '目標', en: 'Goals' } as const;
/** How a goal stands. */
export const GOAL_STATES: Readonly<Record<'ja' | 'en', Readonly<Record<GoalState, string>>>> = {
  ja: { kept: '達成中', spent: '余裕なし', missed: '未達' },
  en: { kept: 'kept', spent: 'nothing left', missed: 'missed' },
};
const LOOKS = { kept: ['ok', 'ok'], spent: ['flag', 'flag'], missed: ['breach', 'breach'] } as const;

/** The goals of a shop, each in one line of text. */
export function goalLines(shop: ShopConfig, goals: readonly StandingGoal[], language: Language): string[] {
  const names = stepNames(policiesInUse(shop), language);
  return goals.map(({ budget }) => {
    const asked = goalInWords(budget.goal, (step) => names[step], language);
    return `${asked} ${budgetInWords(budget, language)}`;
  });
}

/** The worst first. */
export const BY_BADNESS: readonly GoalState[] = ['missed', 'spent', 'kept'];

/** How the worst of them stands; null when there are none. */
export function worstGoalState(goals: readonly StandingGoal[]): GoalState | null {
  const states = goals.map(({ budget }) => goalState(budget));
  return BY_BADNESS.find((state) => states.includes(state)) ?? null;
}

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
              {GOAL_STATES[language][state]}
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
