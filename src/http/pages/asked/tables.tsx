// The tables of what customers ask. On a phone each row is a card.

import type { AskedMonth } from '../../../service/reports/read-asked.ts';
import { changeInWords } from '../reports/shown.ts';
import type { View } from '../view.ts';
import { exchangesInWords, Item, shareInWords } from './item.tsx';
import { ASKED_WORDS } from './words.ts';

/** Rows of a table on the page; all of them are in the CSV. */
const SHOWN = 50;

export function AskedTable({ view, rows }: { view: View; rows: AskedMonth['rows'] }) {
  const own = ASKED_WORDS[view.language].table;
  return (
    <section>
      <h2>{own.title}</h2>
      <div class="card scroll">
        <table class="cards">
          <caption class="soft">{own.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{own.item}</th>
              <th scope="col">{own.category}</th>
              <FigureHeads view={view} />
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <tr>
                <th scope="row">
                  <Item view={view} about={row} />
                </th>
                <td data-label={own.category}>{row.category ?? own.noCategory}</td>
                <Figures view={view} row={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN ? <p class="soft lead">{own.more(rows.length - SHOWN)}</p> : null}
    </section>
  );
}

export function CategoryTable({ view, categories }: { view: View; categories: AskedMonth['categories'] }) {
  const { table: own, categories: title } = ASKED_WORDS[view.language];
  return (
    <section>
      <h2>{title}</h2>
      <div class="card scroll">
        <table class="cards">
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{own.category}</th>
              <FigureHeads view={view} />
            </tr>
          </thead>
          <tbody>
            {categories.slice(0, SHOWN).map((row) => (
              <tr>
                <th scope="row">{row.category ?? own.noCategory}</th>
                <Figures view={view} row={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {categories.length > SHOWN ? <p class="soft lead">{own.more(categories.length - SHOWN)}</p> : null}
    </section>
  );
}

const headsOf = ({ language }: View): string[] => {
  const own = ASKED_WORDS[language].table;
  return [own.now, own.before, own.change, own.exchanges, own.once];
};

function FigureHeads({ view }: { view: View }) {
  return (
    <>
      {headsOf(view).map((head) => (
        <th scope="col" class="figure">
          {head}
        </th>
      ))}
    </>
  );
}

function Figures({ view, row }: { view: View; row: AskedMonth['categories'][number] }) {
  const heads = headsOf(view);
  const values = [
    String(row.inquiries),
    String(row.before),
    changeInWords(row.inquiries - row.before),
    exchangesInWords(view, row),
    shareInWords(view, row.answeredOnce, row.answered),
  ];
  return (
    <>
      {values.map((value, i) => (
        <td class="figure" data-label={heads[i]}>
          {value}
        </td>
      ))}
    </>
  );
}
