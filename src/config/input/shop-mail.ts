// config: how a shop's owner is mailed: in which hours, whether again, and when all is answered (CONTRACT.md).

import type { SendWindow } from '../../core/steps/send-window.ts';
import { didYouMean } from '../values/did-you-mean.ts';
import { describe } from '../values/faults.ts';
import { oneOf, optional, type Reader, readMap, refuse, trueOrFalse } from '../values/readers.ts';
import { minuteRange } from './hours.ts';

export interface ShopMail {
  readonly sendWindow: SendWindow;
  readonly reminders: 'none' | 'daily';
  /** One line when all that was told is answered. */
  readonly clearNotice: boolean;
}

export const DEFAULT_WINDOW: SendWindow = { from: 9 * 60, to: 18 * 60 };
export const DEFAULT_MAIL: ShopMail = { sendWindow: DEFAULT_WINDOW, reminders: 'none', clearNotice: false };

/** Hours of a business day in which mails go out, or `always`. */
export const sendWindow: Reader<SendWindow> = (value, at) => {
  if (value === 'always') return value;
  if (typeof value === 'string' && /\d/.test(value)) return minuteRange(value, at);
  return refuse(at, describe(value), 'hours such as "09:00-18:00", or always', didYouMean(String(value), ['always']));
};

export const shopMail: Reader<ShopMail> = (value, at) => {
  const read = readMap(
    {
      sendWindow: optional(sendWindow, DEFAULT_WINDOW),
      reminders: optional(oneOf(['none', 'daily'] as const), 'none'),
      clearNotice: optional(trueOrFalse, false),
    },
    value,
    at,
  );
  if (!read) return undefined;
  const { sendWindow: window = DEFAULT_WINDOW, reminders = 'none', clearNotice = false } = read;
  return { sendWindow: window, reminders, clearNotice };
};
