// Where to go after logging in. It comes from the address bar, and browsers read //host, /\host and tabs inside it
// as another site; so it is read the way a browser does, and only what stays here is taken.

const HERE = 'http://here.invalid';
const HOME = '/';

/** The path with its query when it is one of ours, else the page of all shops. */
export function ownPath(text: string | undefined): string {
  if (text === undefined || !text.startsWith('/') || !URL.canParse(text, HERE)) return HOME;
  const { origin, pathname, search } = new URL(text, HERE);
  // Dots may have left two slashes in front; to log in once more helps nobody.
  return origin !== HERE || pathname.startsWith('//') || /^\/log(in|out)$/.test(pathname) ? HOME : pathname + search;
}
