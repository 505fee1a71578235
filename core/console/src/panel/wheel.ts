/** A few things that belong together, each done or not: a sector each, told by a mark and not by colour alone. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { digits, inEnglish, onCircle, spoken, valueTable } from './chart';

export interface WheelPart {
  name: string;
  state: 'done' | 'missing' | 'exempt';
}

const size = 240;
const middle = size / 2;
const outer = 112;
const inner = 44;
/** Between two sectors, as a share of the circle. */
const gap = 0.006;

function sector(from: number, until: number): string {
  const spot = (radius: number, turn: number) => onCircle(middle, middle, radius, turn).map(digits).join(' ');
  const large = until - from > 0.5 ? 1 : 0;
  return [
    `M ${spot(outer, from)}`,
    `A ${outer} ${outer} 0 ${large} 1 ${spot(outer, until)}`,
    `L ${spot(inner, until)}`,
    `A ${inner} ${inner} 0 ${large} 0 ${spot(inner, from)}`,
    'Z',
  ].join(' ');
}

const marks = { done: '✓', missing: '–', exempt: '○' };

function words(state: WheelPart['state']): string {
  const english = { done: 'done', missing: 'missing', exempt: 'exempt' };
  const chinese = { done: '已完成', missing: '未完成', exempt: '免做' };
  return (inEnglish() ? english : chinese)[state];
}

/** `centre` stands in the middle, "3/4" say. `table: false` where the same is told beside it anyway. */
export function wheel(given: {
  title: string;
  parts: readonly WheelPart[];
  centre?: string;
  table?: boolean;
}): TemplateResult {
  const { title, parts } = given;
  const share = 1 / Math.max(parts.length, 1);
  const rows = parts.map((part) => ({ name: part.name, text: words(part.state) }));
  return html`<figure class="chart wheel">
    <svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${spoken(title, rows)}>
      ${parts.map((part, index) => {
        const [x, y] = onCircle(middle, middle, (outer + inner) / 2, (index + 0.5) * share);
        return svg`<path class="part ${part.state}" d=${sector(index * share + gap, (index + 1) * share - gap)} />
          <text x=${digits(x)} y=${digits(y - 4)} text-anchor="middle">${part.name}</text>
          <text class="mark" x=${digits(x)} y=${digits(y + 15)} text-anchor="middle">${marks[part.state]}</text>`;
      })}
      ${given.centre ? svg`<text class="centre" x=${middle} y=${middle + 8} text-anchor="middle">${given.centre}</text>` : nothing}
    </svg>
    ${given.table === false ? nothing : valueTable(title, rows)}
  </figure>`;
}
