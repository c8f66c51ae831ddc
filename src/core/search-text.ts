// What a search compares: widths of kana and letters, and upper or lower case, are all the same.

/** The text as a search sees it: NFKC makes half-width kana and full-width letters the usual ones. */
export const searchText = (text: string): string => text.normalize('NFKC').toLowerCase();
