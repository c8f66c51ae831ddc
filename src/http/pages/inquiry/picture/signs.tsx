// The signs of the picture, each a shape of its own around (0, 0): what differs never differs by colour alone.

import type { Step } from '../../../../core/model.ts';
import { ICONS } from '../../icons.ts';
import type { Shape } from './picture-model.ts';

const SHAPES: Readonly<Record<Shape, string>> = {
  customer_message: 'M0-6.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13Z',
  shop_reply: 'M-6-6H6V6H-6Z',
  auto_reply: 'M-6-6H6V6H-6ZM-4-4V4H4V-4Z',
  completed: 'M0-7.5L7.5 0L0 7.5L-7.5 0ZM-3.6 0L-1 2.8L3.8-2L2.7-3.1L-1 .5L-2.5-1.1Z',
  no_reply: 'M0-7.5L7.5 0L0 7.5L-7.5 0ZM-3.6-.9V.9H3.6V-.9Z',
  reopened: 'M0-7L7 6H-7ZM0-3.6L-4.2 4.3H4.2Z',
  answered_elsewhere: 'M-6-6H6V6H-6ZM-4.4-4.4L4.4 4.4V-4.4Z',
  answer_withdrawn:
    'M-6-6H6V6H-6ZM-4.6-3.2L-1.4 0L-4.6 3.2V4.6H-3.2L0 1.4L3.2 4.6H4.6V3.2L1.4 0L4.6-3.2V-4.6H3.2L0-1.4L-3.2-4.6H-4.6Z',
  promised: 'M0-7.5A7.5 7.5 0 1 0 0 7.5A7.5 7.5 0 1 0 0-7.5ZM-1-4.5H1V-.4L3.8 2.4L2.4 3.8L-1 .4Z',
  promise_withdrawn: 'M0-7.5A7.5 7.5 0 1 0 0 7.5A7.5 7.5 0 1 0 0-7.5ZM-4-1H4V1H-4Z',
  message_deleted: 'M-6-4.6L-4.6-6L0-1.4L4.6-6L6-4.6L1.4 0L6 4.6L4.6 6L0 1.4L-4.6 6L-6 4.6L-1.4 0Z',
};

const STEP_NAMES: readonly Step[] = ['flag', 'owner_alert', 'breach'];

/** Once on the page, in the picture. */
export function Signs() {
  return (
    <defs>
      <pattern id="p-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line class="hatch" x1="0" y1="0" x2="0" y2="7" />
      </pattern>
      <pattern id="p-fold" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle class="dotted" cx="3" cy="3" r="1" />
      </pattern>
      {Object.entries(SHAPES).map(([shape, d]) => (
        <path id={`p-${shape}`} d={d} fill-rule="evenodd" />
      ))}
      {STEP_NAMES.map((step) => (
        <path id={`p-${step}`} d={ICONS[step]} transform="translate(-8 -8)" fill-rule="evenodd" />
      ))}
    </defs>
  );
}

/** A sign at a place; `x` is a number of px or percent. */
export function Sign({ name, x, y, title }: { name: Shape | Step; x: string | number; y: number; title?: string }) {
  return (
    <use href={`#p-${name}`} x={x} y={y} class={`sign-${name}`}>
      {title === undefined ? null : <title>{title}</title>}
    </use>
  );
}
