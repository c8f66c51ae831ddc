// The inquiries on a list's page, and on all its pages.

export const numbersOn = (html: string): string[] =>
  [...html.matchAll(/<a class="number"[^>]*>([^<]+)</g)].map(([, n]) => n!);

/** Where a page leads on to, whatever the link says; undefined on the last one. */
function nextOf(html: string): string | undefined {
  const found = /href="([^"]+)">(?:次のページ|続きを探す|さらに前を探す)/.exec(html)?.[1];
  return found && decodeURI(found.replaceAll('&amp;', '&'));
}

/** The numbers of all pages from there; `open` gets addresses as a person reads them. */
export async function listedFrom(open: (path: string) => Promise<string>, path: string): Promise<string[]> {
  const seen: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const html: string = await open(next);
    seen.push(...numbersOn(html));
    next = nextOf(html);
  }
  return seen;
}
