// The icons, as paths on a grid of 16.

export const ICONS = {
  none: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.6a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8ZM7.2 4.5v4l3 1.8.8-1.3-2.2-1.3V4.5Z',
  flag: 'M3 1h1.6v.9C6.3 1 8 1.2 9.5 1.9c1.4.6 2.6.6 4-.2v7.4c-1.5.9-3 1-4.6.3-1.5-.7-2.8-.7-4.3.2V15H3Z',
  owner_alert: 'M1 3h14v10H1Zm1.6 1.7v6.7h10.8V4.7L8 9.1Zm1 0L8 7.2l4.4-2.9Z',
  breach: 'M5 1h6l4 4v6l-4 4H5l-4-4V5Zm2.1 3v5h1.8V4Zm0 6.2V12h1.8v-1.8Z',
  unknown: 'M8 1 15.5 14.5H.5Zm-.9 5v4.3h1.8V6Zm0 5.3V13h1.8v-1.7Z',
  ok: 'M6.3 12.9 1.6 8.2l1.3-1.3 3.4 3.4 6.8-6.8 1.3 1.3Z',
  pushed: 'M7.2 1h1.6v7.3l2.6-2.6 1.1 1.1L8 11.3 3.5 6.8l1.1-1.1 2.6 2.6ZM2 13.4h12V15H2Z',
} as const;

export const FLAG_PATH = ICONS.flag;

export type IconName = keyof typeof ICONS;
