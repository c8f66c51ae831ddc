// core: texts that a shop copies into its replies. What stands in braces is filled in, and none of it is personal: the customer's
// name stays out of here, as everywhere.

export interface ReplyTemplate {
  readonly name: string;
  /** Only for inquiries of this category; left out: for all. */
  readonly category?: string;
  readonly text: string;
}

export type Placeholder = 'shop' | 'department' | 'person' | 'promised';

/** How each is written, the Japanese first. */
export const PLACEHOLDERS: Readonly<Record<Placeholder, readonly [ja: string, en: string]>> = {
  shop: ['店舗', 'shop'],
  department: ['部署', 'department'],
  person: ['担当者', 'person'],
  promised: ['約束の日', 'promised'],
};

/** Full-width braces are what a Japanese keyboard gives. */
const IN_BRACES = /[{｛]([^{}｛｝\n]{0,60})[}｝]/g;

/** Which one the name in braces means; null for none. */
export function placeholderOf(name: string): Placeholder | null {
  const found = Object.entries(PLACEHOLDERS).find(([, names]) => names.includes(name.trim()));
  return found === undefined ? null : (found[0] as Placeholder);
}

/** What stands in braces in a text, each as it is written. */
export const namesInBraces = (text: string): string[] => [...text.matchAll(IN_BRACES)].map(([, name = '']) => name);

/** The text with its placeholders filled in; what is not known stays as 【name】, to be seen. */
export function fillTemplate(text: string, values: Readonly<Record<Placeholder, string | null>>): string {
  return text.replaceAll(IN_BRACES, (written, name: string) => {
    const placeholder = placeholderOf(name);
    return placeholder === null ? written : (values[placeholder] ?? `【${name.trim()}】`);
  });
}

/** The templates for an inquiry: those of its category first, then those for all. */
export function templatesFor(all: readonly ReplyTemplate[], category: string | null): ReplyTemplate[] {
  const own = all.filter((one) => one.category !== undefined && one.category === category);
  return [...own, ...all.filter((one) => one.category === undefined)];
}
