// What the signs of the picture mean: only those that are in it.

import type { View } from '../../view.ts';
import type { InquiryWords } from '../words.ts';
import { INQUIRY_WORDS } from '../words.ts';
import type { PictureModel, Shape } from './picture-model.ts';
import { Sign } from './signs.tsx';

export function Legend({ view, model }: { view: View; model: PictureModel }) {
  const words = INQUIRY_WORDS[view.language].picture;
  const shapes = (Object.keys(words.shape) as Shape[]).filter((one) => model.dots.some(({ shape }) => shape === one));
  return (
    <ul class="signs" aria-label={words.legend}>
      {shapes.map((shape) => (
        <li>
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <Sign name={shape} x={0} y={0} />
          </svg>
          {words.shape[shape]}
        </li>
      ))}
      {swatches(model, words).map(([name, label]) => (
        <li>
          <svg viewBox="0 0 22 14" class="wide" aria-hidden="true">
            <rect
              class={name}
              fill={name === 'closed' ? 'url(#p-hatch)' : undefined}
              x="1"
              y="1"
              width="20"
              height="12"
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function swatches({ stretches, scale, calendarOn, inHours }: PictureModel, words: InquiryWords['picture']) {
  const has = (toCome: boolean) => stretches.some(({ level }) => (level === 'to-come') === toCome);
  const hasClosed = scale.columns.some(({ from, to }) => from === to && !calendarOn(from).isOpen(from));
  const all: readonly (readonly [string, string, boolean])[] = [
    ['bar bar-none', words.bar, has(false)],
    ['bar bar-to-come', words.toCome, has(true)],
    ['closed', words.closedDay, hasClosed],
    ['hours', words.hours, inHours],
  ];
  return all.filter(([, , isIn]) => isIn);
}
