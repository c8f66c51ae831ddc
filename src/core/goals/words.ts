// Goals in words, as the pages, the mails and the reports say them (RULES.md 11): counts, never a rate alone.

import type { Language, Step } from '../model.ts';
import { openTimeInWords } from '../time/words.ts';
import type { Goal, GoalBudget } from './goals.ts';

const MINUTE_MS = 60_000;

/** A mean time to the minute, rounded up: it never reads as better than it is. */
const mean = (ms: number, language: Language): string =>
  openTimeInWords(Math.ceil(ms / MINUTE_MS) * MINUTE_MS, language);

/** What a goal asks for; `names`: how the shop's steps are named. `1営業日経過の前に返信 95%（30日）`, `平均返信時間 12時間以内（30日）`. */
export function goalInWords(goal: Goal, names: (step: Step) => string, language: Language): string {
  const { days } = goal;
  if ('averageMs' in goal) {
    const time = openTimeInWords(goal.averageMs, language);
    return language === 'ja'
      ? `平均返信時間 ${time}以内（${days}日）`
      : `average time to reply at most ${time} (${days} days)`;
  }
  const step = names(goal.within);
  return language === 'ja'
    ? `「${step}」の前に返信 ${goal.percent}%以上（${days}日）`
    : `${goal.percent}% answered before “${step}” (${days} days)`;
}

/** Where it stands: `30日: 40件中 遅れ1件、あと1件まで`, `30日: 返信38件の平均 9時間10分（目標 12時間以内）`. */
export function budgetInWords(budget: GoalBudget, language: Language): string {
  return 'late' in budget ? shareInWords(budget, language) : averageInWords(budget, language);
}

function shareInWords(budget: Extract<GoalBudget, { late: number }>, language: Language): string {
  const { goal, total, late, left } = budget;
  if (language === 'ja') {
    const rest = left > 0 ? `あと${left}件まで` : left === 0 ? '遅れの余裕なし' : `${-left}件超過`;
    return `${goal.days}日: ${total}件中 遅れ${late}件、${rest}`;
  }
  const rest = left > 0 ? `${left} more allowed` : left === 0 ? 'no more allowed' : `${-left} too many`;
  return `${goal.days} days: ${late} late of ${total}, ${rest}`;
}

function averageInWords(budget: Extract<GoalBudget, { answered: number }>, language: Language): string {
  const { goal, answered, meanMs } = budget;
  const wanted = openTimeInWords(goal.averageMs, language);
  if (meanMs === null)
    return language === 'ja'
      ? `${goal.days}日: 返信なし（目標 平均${wanted}以内）`
      : `${goal.days} days: nothing answered (goal: at most ${wanted} on average)`;
  const time = mean(meanMs, language);
  return language === 'ja'
    ? `${goal.days}日: 返信${answered}件の平均 ${time}（目標 ${wanted}以内）`
    : `${goal.days} days: ${time} on average of ${answered} answered (goal: at most ${wanted})`;
}
