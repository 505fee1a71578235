/** What the charts share: the words of the page's language and the table that says the same as the drawing. */
import { html, type TemplateResult } from 'lit';

export const inEnglish = () => document.documentElement.lang === 'en';

export interface Row {
  name: string;
  text: string;
}

/** The values of a chart as a table: for whoever does not see the drawing, or wants the numbers. */
export function valueTable(title: string, rows: readonly Row[]): TemplateResult {
  return html`<details>
    <summary>${inEnglish() ? 'As a table' : '以表格显示'}</summary>
    <div class="table-box">
      <table class="table">
        <caption class="visually-hidden">
          ${title}
        </caption>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.name}</th>
                <td class="number">${row.text}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

export const spoken = (title: string, rows: readonly Row[]) =>
  `${title}: ${rows.map((row) => `${row.name} ${row.text}`).join('; ')}`;

/** A point on a circle, clockwise from the top; `turn` is 0 … 1. */
export function onCircle(x: number, y: number, radius: number, turn: number): [number, number] {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
}

export const digits = (value: number) => Math.round(value * 100) / 100;
