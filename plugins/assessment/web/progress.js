// @ts-check
/** How far the year's assessment is: sheets by state, by team, who is still awaited, and the ranking once it is computed. */
import { Panel, bars, css, define, html, nothing, sheet } from '/panel/1.js';

const words = {
  none: { zh: '还没有启动年度考核。', en: 'No assessment year has been opened yet.' },
  year: { zh: '年度考核', en: 'Assessment year' },
  states: { zh: '考核表进度', en: 'Sheets by state' },
  teams: { zh: '各考核组进度（已考评）', en: 'Teams (reviewed)' },
  noTeam: { zh: '未分组', en: 'No team' },
  awaited: { zh: '尚未上报自查', en: 'Self-check awaited' },
  all: { zh: '全部已上报。', en: 'All have handed in.' },
  until: { zh: '自查截止', en: 'Self-check until' },
  review: { zh: '考评截止', en: 'Review until' },
  publicity: { zh: '公示', en: 'Publicity' },
  ranking: { zh: '名次', en: 'Ranking' },
  outcome: { zh: '考核结论', en: 'Outcome' },
  tied: { zh: '先进末位并列', en: 'Equal at the last place' },
  campaign: { zh: '打开本年度考核', en: 'Open the year' },
};

const states = ['open', 'returned', 'self_checked', 'reviewed', 'excluded'];
const tones = { open: 'plain', returned: 'bad', self_checked: 'warn', reviewed: 'good', excluded: 'plain' };

class ProgressBoard extends Panel {
  static watches = ['assessment.sheet', 'assessment.campaign', 'assessment.result'];
  static styles = [
    sheet,
    css`
      select.input {
        width: auto;
        max-width: 100%;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
        gap: var(--space-4) var(--space-6);
        align-items: start;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
        columns: 240px;
      }
    `,
  ];

  constructor() {
    super();
    this.campaigns = [];
    this.campaign = 0;
    this.sheets = null;
    this.results = null;
  }

  async refresh() {
    this.campaigns = (await this.records('assessment.campaign', { sort: '-year' })).items;
    // The one at work, else the latest.
    const underway = this.campaigns.find((each) => ['self_check', 'review', 'publicity'].includes(each.state ?? ''));
    this.campaign ||= underway?.id ?? this.campaigns[0]?.id ?? 0;
    if (!this.campaign) return;
    [this.sheets, this.results] = await Promise.all([
      this.records('assessment.sheet', { campaign: this.campaign, sort: 'organisation' }),
      this.records('assessment.result', { campaign: this.campaign, withdrawn: false, sort: 'rank' }),
    ]);
  }

  choose(event) {
    this.campaign = Number(event.target.value);
    void this.reload();
  }

  place(each, found) {
    return found.titles['directory.organisation']?.[each.organisation] ?? each.organisation;
  }

  render() {
    const campaign = this.campaigns.find((each) => each.id === this.campaign);
    if (!campaign || !this.sheets) return html`<p class="soft">${this.say(words.none)}</p>`;
    const sheets = this.sheets.items;
    const count = (state) => sheets.filter((each) => each.state === state).length;
    return html`<div class="stack">
      <div class="row">
        <label class="row"
          >${this.say(words.year)}
          <select class="input" @change=${this.choose}>
            ${this.campaigns.map((each) => html`<option value=${each.id} ?selected=${each.id === this.campaign}>${each.name}</option>`)}
          </select></label
        >
        <span class="badge info">${this.stateName('assessment.campaign', campaign.state)}</span>
        <span class="soft">${this.dates(campaign)}</span>
        <a class="button small" href=${this.address('assessment.campaign', campaign.id)}>${this.say(words.campaign)}</a>
      </div>
      <div class="columns">
        ${bars({
          title: this.say(words.states),
          rows: states.map((state) => ({
            name: html`<a href="${this.address('assessment.sheet')}?campaign=${campaign.id}&state=${state}"
              >${this.stateName('assessment.sheet', state)}</a
            >`,
            value: count(state),
            full: sheets.length,
            tone: /** @type {any} */ (tones[state]),
          })),
        })}
        ${this.teams(sheets)}
      </div>
      ${this.awaited(sheets)} ${this.ranking()}
    </div>`;
  }

  dates(campaign) {
    const given = [];
    if (campaign.self_check_until) given.push(`${this.say(words.until)} ${this.date(campaign.self_check_until)}`);
    if (campaign.review_until) given.push(`${this.say(words.review)} ${this.date(campaign.review_until)}`);
    if (campaign.publicity_from)
      given.push(
        `${this.say(words.publicity)} ${this.date(campaign.publicity_from)} – ${this.date(campaign.publicity_until)}`,
      );
    return given.join(' · ');
  }

  teams(sheets) {
    const teams = new Map();
    for (const each of sheets) {
      if (each.state === 'excluded') continue;
      const team = teams.get(each.team) ?? { all: 0, reviewed: 0 };
      team.all += 1;
      if (each.state === 'reviewed') team.reviewed += 1;
      teams.set(each.team, team);
    }
    if (!teams.size) return nothing;
    return bars({
      title: this.say(words.teams),
      rows: [...teams].map(([id, team]) => ({
        name: id ? (this.sheets?.titles['assessment.team']?.[id] ?? String(id)) : this.say(words.noTeam),
        value: team.reviewed,
        full: team.all,
        text: `${team.reviewed} / ${team.all}`,
        tone: team.reviewed === team.all ? 'good' : 'accent',
      })),
    });
  }

  awaited(sheets) {
    const awaited = sheets.filter((each) => each.state === 'open' || each.state === 'returned');
    return html`<details ?open=${awaited.length > 0 && awaited.length <= 20}>
      <summary><strong>${this.say(words.awaited)}</strong> ${awaited.length}</summary>
      ${
        awaited.length
          ? html`<ol>
              ${awaited.map(
                (each) =>
                  html`<li>
                    <a href=${this.address('assessment.sheet', each.id)}>${this.place(each, this.sheets)}</a>
                    ${
                      each.state === 'returned'
                        ? html`<span class="badge bad">${this.stateName('assessment.sheet', 'returned')}</span>`
                        : nothing
                    }
                  </li>`,
              )}
            </ol>`
          : html`<p class="soft">${this.say(words.all)}</p>`
      }
    </details>`;
  }

  ranking() {
    const found = this.results;
    if (!found?.items.length) return nothing;
    const columns = ['ideology', 'organisational', 'style', 'institution', 'bonus', 'penalty', 'total'];
    const name = (field) => this.fieldName('assessment.result', field);
    return html`<details>
      <summary><strong>${this.say(words.ranking)}</strong> ${found.items.length}</summary>
      <div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.ranking)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="number">${name('rank')}</th>
              <th scope="col">${name('organisation')}</th>
              ${columns.map((field) => html`<th scope="col" class="number">${name(field)}</th>`)}
              <th scope="col">${name('outcome')}</th>
              <th scope="col">${name('grade')}</th>
              <th scope="col">${name('advanced')}</th>
            </tr>
          </thead>
          <tbody>
            ${found.items.map(
              (each) =>
                html`<tr>
                  <td class="number">${each.rank}</td>
                  <th scope="row">
                    <a href=${this.address('assessment.sheet', each.sheet)}>${this.place(each, found)}</a>
                  </th>
                  ${columns.map((field) => html`<td class="number">${each[field] ?? ''}</td>`)}
                  <td>${this.optionName('assessment.result', 'outcome', each.outcome)}</td>
                  <td>${this.optionName('assessment.result', 'grade', each.grade)}</td>
                  <td>
                    ${each.tied_at_cut ? html`<span class="badge warn">${this.say(words.tied)}</span>` : each.advanced ? '✓' : ''}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}

define('liufa-assessment-progress', ProgressBoard);
