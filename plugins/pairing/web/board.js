// @ts-check
/** Who is paired with whom: organs on the left, villages on the right, the principle between them; and the matching. */
import { Panel, css, define, html, nothing, repeat, sheet } from '/panel/1.js';

const words = {
  board: { zh: '结对看板', en: 'Board of pairs' },
  urban: { zh: '机关', en: 'Urban side' },
  between: { zh: '结对', en: 'Pair' },
  rural: { zh: '农村', en: 'Rural side' },
  seek: { zh: '查找组织', en: 'Find an organisation' },
  principle: { zh: '结对依据', en: 'Basis' },
  all: { zh: '全部', en: 'All' },
  unpaired: { zh: '未结对', en: 'Without a partner' },
  noPairs: { zh: '没有符合条件的结对。', en: 'No pairs of this kind.' },
  proposals: { zh: '拟结对，待确认', en: 'Proposed, to be confirmed' },
  confirm: { zh: '确认所选', en: 'Confirm the selected' },
  confirmed: { zh: '已确认', en: 'Confirmed' },
  refused: { zh: '未能确认', en: 'Not confirmed' },
  every: { zh: '全选', en: 'Select all' },
  none: { zh: '类别未填', en: 'Not told' },
  whole: { zh: '显示全部', en: 'Show all' },
};

const open = 'proposed,returned,active';
const few = 20;
const badge = { proposed: 'warn', returned: 'bad', active: 'good' };
const bases = ['public_order', 'economic', 'party_mass', 'district', 'agreement'];

class Board extends Panel {
  static watches = ['pairing.pair'];
  static styles = [
    sheet,
    css`
      select.input,
      input.seek {
        width: auto;
        max-width: 100%;
      }
      table.board {
        table-layout: fixed;
      }
      .board td,
      .board th {
        padding: 6px 10px;
        vertical-align: top;
        overflow-wrap: anywhere;
        white-space: normal;
      }
      .board td:nth-child(2),
      .board th:nth-child(2) {
        width: 30%;
        text-align: center;
      }
      .board td:last-child,
      .board th:last-child {
        text-align: right;
      }
      .sides {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-4);
      }
      .sides ul {
        margin: 4px 0;
        padding-left: 18px;
      }
      summary {
        cursor: pointer;
      }
      .proposal {
        display: flex;
        gap: 8px;
        padding: 6px 0;
        border-bottom: 1px solid var(--line);
      }
      .proposal input {
        width: 18px;
        height: 18px;
        margin-top: 3px;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
    `,
  ];
  static properties = {
    sought: { state: true },
    basis: { state: true },
    chosen: { state: true },
    outcome: { state: true },
    whole: { state: true },
  };

  constructor() {
    super();
    this.pairs = null;
    this.organisations = null;
    this.sought = '';
    this.basis = '';
    /** @type {ReadonlySet<number>} */
    this.chosen = new Set();
    /** @type {any} */
    this.outcome = null;
    this.whole = false;
  }

  async refresh() {
    const [pairs, organisations] = await Promise.all([
      this.records('pairing.pair', { 'state.in': open, sort: 'urban,rural' }),
      this.records('directory.organisation', {
        'kind.in': 'department,village',
        'closed_on.empty': true,
        sort: 'code',
      }),
    ]);
    this.pairs = pairs;
    this.organisations = organisations;
    const proposed = new Set(pairs.items.filter((each) => each.state === 'proposed').map((each) => each.id));
    this.chosen = new Set([...this.chosen].filter((id) => proposed.has(id)));
  }

  name(id) {
    return this.pairs?.titles['directory.organisation']?.[id] ?? String(id);
  }

  shown() {
    const word = this.sought.trim();
    return (this.pairs?.items ?? []).filter(
      (pair) =>
        (!this.basis || pair.basis === this.basis) &&
        (!word || this.name(pair.urban).includes(word) || this.name(pair.rural).includes(word)),
    );
  }

  render() {
    const pairs = this.shown();
    return html`<div class="stack">
      ${this.choices()} ${this.proposals(pairs.filter((pair) => pair.state === 'proposed'))} ${this.board(pairs)}
      ${this.unpaired()}
    </div>`;
  }

  choices() {
    return html`<div class="row">
      <input
        class="input seek"
        type="search"
        aria-label=${this.say(words.seek)}
        placeholder=${this.say(words.seek)}
        @input=${(event) => (this.sought = event.target.value)}
      />
      <label class="row"
        >${this.say(words.principle)}
        <select class="input" @change=${(event) => (this.basis = event.target.value)}>
          <option value="">${this.say(words.all)}</option>
          ${bases.map((each) => html`<option value=${each}>${this.optionName('pairing.pair', 'basis', each)}</option>`)}
        </select></label
      >
    </div>`;
  }

  /** What the principle went by when they were paired. */
  trait(field, pair) {
    return pair[field]
      ? html`<span class="soft">${this.optionName('pairing.pair', field, pair[field])}</span>`
      : nothing;
  }

  board(pairs) {
    if (!pairs.length) return html`<p class="soft">${this.say(words.noPairs)}</p>`;
    return html`<div class="table-box">
        <table class="table board">
          <caption class="visually-hidden">
            ${this.say(words.board)}
          </caption>
          <thead>
            <tr>
              <th scope="col">${this.say(words.urban)}</th>
              <th scope="col">${this.say(words.between)} <span class="soft">${pairs.length}</span></th>
              <th scope="col">${this.say(words.rural)}</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              this.whole ? pairs : pairs.slice(0, few),
              (pair) => pair.id,
              (pair) =>
                html`<tr>
                  <td>${this.name(pair.urban)} ${this.trait('urban_sector', pair)}</td>
                  <td>
                    <a href=${this.address('pairing.pair', pair.id)}
                      >${this.optionName('pairing.pair', 'basis', pair.basis)}</a
                    >
                    <span class="badge ${badge[pair.state ?? '']}">${this.stateName('pairing.pair', pair.state)}</span>
                  </td>
                  <td>${this.trait('rural_condition', pair)} ${this.name(pair.rural)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        this.whole || pairs.length <= few
          ? nothing
          : html`<div>
              <button class="button small" type="button" @click=${() => (this.whole = true)}>
                ${this.say(words.whole)} ${pairs.length}
              </button>
            </div>`
      }`;
  }

  /** Who has no open pair, by what the principle goes by; opened when wanted. */
  unpaired() {
    const paired = new Set((this.pairs?.items ?? []).flatMap((pair) => [pair.urban, pair.rural]));
    const word = this.sought.trim();
    const left = (this.organisations?.items ?? []).filter(
      (each) => !paired.has(each.id) && (!word || each.name.includes(word)),
    );
    return html`<section>
      <h3>${this.say(words.unpaired)}</h3>
      <div class="sides">
        ${this.side(
          this.say(words.urban),
          'sector',
          left.filter((each) => each.kind === 'department'),
        )}
        ${this.side(
          this.say(words.rural),
          'condition',
          left.filter((each) => each.kind === 'village'),
        )}
      </div>
    </section>`;
  }

  side(title, trait, organisations) {
    const groups = new Map();
    for (const each of organisations) groups.set(each[trait], [...(groups.get(each[trait]) ?? []), each]);
    return html`<div>
      <h4>${title} <span class="soft">${organisations.length}</span></h4>
      ${[...groups].map(
        ([value, list]) =>
          html`<details>
            <summary>
              ${value ? this.optionName('directory.organisation', trait, value) : this.say(words.none)}
              <span class="soft">${list.length}</span>
            </summary>
            <ul>
              ${list.map((each) => html`<li><a href=${this.address('directory.organisation', each.id)}>${each.name}</a></li>`)}
            </ul>
          </details>`,
      )}
    </div>`;
  }

  toggle(id, on) {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(id);
    else chosen.delete(id);
    this.chosen = chosen;
  }

  proposals(pairs) {
    if (!pairs.length || !this.mayStep('pairing.pair', 'confirm')) return this.told();
    const all = pairs.every((pair) => this.chosen.has(pair.id));
    return html`<section>
      <fieldset>
        <div class="row spread">
          <legend>
            <h3>${this.say(words.proposals)} <span class="soft">${pairs.length}</span></h3>
          </legend>
          <div class="row">
            <label class="row"
              ><input
                type="checkbox"
                .checked=${all}
                @change=${(event) => (this.chosen = new Set(event.target.checked ? pairs.map((pair) => pair.id) : []))}
              />${this.say(words.every)}</label
            >
            <button class="button primary small" type="button" ?disabled=${!this.chosen.size} @click=${this.confirm}>
              ${this.say(words.confirm)} ${this.chosen.size}
            </button>
          </div>
        </div>
        ${pairs.map(
          (pair) =>
            html`<label class="proposal">
              <input
                type="checkbox"
                .checked=${this.chosen.has(pair.id)}
                @change=${(event) => this.toggle(pair.id, event.target.checked)}
              />
              <span
                >${this.name(pair.urban)} — ${this.name(pair.rural)}
                <span class="soft">${(this.language === 'en' && pair.explanation_en) || pair.explanation}</span></span
              >
            </label>`,
        )}
      </fieldset>
      ${this.told()}
    </section>`;
  }

  told() {
    if (!this.outcome) return nothing;
    const { good, bad } = this.outcome;
    return html`<div class="note ${bad.length ? 'warn' : 'good'}" role="status">
      ${this.say(words.confirmed)} ${good}
      ${
        bad.length
          ? html`· ${this.say(words.refused)} ${bad.length}
              <ul>
                ${bad.map((each) => html`<li>${this.label(each.name)}${this.say(each.problem.text)}</li>`)}
              </ul>`
          : nothing
      }
    </div>`;
  }

  async confirm() {
    const pairs = (this.pairs?.items ?? []).filter((pair) => this.chosen.has(pair.id)).slice(0, 500);
    const answer = await this.attempt(() =>
      this.ask('/records/pairing/pair/bulk/confirm', {
        method: 'POST',
        body: { records: pairs.map((pair) => ({ id: pair.id, version: pair.version })), values: {} },
      }),
    );
    if (!answer) return;
    const names = new Map(pairs.map((pair) => [pair.id, `${this.name(pair.urban)} — ${this.name(pair.rural)}`]));
    this.outcome = {
      good: answer.items.filter((each) => each.ok).length,
      bad: answer.items.filter((each) => !each.ok).map((each) => ({ name: names.get(each.id), problem: each.problem })),
    };
    await this.reload();
  }
}

define('liufa-pairing-board', Board);
