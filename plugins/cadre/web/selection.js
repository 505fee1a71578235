// @ts-check
/** A selection by 两推一选 at a glance: both recommendations and the election, candidate by candidate. */
import { Panel, define, html, nothing } from '/panel/1.js';

const words = {
  none: { zh: '还没有候选人。', en: 'No candidates yet.' },
  table: { zh: '候选人与票数', en: 'Candidates and votes' },
  members: { zh: '党员', en: 'Members' },
  masses: { zh: '群众', en: 'Masses' },
  present: { zh: '实到', en: 'present' },
  entitled: { zh: '应到', en: 'entitled' },
  seats: { zh: '应选', en: 'Seats' },
  least: { zh: '候选人至少', en: 'Candidates at least' },
  criteria: { zh: '“四化”标准', en: 'The four criteria' },
  met: { zh: '符合', en: 'met' },
  unmet: { zh: '不符合', en: 'not met' },
  unknown: { zh: '待核', en: 'not known' },
  state: { zh: '状态', en: 'State' },
};

const tones = { elected: 'good', appointed: 'good', approved: 'info', rejected: 'bad', defeated: '', refused: 'bad' };

class Selection extends Panel {
  static watches = ['cadre.selection', 'cadre.candidate'];
  constructor() {
    super();
    this.selection = null;
    this.candidates = null;
  }

  concerns(change) {
    return change.record !== 'cadre.selection' || change.id === this.subject?.id;
  }

  async refresh() {
    const selection = this.subject?.id ?? 0;
    [this.selection, this.candidates] = await Promise.all([
      this.record('cadre.selection', selection),
      this.records('cadre.candidate', { selection, sort: 'id' }),
    ]);
  }

  get empty() {
    return !this.candidates?.items.length;
  }

  meeting(word, side) {
    const present = this.selection?.[`${side}_present`];
    if (present === null || present === undefined) return nothing;
    return html`<span
      >${this.say(word)} ${this.say(words.entitled)} ${this.selection?.[`${side}_entitled`] ?? '–'}
      ${this.say(words.present)} ${present}</span
    >`;
  }

  /** Votes, and their share of those who were there. */
  votes(count, side) {
    if (count === null || count === undefined) return '';
    const present = this.selection?.[`${side}_present`];
    return html`${count}${present ? html` <span class="soft">${Math.round((count / present) * 100)}%</span>` : nothing}`;
  }

  criteria(each) {
    const say = (word, list) =>
      list?.length
        ? html`<div>
            ${this.label(this.say(word))}${this.list(list.map((one) => this.optionName('cadre.candidate', 'criteria_met', one)))}
          </div>`
        : nothing;
    return html`${say(words.met, each.criteria_met)} ${say(words.unmet, each.criteria_unmet)}
    ${say(words.unknown, each.criteria_unknown)}`;
  }

  render() {
    const found = this.candidates;
    if (!found?.items.length) return html`<p class="soft">${this.say(words.none)}</p>`;
    const name = (field) => this.fieldName('cadre.candidate', field);
    return html`<div class="stack">
      <p class="row soft">
        <span>${this.say(words.seats)} ${this.selection?.seats ?? '–'}</span>
        <span>${this.say(words.least)} ${this.selection?.candidates_needed ?? '–'}</span>
        ${this.meeting(words.members, 'members')} ${this.meeting(words.masses, 'masses')}
      </p>
      <div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.table)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${name('member')}</th>
              <th scope="col" class="number">${name('members_votes')}</th>
              <th scope="col" class="number">${name('masses_votes')}</th>
              <th scope="col" class="number">${name('votes')}</th>
              <th scope="col">${this.say(words.criteria)}</th>
              <th scope="col">${this.say(words.state)}</th>
            </tr>
          </thead>
          <tbody>
            ${found.items.map(
              (each) =>
                html`<tr>
                  <th scope="row">
                    <a href=${this.address('cadre.candidate', each.id)}
                      >${found.titles['directory.member']?.[each.member] ?? each.member}</a
                    >
                  </th>
                  <td class="number">${this.votes(each.members_votes, 'members')}</td>
                  <td class="number">${this.votes(each.masses_votes, 'masses')}</td>
                  <td class="number">${each.votes ?? ''}</td>
                  <td>${this.criteria(each)}</td>
                  <td>
                    <span class="badge ${tones[each.state ?? ''] ?? ''}"
                      >${this.stateName('cadre.candidate', each.state)}</span
                    >
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>`;
  }
}

define('liufa-cadre-selection', Selection);
