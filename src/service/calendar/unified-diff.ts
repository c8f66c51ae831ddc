// An edit as a unified diff, for files that cannot be written where the service runs. Pure.

import type { Effect } from './preview-edit.ts';

const CONTEXT = 3;

/** The diff of one stretch of lines, with the shop's path in a config folder; ends with a line break. */
export function unifiedDiff({ edit, lines }: Pick<Effect, 'edit' | 'lines'>): string {
  const before = linesOf(edit.read.text);
  const gone = lines.filter(({ change }) => change === 'gone');
  const fresh = lines.filter(({ change }) => change === 'new');
  const head = Math.min(...lines.map(({ line }) => line)) - 1;
  const [first, tail] = [Math.max(0, head - CONTEXT), head + gone.length];
  const [above, below] = [before.slice(first, head), before.slice(tail, tail + CONTEXT)];
  const around = above.length + below.length;
  const file = `shops/${edit.shopId}.yaml`;
  return [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${first + 1},${around + gone.length} +${first + 1},${around + fresh.length} @@`,
    ...above.map((line) => ` ${line}`),
    ...gone.map(({ text }) => `-${text}`),
    ...fresh.map(({ text }) => `+${text}`),
    ...below.map((line) => ` ${line}`),
    '',
  ].join('\n');
}

/** Without the empty one after the last line break. */
function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
