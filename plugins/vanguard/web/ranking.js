// @ts-check
/** The index of a year: how many have which grade, who stands highest, and where people still have to decide. */
import { Panel, bars, css, define, html, nothing, sheet } from '/panel/1.js';

const words = {
  none: { zh: '还没有可排名的年度。', en: 'No year to rank yet.' },
  year: { zh: '年度', en: 'Year' },
  within: { zh: '范围', en: 'Within' },
  everywhere: { zh: '全部（可查看范围）', en: 'All that I may see' },
  grades: { zh: '各等次人数', en: 'Members by grade' },
  ranking: { zh: '指数排名', en: 'Ranking' },
  first: { zh: '前', en: 'The first' },
  tied: { zh: '优秀末位并列，须由组织裁定', en: 'Equal at the last excellent place: to be decided by people' },
  noTies: { zh: '没有待裁定的并列。', en: 'No ties to decide.' },
  decide: { zh: '裁定等次', en: 'Decide' },
  rank: { zh: '组织内名次', en: 'Rank in the organisation' },
};

const tones = { excellent: 'good', qualified: 'plain', basic: 'warn', failing: 'bad' };
const grades = ['excellent', 'qualified', 'basic', 'failing'];
const shown = 50;

class Ranking extends Panel {
  static watches = ['vanguard.index', 'vanguard.year', 'vanguard.grade_decision'];
  static styles = [
    sheet,
    css`
      select.input {
        width: auto;
        max-width: 100%;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
        gap: var(--space-4) var(--space-6);
      }
    `,
  ];

  constructor() {
    super();
    this.years = [];
    this.organisations = null;
    this.year = 0;
    this.within = '';
    this.counts = [];
    this.best = null;
    this.tied = null;
  }

  async refresh() {
    const [years, organisations] = await Promise.all([
      this.records('vanguard.year', { sort: '-year' }),
      this.organisations ??
        this.records('directory.organisation', {
          'kind.in': 'department,committee,general_branch,branch',
          sort: 'code',
        }),
    ]);
    this.years = years.items.filter((each) => each.state !== 'prepared');
    this.organisations = organisations;
    this.year ||= this.years[0]?.year ?? 0;
    if (!this.year) return;
    const asked = { year: this.year, 'organisation.within': this.within || null };
    const [best, tied, ...pages] = await Promise.all([
      this.records('vanguard.index', { ...asked, sort: '-total', limit: shown }),
      this.records('vanguard.index', { ...asked, tied: true, sort: 'organisation,-total', limit: shown }),
      ...grades.map((grade) =>
        this.ask('/records/vanguard/index', { query: { ...asked, grade, count: true, limit: 1 } }),
      ),
    ]);
    this.best = best;
    this.tied = tied;
    this.counts = pages.map((page) => page.count);
  }

  choose(name, value) {
    this[name] = value;
    void this.reload();
  }

  render() {
    if (!this.year || !this.best) return html`<p class="soft">${this.say(words.none)}</p>`;
    const full = this.counts.reduce((sum, count) => sum + count, 0);
    return html`<div class="stack">
      ${this.choices()}
      <div class="columns">
        ${bars({
          title: this.say(words.grades),
          rows: grades.map((grade, index) => ({
            name: this.optionName('vanguard.index', 'grade', grade),
            value: this.counts[index],
            full,
            tone: /** @type {any} */ (tones[grade]),
          })),
        })}
        <section>
          <h3>${this.say(words.tied)}</h3>
          ${
            this.tied?.items.length
              ? html`<ul>
                  ${this.tied.items.map(
                    (each) =>
                      html`<li>
                        ${this.person(each, this.tied)} · ${this.place(each, this.tied)} · ${each.total}
                        ${
                          this.type('vanguard.grade_decision')?.may.create
                            ? html`<a
                                href=${`${this.address('vanguard.grade_decision')}/new?year=${each.year}&member=${each.member}`}
                                >${this.say(words.decide)}</a
                              >`
                            : nothing
                        }
                      </li>`,
                  )}
                </ul>`
              : html`<p class="soft">${this.say(words.noTies)}</p>`
          }
        </section>
      </div>
      ${this.table()}
    </div>`;
  }

  choices() {
    return html`<div class="row">
      <label class="row"
        >${this.say(words.year)}
        <select class="input" @change=${(event) => this.choose('year', Number(event.target.value))}>
          ${this.years.map(
            (each) =>
              html`<option value=${each.year} ?selected=${each.year === this.year}>
                ${each.year} ${this.stateName('vanguard.year', each.state)}
              </option>`,
          )}
        </select></label
      >
      <label class="row"
        >${this.say(words.within)}
        <select class="input" @change=${(event) => this.choose('within', event.target.value)}>
          <option value="">${this.say(words.everywhere)}</option>
          ${this.organisations?.items.map(
            (each) => html`<option value=${each.id} ?selected=${String(each.id) === this.within}>${each.name}</option>`,
          )}
        </select></label
      >
    </div>`;
  }

  table() {
    const found = this.best;
    if (!found) return nothing;
    return html`<section>
      <h3>
        ${this.say(words.ranking)}${found.more ? html` <span class="soft">${this.say(words.first)} ${shown}</span>` : nothing}
      </h3>
      <div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.ranking)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${this.fieldName('vanguard.index', 'member')}</th>
              <th scope="col">${this.fieldName('vanguard.index', 'organisation')}</th>
              ${['daily', 'bonus', 'appraisal', 'total'].map(
                (field) => html`<th scope="col" class="number">${this.fieldName('vanguard.index', field)}</th>`,
              )}
              <th scope="col">${this.fieldName('vanguard.index', 'grade')}</th>
              <th scope="col" class="number">${this.say(words.rank)}</th>
            </tr>
          </thead>
          <tbody>
            ${found.items.map(
              (each) =>
                html`<tr>
                  <th scope="row">${this.person(each, found)}</th>
                  <td>${this.place(each, found)}</td>
                  <td class="number">${each.daily}</td>
                  <td class="number">${each.bonus}</td>
                  <td class="number">${each.appraisal ?? '–'}</td>
                  <td class="number"><strong>${each.total}</strong></td>
                  <td>${this.optionName('vanguard.index', 'grade', each.grade)}</td>
                  <td class="number">${each.rank ?? ''}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  person(each, found) {
    const name = found.titles['directory.member']?.[each.member] ?? each.member;
    return html`<a href=${this.address('vanguard.index', each.id)}>${name}</a>`;
  }

  place(each, found) {
    return found.titles['directory.organisation']?.[each.organisation] ?? '';
  }
}

define('liufa-vanguard-ranking', Ranking);
