/** Amounts side by side; a table with bars, so that it is read as one. */
import { html, svg, type TemplateResult } from 'lit';
import { digits } from './chart';

export interface Bar {
  name: string | TemplateResult;
  value: number;
  /** Where its bar ends; usually the largest value. */
  full?: number;
  /** Instead of the value. */
  text?: string;
  tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad';
}

export function bars(given: { title: string; rows: readonly Bar[] }): TemplateResult {
  const most = Math.max(...given.rows.map((row) => row.value), 0);
  const share = (row: Bar) => {
    const full = row.full ?? most;
    return full > 0 ? digits((Math.min(Math.max(row.value, 0), full) / full) * 100) : 0;
  };
  return html`<table class="bars">
    <caption>
      ${given.title}
    </caption>
    <tbody>
      ${given.rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.name}</th>
            <td>
              <svg aria-hidden="true">
                ${svg`<rect class="track" width="100%" height="10" rx="2" /><rect class="bar ${row.tone ?? 'plain'}" width="${share(row)}%" height="10" rx="2" />`}
              </svg>
            </td>
            <td class="number">${row.text ?? digits(row.value)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
