/** Several dimensions at a glance: how far each reaches of what it could be. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { digits, onCircle, spoken, valueTable } from './chart';

export interface Axis {
  name: string;
  value: number;
  /** What the rim stands for. */
  full: number;
  /** Instead of "value / full". */
  text?: string;
}

const width = 400;
const height = 300;
const centre: [number, number] = [width / 2, height / 2];
const radius = 100;

const points = (list: [number, number][]) => list.map(([x, y]) => `${digits(x)},${digits(y)}`).join(' ');

/** A long name in two lines: at the space nearest its middle, or, without any, in the middle. */
export function linesOf(name: string): string[] {
  const wide = [...name].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 2 : 1), 0);
  if (wide <= 13) return [name];
  const middle = name.length / 2;
  const spaces = [...name.matchAll(/ /g)].map((found) => found.index);
  const cut = spaces.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0] ?? Math.ceil(middle);
  return [name.slice(0, cut), name.slice(cut).trim()];
}

function anchorOf(x: number): string {
  if (Math.abs(x - centre[0]) < 8) return 'middle';
  return x > centre[0] ? 'start' : 'end';
}

/** `table: false` where the same numbers stand beside it anyway. */
export function radar(given: { title: string; axes: readonly Axis[]; table?: boolean }): TemplateResult {
  const { title, axes } = given;
  const count = Math.max(axes.length, 3);
  const at = (index: number, share: number) => onCircle(...centre, radius * share, index / count);
  const share = (axis: Axis) => (axis.full > 0 ? Math.min(Math.max(axis.value / axis.full, 0), 1) : 0);
  const rows = axes.map((axis) => ({
    name: axis.name,
    text: axis.text ?? `${digits(axis.value)} / ${digits(axis.full)}`,
  }));
  const rim = (reach: number) => points(Array.from({ length: count }, (_, index) => at(index, reach)));
  return html`<figure class="chart radar">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${spoken(title, rows)}>
      ${[0.25, 0.5, 0.75, 1].map((reach) => svg`<polygon class="web" points=${rim(reach)} />`)}
      ${axes.map((_, index) => {
        const [x, y] = at(index, 1);
        return svg`<line class="web" x1=${centre[0]} y1=${centre[1]} x2=${digits(x)} y2=${digits(y)} />`;
      })}
      <polygon class="shape" points=${points(axes.map((axis, index) => at(index, share(axis))))} />
      ${axes.map((axis, index) => {
        const [x, y] = at(index, share(axis));
        const [nameX, nameY] = at(index, 1.14);
        // In the middle there is room to both sides.
        const name = anchorOf(nameX) === 'middle' ? [axis.name] : linesOf(axis.name);
        const lines = [...name, rows[index]!.text];
        // Above the rim the last line is nearest to it, below it the first.
        const first =
          nameY > centre[1] + 8 ? 10 : nameY < centre[1] - radius ? -16 * (lines.length - 1) : -8 * (lines.length - 2);
        return svg`<circle class="point" cx=${digits(x)} cy=${digits(y)} r="3.5" />
          ${lines.map(
            (line, row) =>
              svg`<text class=${row === lines.length - 1 ? 'soft number' : ''} x=${digits(nameX)} y=${digits(nameY + first + 16 * row)}
                text-anchor=${anchorOf(nameX)}>${line}</text>`,
          )}`;
      })}
    </svg>
    ${given.table === false ? nothing : valueTable(title, rows)}
  </figure>`;
}
