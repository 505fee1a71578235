// @ts-check
/**
 * One organisation's sheet: the standard's tree with the three stages side by side, as the method's own `explain` counts it, and
 * under each item what was entered, with its evidence and notes, and a form for whoever has to enter now.
 */
import { Panel, bars, define, html, nothing, sheet } from '/panel/1.js';
import { detail } from './item.js';
import { style } from './style.js';
import { words } from './words.js';

const outcomes = { met: 'good', basically_met: 'warn', not_met: 'bad' };
const categories = { ideology: 'ideology', organisation: 'organisational', style: 'style', institution: 'institution' };

export class Sheet extends Panel {
  static watches = [
    'assessment.campaign',
    'assessment.sheet',
    'assessment.self_score',
    'assessment.score',
    'assessment.result',
    'assessment.visit',
  ];
  static styles = [sheet, style];
  static properties = { folded: { state: true }, opened: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.told = null;
    /** @type {any} */
    this.sheet = null;
    /** @type {any} */
    this.campaign = null;
    this.items = new Map();
    this.selfScores = new Map();
    this.scores = [];
    this.visits = [];
    /** @type {ReadonlySet<string>} */
    this.folded = new Set();
    /** @type {string} */
    this.opened = '';
    this.saved = '';
  }

  concerns(change) {
    return change.record !== 'assessment.sheet' || change.id === this.subject?.id;
  }

  async refresh() {
    const id = this.subject?.id ?? 0;
    this.sheet = await this.record('assessment.sheet', id);
    const of = { campaign: this.sheet.campaign, organisation: this.sheet.organisation };
    const [campaign, told, items, selfScores, scores, visits] = await Promise.all([
      this.record('assessment.campaign', this.sheet.campaign),
      this.run('assessment', 'explain', { sheet: id, organisation: this.sheet.organisation }),
      this.records('assessment.item', { standard: this.sheet.standard }),
      this.records('assessment.self_score', { sheet: id }),
      this.records('assessment.score', { sheet: id, withdrawn: false, sort: 'stage,occasion' }),
      this.records('assessment.visit', { ...of, sort: 'stage,occasion' }),
    ]);
    this.campaign = campaign;
    this.told = told;
    this.items = new Map(items.items.map((each) => [each.code, each]));
    this.selfScores = new Map(selfScores.items.map((each) => [each.item_code, each]));
    this.scores = scores.items;
    this.visits = visits.items;
  }

  render() {
    return html`<div class="stack">${this.head()} ${this.tree()} ${this.walks()}</div>`;
  }

  head() {
    const told = this.told;
    const name = (field, value) => this.optionName('assessment.result', field, value);
    const objects = this.type('assessment.objection')?.may.create && this.campaign.state === 'publicity';
    return html`<div class="columns">
      <div>
        <p class="row">
          <strong class="total">${told.total}</strong>
          ${
            told.outcome
              ? html`<span class="badge ${outcomes[told.outcome] ?? ''}">${name('outcome', told.outcome)}</span>`
              : nothing
          }
          ${told.grade ? html`<span class="badge">${name('grade', told.grade)}</span>` : nothing}
          ${told.rank ? html`<span class="soft">${this.say(words.rank)} ${told.rank}</span>` : nothing}
        </p>
        <p>
          <span class="badge ${told.issued ? 'good' : 'info'}"
            >${this.say(told.issued ? words.issued : words.provisional)}</span
          >
          <span class="soft">${this.say(words.self)} ${told.self_total}</span>
          ${told.basis && told.basis !== 'threshold' ? html`<span class="badge bad">${name('basis', told.basis)}</span>` : nothing}
        </p>
        ${this.unfilled()}
        ${
          objects
            ? html`<a
                class="button small"
                href="${this.address('assessment.objection')}/new?campaign=${this.sheet.campaign}&organisation=${
                  this.sheet.organisation
                }"
                >${this.say(words.object)}</a
              >`
            : nothing
        }
      </div>
      ${bars({
        title: this.say(words.categories),
        rows: [
          ...Object.entries(categories).map(([category, field]) => ({
            name: this.optionName('assessment.item', 'category', category),
            value: Number(told[field]),
            full: this.fullOf(category),
            text: `${told[field]} / ${this.fullOf(category)}`,
            tone: /** @type {const} */ ('accent'),
          })),
          {
            name: this.fieldName('assessment.result', 'bonus'),
            value: Number(told.bonus),
            text: told.bonus,
            tone: 'good',
          },
          {
            name: this.fieldName('assessment.result', 'penalty'),
            value: Number(told.penalty),
            text: told.penalty,
            tone: 'bad',
          },
        ],
      })}
    </div>`;
  }

  /** What the standard gives a kind of building: its topmost headings. */
  fullOf(category) {
    const top = this.told.rows.filter((row) => !row.parent && row.part === 'base' && row.category === category);
    return top.reduce((sum, row) => sum + row.standard, 0);
  }

  /** While the self-check is open: what is still missing, as steps to take. */
  unfilled() {
    if (!this.fillsIn()) return nothing;
    const open = this.told.rows.filter((row) => this.takes(row, 'self_check') && !this.selfScores.has(row.item));
    if (!open.length) return nothing;
    return html`<p>
      ${this.say(words.unscored)}
      ${this.label(open.length)}${open
        .slice(0, 12)
        .map(
          (row) =>
            html`<button class="button quiet small" type="button" @click=${() => this.show(row.item, true)}>
              ${row.item}
            </button>`,
        )}
    </p>`;
  }

  /** Whether this is the time to enter it; what the method refuses nevertheless it says. */
  fillsIn() {
    const open = this.campaign.state === 'self_check' && ['open', 'returned'].includes(this.sheet.state);
    return open && !!this.type('assessment.self_score')?.may.create;
  }

  scoresNow() {
    const open = this.campaign.state === 'review' && !['reviewed', 'excluded'].includes(this.sheet.state);
    return open && !!this.type('assessment.score')?.may.create;
  }

  takes(row, stage) {
    return row.kind !== 'heading' && (this.items.get(row.item)?.stages ?? []).includes(stage);
  }

  /** Opens an item, or closes it; `fill` goes to its first input. */
  show(code, fill = false) {
    this.opened = this.opened === code ? '' : code;
    this.saved = '';
    const unfolded = new Set(this.folded);
    for (let row = this.rowOf(code); row?.parent; row = this.rowOf(row.parent)) unfolded.delete(row.parent);
    this.folded = unfolded;
    if (!fill) return;
    void this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('form input, form textarea'))?.focus(),
    );
  }

  rowOf(code) {
    return this.told.rows.find((row) => row.item === code);
  }

  depthOf(row) {
    let depth = 0;
    for (let up = row; up?.parent && depth < 3; up = this.rowOf(up.parent)) depth += 1;
    return depth;
  }

  isHidden(row) {
    for (let up = row; up?.parent; up = this.rowOf(up.parent)) if (this.folded.has(up.parent)) return true;
    return false;
  }

  fold(code) {
    const folded = new Set(this.folded);
    if (!folded.delete(code)) folded.add(code);
    this.folded = folded;
  }

  tree() {
    const { rows, columns } = this.told;
    const headings = rows.filter((row) => row.kind === 'heading').map((row) => row.item);
    const shown = columns.filter((column) => column.id !== 'item' && column.id !== 'name');
    return html`<section>
      <div class="row spread">
        <h3>${this.say(words.table)}</h3>
        ${
          headings.length
            ? html`<button
                class="button quiet small"
                type="button"
                @click=${() => (this.folded = this.folded.size ? new Set() : new Set(headings))}
              >
                ${this.say(this.folded.size ? words.unfoldAll : words.foldAll)}
              </button>`
            : nothing
        }
      </div>
      <div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.table)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${this.fieldName('assessment.score', 'item')}</th>
              ${shown.map((column) => html`<th scope="col" class="number ${column.id}">${this.say(column)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.filter((row) => !this.isHidden(row)).map((row) => this.row(row, shown))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  row(row, shown) {
    const heading = row.kind === 'heading';
    const open = heading ? !this.folded.has(row.item) : this.opened === row.item;
    const name = (this.language === 'en' && row.name_en) || row.name;
    return html`<tr class=${heading ? 'heading' : ''}>
        <th scope="row" class="depth-${this.depthOf(row)}">
          <button
            class="fold"
            type="button"
            aria-expanded=${open ? 'true' : 'false'}
            @click=${() => (heading ? this.fold(row.item) : this.show(row.item))}
          >
            <span aria-hidden="true">${open ? '▾' : '▸'}</span> ${row.item} ${name}
          </button>
          ${
            row.part === 'base' || heading
              ? nothing
              : html`<span class="badge">${this.optionName('assessment.item', 'part', row.part)}</span>`
          }
        </th>
        ${shown.map((column) => html`<td class="number ${column.id}">${this.cell(row, column.id)}</td>`)}
      </tr>
      ${
        !heading && open
          ? html`<tr class="detail">
              <td colspan=${shown.length + 1}><div class="beneath">${detail(this, row)}</div></td>
            </tr>`
          : nothing
      }`;
  }

  cell(row, column) {
    if (row.kind === 'heading' && column !== 'standard') return column === 'points' && row.scored ? row.points : '';
    if (column === 'points' && !row.scored) return '–';
    const value = row[column];
    return value === null || value === undefined ? '' : value;
  }

  walks() {
    if (!this.visits.length) return nothing;
    const said = ['heard', 'inspected', 'appraised', 'deliberated'];
    return html`<section>
      <h3>${this.say(words.visits)}</h3>
      <ul>
        ${this.visits.map(
          (visit) =>
            html`<li>
              <a href=${this.address('assessment.visit', visit.id)}
                >${this.optionName('assessment.visit', 'stage', visit.stage)} ${visit.occasion ?? ''}</a
              >
              ${this.date(visit.visited_on ?? visit.planned_on)} ${this.stateName('assessment.visit', visit.state)}
              ${said
                .filter((field) => visit[field])
                .map(
                  (field) =>
                    html`<div class="soft">
                      ${this.label(this.fieldName('assessment.visit', field))}${visit[field]}
                    </div>`,
                )}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}

define('liufa-assessment-sheet', Sheet);
