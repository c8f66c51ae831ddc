// The goals of all shops as they stand now: how many each group keeps, and those of the shops of this page.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { goalState } from '../../../core/goals/goals.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import { groupBy } from '../../../service/group-by.ts';
import { BY_BADNESS, GOAL_STATES, GoalList } from '../goals.tsx';
import { href, shopPath, type View } from '../view.ts';
import { REPORT_WORDS } from './words.ts';

export interface GoalsOfShop {
  readonly shop: ShopConfig;
  readonly goals: readonly StandingGoal[];
}

interface GoalTablesProps {
  readonly view: View;
  /** The shops of this page. */
  readonly shown: readonly string[];
  readonly goals: ReadonlyMap<string, GoalsOfShop>;
}

export function GoalTables({ view, shown, goals }: GoalTablesProps) {
  if (goals.size === 0) return null;
  const own = REPORT_WORDS[view.language].goals;
  const ofPage = shown.flatMap((shop) => goals.get(shop) ?? []);
  return (
    <section class="goal-part">
      <h2>{own.title}</h2>
      <p class="soft lead">{own.lead}</p>
      <GroupTable view={view} all={[...goals.values()]} />
      {ofPage.length === 0 ? null : (
        <div class="card scroll">
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{REPORT_WORDS[view.language].all.shop}</th>
                <th scope="col">{own.title}</th>
              </tr>
            </thead>
            <tbody>
              {ofPage.map((one) => (
                <tr>
                  <th scope="row">
                    <a href={href(view, shopPath(one.shop.id))}>{one.shop.name}</a>
                  </th>
                  <td>
                    <GoalList view={view} {...one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Groups by name, shops without one after them, all together last. */
function GroupTable({ view, all }: { view: View; all: readonly GoalsOfShop[] }) {
  const own = REPORT_WORDS[view.language].goals;
  const groups = groupBy(all, ({ shop }) => shop.group ?? '');
  const named = [...groups].filter(([name]) => name !== '').sort(([a], [b]) => (a < b ? -1 : 1));
  const others = groups.get('');
  const rows = [
    ...named,
    ...(named.length > 0 && others !== undefined ? [[own.noGroup, others] as const] : []),
    [own.all, all] as const,
  ];
  const head = [own.shops, own.count, ...BY_BADNESS.map((state) => GOAL_STATES[view.language][state])];
  return (
    <div class="card scroll">
      <table class="cards">
        <caption class="unseen">{own.groups}</caption>
        <thead>
          <tr>
            <th scope="col">{own.group}</th>
            {head.map((name) => (
              <th scope="col" class="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, shops]) => (
            <tr>
              <th scope="row">{name}</th>
              {figuresOf(shops).map((value, i) => (
                <td class="figure" data-label={head[i]}>
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

function figuresOf(shops: readonly GoalsOfShop[]): number[] {
  const states = shops.flatMap(({ goals }) => goals.map(({ budget }) => goalState(budget)));
  return [shops.length, states.length, ...BY_BADNESS.map((state) => states.filter((one) => one === state).length)];
}
