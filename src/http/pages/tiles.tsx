// The counts large, for one shop or all: the nested steps, and what is due today.

import type { ByStep } from '../../core/model.ts';
import { headed, Icon } from './parts.tsx';
import type { View } from './view.ts';

/** Each count, the colour it wears, and its words. */
const TILES = [
  ['unanswered', 'none'],
  ['flagged', 'flag'],
  ['ownerAlertDue', 'owner_alert'],
  ['breached', 'breach'],
  ['dueToday', 'today'],
] as const;

export type TileKey = (typeof TILES)[number][0];

/** What the counts are called, the steps in the words of the policies counted. */
export function countNames({ words }: View, names: ByStep<string>) {
  const { flag, owner_alert, breach } = names;
  const [flagged, ownerAlertDue, breached] = [headed(flag), headed(owner_alert), headed(breach)];
  return { unanswered: words.counts.unanswered, flagged, ownerAlertDue, breached };
}

export interface TilesProps {
  readonly view: View;
  readonly numbers: Readonly<Record<TileKey, number>>;
  /** What the tiles of the steps say, in the words of the policies counted. */
  readonly names: ByStep<string>;
  /** What the fifth tile says. */
  readonly dueToday: string;
  /** What is said after each number while it may be more: null when all is known. */
  readonly unknown: string | null;
  /** Where a tile leads; left out: nowhere. */
  readonly hrefOf?: (key: TileKey) => string;
  /** The tile whose list is shown. */
  readonly current?: TileKey | null;
}

export function Tiles({ view, numbers, names, dueToday, unknown, hrefOf, current = null }: TilesProps) {
  const said = { ...countNames(view, names), dueToday };
  return (
    <ul class="tiles">
      {TILES.map(([key, level]) => {
        const body = (
          <>
            <span class="what">
              <Icon name={level} />
              {said[key]}
            </span>
            <span class="large">{numbers[key]}</span>
            {unknown === null ? null : <span class="and-unknown">{unknown}</span>}
          </>
        );
        const look = `tile level-${level}${numbers[key] === 0 ? ' zero' : ''}`;
        return (
          <li>
            {hrefOf === undefined ? (
              <div class={look}>{body}</div>
            ) : (
              <a class={look} href={hrefOf(key)} aria-current={key === current ? 'true' : undefined}>
                {body}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
