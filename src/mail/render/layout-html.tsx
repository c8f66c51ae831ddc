// The HTML half of a mail: one column, inline styles, no images; hono/jsx escapes every value.
// Mail programs drop style sheets, so dark mode works by not setting page colours; what sets a background sets its text too.
import type { Child } from 'hono/jsx';
import type { Cell, Entry, Group, MailDocument, MailLink, Tone } from './entries/mail-document.ts';

const FONT = "font-family:-apple-system,'Hiragino Sans','Noto Sans JP','Yu Gothic UI',Meiryo,'Segoe UI',sans-serif";
const BREAK = 'overflow-wrap:anywhere;word-break:normal';
// Breaks at spaces only, so that a date stays whole on a phone: 11/20(金) | 10:12.
const KEEP = 'overflow-wrap:normal;word-break:keep-all';
// The same where a text may be longer than a line: 2営業日目 stays whole, and nothing is cut.
const KEEP_LONG = 'overflow-wrap:anywhere;word-break:keep-all';
const RULE = 'border-bottom:1px solid #888888';
const BADGES: Readonly<Record<Tone, string | null>> = {
  overdue: 'background:#b3261e;color:#ffffff',
  today: 'background:#ffd766;color:#3b2a00',
  calm: null,
};

/** The document as one HTML page. */
export function layoutHtml(document: MailDocument): string {
  return `<!DOCTYPE html>\n${(<Page document={document} />).toString()}\n`;
}

function Page({ document }: { document: MailDocument }) {
  const [headline, ...lead] = document.lead;
  return (
    <html lang={document.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{document.subject}</title>
      </head>
      <body style={`margin:0;padding:0;color-scheme:light dark;${FONT};font-size:15px;line-height:1.6`}>
        <div style={`max-width:640px;margin:0 auto;padding:16px;${BREAK}`}>
          {document.salutation === null ? null : <Line>{document.salutation}</Line>}
          <h1 style="font-size:18px;line-height:1.45;margin:0 0 8px">{headline}</h1>
          {lead.map((line) => (
            <Line>{line}</Line>
          ))}
          {document.action === null ? null : <Action link={document.action} />}
          {document.groups.map((group) => (
            <GroupTable group={group} />
          ))}
          {document.remainder === null ? null : <Line>{document.remainder}</Line>}
          <Receipts document={document} />
          <div style="margin-top:24px;padding-top:12px;border-top:1px solid #888888;font-size:13px">
            {document.footer.map((line) => (
              <p style="margin:0 0 4px">{line}</p>
            ))}
          </div>
        </div>
      </body>
    </html>
  );
}

function Line({ children }: { children?: Child }) {
  return <p style="margin:0 0 8px">{children}</p>;
}

function Action({ link }: { link: MailLink }) {
  const button = 'display:inline-block;padding:10px 16px;border-radius:6px;background:#0b57d0;color:#ffffff';
  return (
    <p style="margin:16px 0">
      <a href={link.url} style={`${button};text-decoration:none;font-weight:bold`}>
        {link.label}
      </a>
    </p>
  );
}

function GroupTable({ group }: { group: Group }) {
  return (
    <div style="margin-top:16px">
      {group.heading === null ? null : <h2 style="font-size:16px;line-height:1.45;margin:0 0 4px">{group.heading}</h2>}
      {group.remarks.map((remark) => (
        <p style="margin:0 0 4px;font-size:14px">{remark}</p>
      ))}
      {group.entries.length === 0 ? null : <Table group={group} />}
      {group.more === null ? null : <p style="margin:8px 0;font-weight:bold">{group.more}</p>}
    </div>
  );
}

function Table({ group }: { group: Group }) {
  return (
    <table style={`width:100%;border-collapse:collapse;font-size:14px;line-height:1.4;${KEEP}`}>
      <caption style="text-align:left;padding:0 0 4px;font-size:13px">{group.caption}</caption>
      <thead>
        <tr style={`font-size:12px;${headings(group)};border-bottom:2px solid #888888`}>
          {group.columns.map((column, index) => (
            <th scope="col" align="left" style={`padding:4px ${index === group.columns.length - 1 ? 0 : 8}px 4px 0`}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {group.entries.map((entry) => (
          <Row entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

/** Headings of many columns break, so that a phone shows them all. */
const headings = ({ columns }: Group): string =>
  columns.length > 4 ? 'overflow-wrap:normal;word-break:normal;vertical-align:bottom' : 'white-space:nowrap';

function Row({ entry }: { entry: Entry }) {
  const link = entry.links[0];
  return (
    <tr style={`vertical-align:top;${RULE}`}>
      <th scope="row" align="left" style={`font-weight:normal;padding:8px 8px 8px 0;${BREAK}`}>
        <b style={entry.title.length > 8 ? '' : 'white-space:nowrap'}>
          {link === undefined ? entry.title : <a href={link.url}>{entry.title}</a>}
        </b>
        {entry.kind === null ? null : <div style="font-size:12px">{entry.kind}</div>}
      </th>
      {entry.cells.map((cell, index) => (
        <td style={`padding:8px ${index === entry.cells.length - 1 ? 0 : 8}px 8px 0${cell.prose ? `;${BREAK}` : ''}`}>
          <Value cell={cell} />
        </td>
      ))}
    </tr>
  );
}

function Value({ cell }: { cell: Cell }) {
  const badge = BADGES[cell.tone];
  if (badge === null) return <>{cell.value}</>;
  const style = `display:inline-block;padding:1px 6px;border-radius:4px;font-weight:bold;${badge}`;
  return <span style={style}>{cell.value}</span>;
}

function Receipts({ document }: { document: MailDocument }) {
  const entries = document.groups
    .flatMap((group) => group.entries)
    .filter((entry) => entry.notes.length + entry.chain.length > 0);
  if (entries.length === 0) return null;
  return (
    <div style="margin-top:24px;font-size:13px;line-height:1.5">
      <h2 style="font-size:15px;line-height:1.45;margin:0 0 8px">{document.receiptsHeading}</h2>
      {entries.map((entry) => (
        <Receipt entry={entry} />
      ))}
    </div>
  );
}

function Receipt({ entry }: { entry: Entry }) {
  return (
    <p style={`margin:0 0 16px;${KEEP_LONG}`}>
      <b>{[entry.title, entry.kind ?? ''].join(' ')}</b>
      {[...entry.notes, ...flowing(entry.chain)].map((line) => (
        <>
          <br />
          {line}
        </>
      ))}
      {entry.links.map((link) => (
        <>
          <br />
          <a href={link.url}>{link.label}</a>
        </>
      ))}
    </p>
  );
}

/** The receipt's lines, wrapped for plain text, as flowing text that breaks between its parts only. */
function flowing(chain: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of chain) {
    const last = joined.at(-1) ?? '';
    if (/[→・;]$/u.test(last)) joined[joined.length - 1] = `${last}${last.endsWith('・') ? '' : ' '}${line}`;
    else joined.push(line);
  }
  return joined.map((line) => line.replaceAll(/ (?=.)/gu, (_, at: number) => (breaksAt(line, at) ? ' ' : NO_BREAK)));
}

const NO_BREAK = '\u00a0';
const breaksAt = (line: string, space: number): boolean => line[space - 1] === '→' || line[space - 1] === ';';
