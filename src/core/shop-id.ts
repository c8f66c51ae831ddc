// What a shop's id is: the name of its file without the ending (CONTRACT.md "Files that admins edit").

export const SHOP_ID = /^[a-z0-9-]{1,64}$/;

/** The shop of the canary (service/canary-shop.ts): no file can have this id. */
export const CANARY = '.canary';

const ENDING = '.yaml';

/** The shop whose file has this name, without a folder; null for a name that is no shop's. */
export function shopOfFile(name: string): string | null {
  const id = name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : '';
  return SHOP_ID.test(id) ? id : null;
}
