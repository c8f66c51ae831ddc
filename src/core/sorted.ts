// Looking things up in lists that are sorted.

/** The place in the ascending list of the first that is not before the given one; its length when all are. */
export function placeIn<T extends number | string>(sorted: readonly T[], value: T): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
