// The three groups of a list: what is overdue, what is due today, and what is to come. Each can be folded, and says how many
// it has where that is known.

import type { Instant } from '../../../core/model.ts';
import { endOfToday } from '../../../service/board/read-open-page.ts';
import { groupBy } from '../../../service/group-by.ts';
import type { View } from '../view.ts';
import { GROUPS, type GroupKey } from './filters.ts';
import { InquiryTable, type Listed } from './table.tsx';
import { LIST_WORDS } from './words.ts';

/** How many each group has; null where that is not known. */
export type GroupCounts = Readonly<Record<GroupKey, number>> | null;

export interface GroupsProps {
  readonly view: View;
  readonly items: readonly Listed[];
  /** The moment whose today is meant: that of the first page. */
  readonly asOf: Instant;
  readonly counts: GroupCounts;
  /** Whether these are all there are of what is asked for. */
  readonly isAll: boolean;
  /** Where all of a group are. */
  readonly pathOf: (group: GroupKey) => string;
  readonly isOverShops?: boolean;
  readonly canTick?: boolean;
}

export function Groups(props: GroupsProps) {
  const { items, asOf } = props;
  const grouped = groupBy(items, ({ row, shop }) => groupOf(row, shop, asOf));
  return (
    <>
      {GROUPS.map((group) => (
        <Group {...props} group={group} members={grouped.get(group) ?? []} />
      ))}
    </>
  );
}

/** In which group an inquiry stands. */
export function groupOf(row: Listed['row'], shop: Listed['shop'], asOf: Instant): GroupKey {
  const at = row.deadlines?.at.breach ?? Number.POSITIVE_INFINITY;
  if (at <= asOf) return 'overdue';
  return at <= endOfToday(shop.timeZone, asOf) ? 'today' : 'coming';
}

interface GroupProps extends GroupsProps {
  readonly group: GroupKey;
  readonly members: readonly Listed[];
}

function Group({ view, group, members, counts, isAll, pathOf, isOverShops = false, canTick = false }: GroupProps) {
  const words = LIST_WORDS[view.language];
  const name = words.groups[group];
  const count = counts?.[group] ?? (isAll ? members.length : null);
  if (members.length === 0)
    return count === null || count === 0 ? null : (
      <p class="group-away">
        <a href={pathOf(group)}>{words.all(name, count)}</a>
      </p>
    );
  return (
    <details class={`group group-${group}`} open>
      <summary>
        <h2 id={`list-${group}`}>{count === null ? name : words.count(name, count)}</h2>
      </summary>
      <InquiryTable
        view={view}
        items={members}
        labelledBy={`list-${group}`}
        isOverShops={isOverShops}
        canTick={canTick}
      />
      {count === null || count === members.length ? null : (
        <p class="group-rest">
          <a href={pathOf(group)}>{words.all(name, count)}</a>
        </p>
      )}
    </details>
  );
}
