// What the service has stored of events that nobody pushed: of R-Messe, and of pages.

import type { Engine } from './engine.ts';
import type { StoredRow } from './rms/deeds.ts';

const ROWS = `
  select i.external_id as number, e.id, e.type, e.at, e.message, e.more, e.source
  from event e join inquiry i on i.id = e.inquiry_id
  where e.source <> 'push' and not (i.external_id || ' ' || e.id) = any($1::text[])
  order by e.learned_at, i.id, e.at, e.id`;

/** Hands over each once: `take` is told where it came from. */
export function createLearning(engine: Engine, take: (row: StoredRow, source: string) => void): () => Promise<void> {
  const known = new Set<string>();
  let seen = engine.events();
  return async () => {
    if (engine.events() === seen) return;
    seen = engine.events();
    for (const { source, ...row } of await engine.ask<StoredRow & { readonly source: string }>(ROWS, [...known])) {
      known.add(`${row.number} ${row.id}`);
      take(row, source);
    }
  };
}
