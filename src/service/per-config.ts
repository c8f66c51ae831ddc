// What is read off a whole configuration, once: with ten thousands of shops a look at each takes longer than a tick may.

import type { Config } from '../config/load.ts';

/** `read`, done once for each configuration in force; a reload brings another one. */
export function perConfig<T>(read: (config: Config) => T): (config: Config) => T {
  const known = new WeakMap<Config, { readonly value: T }>();
  return (config) => {
    const before = known.get(config);
    if (before !== undefined) return before.value;
    const value = read(config);
    known.set(config, { value });
    return value;
  };
}
