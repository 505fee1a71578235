// @ts-check
/** One member's index point by point: the dimensions as a radar, every entry with what it counts and why. */
import { Panel, bars, css, define, html, nothing, radar, sheet } from '/panel/1.js';

const words = {
  none: {
    zh: '没有先锋指数：不参加考评、没有适用的规则，或尚未计算。',
    en: 'No index: not taking part, no rules for the class, or not computed yet.',
  },
  year: { zh: '年度', en: 'Year' },
  rank: { zh: '组织内名次', en: 'Rank in the organisation' },
  formula: { zh: '怎么算的', en: 'How it adds up' },
  radar: { zh: '各项得分', en: 'Points by dimension' },
  appraisal: { zh: '民主评议', en: 'Democratic appraisal' },
  base: { zh: '起始分', en: 'Base' },
  carried: { zh: '其中上年结转', en: 'of it carried over from last year' },
  cap: { zh: '封顶', en: 'at most' },
  entries: { zh: '条', en: 'entries' },
  noEntries: { zh: '没有计分事项。', en: 'No entries.' },
  day: { zh: '日期', en: 'Date' },
  what: { zh: '事项', en: 'What' },
  worth: { zh: '应计', en: 'Worth' },
  counted: { zh: '计入', en: 'Counted' },
  reviewed: { zh: '审核', en: 'Reviewed by' },
  evidence: { zh: '依据', en: 'Evidence' },
  source: { zh: '原记录', en: 'Original record' },
  uncounted: { zh: '未计入的事项', en: 'Entries that do not count' },
  part: { zh: '评议', en: 'Part' },
  ballots: { zh: '票数', en: 'Ballots' },
  score: { zh: '得分', en: 'Score' },
  share: { zh: '所占比重', en: 'Share' },
  tied: { zh: '优秀末位并列，待裁定', en: 'Equal at the last excellent place, to be decided' },
  decided: { zh: '已裁定', en: 'Decided by people' },
  object: { zh: '提出异议', en: 'Object' },
  rules: { zh: '计分规则', en: 'Rules' },
  self: { zh: '自评', en: 'Self' },
  mutual: { zh: '党员互评', en: 'Fellow members' },
  masses: { zh: '群众评议', en: 'The masses' },
  organisation: { zh: '组织评价', en: 'The organisation' },
  community: { zh: '社区评价', en: 'The community' },
};

const tones = { excellent: 'good', qualified: 'info', basic: 'warn', failing: 'bad' };

class Index extends Panel {
  static watches = ['vanguard.index', 'vanguard.entry', 'vanguard.grade_decision'];
  static styles = [
    sheet,
    css`
      .total {
        font-size: 28px;
        font-variant-numeric: tabular-nums;
      }
      .year {
        width: auto;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr));
        gap: var(--space-4) var(--space-6);
        align-items: start;
      }
      .group summary {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 4px 12px;
        padding: 6px 0;
        border-bottom: 1px solid var(--line);
        font-weight: 600;
        cursor: pointer;
      }
      .group summary::before {
        content: '▸';
        margin-right: -6px;
        color: var(--text-soft);
      }
      .group[open] summary::before {
        content: '▾';
      }
      .group summary span:nth-child(1) {
        flex: 1;
      }
      .group .soft {
        font-weight: 400;
      }
      .day {
        white-space: nowrap;
      }
      .why {
        color: var(--text-soft);
        font-size: 12.5px;
        white-space: normal;
      }
      td {
        vertical-align: top;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {{year: number, member: number, titles: import('/panel/1.js').Titles}[]} */
    this.indexes = [];
    this.year = 0;
    this.told = null;
  }

  async refresh() {
    await this.find();
    const found = this.indexes.find((each) => each.year === this.year) ?? this.indexes[0];
    this.year = found?.year ?? 0;
    this.told = found ? await this.run('vanguard', 'explain', { member: found.member, year: found.year }) : null;
  }

  /** The indexes that there are, the latest first. */
  async find() {
    const { items, titles } = await this.records('vanguard.index', { member: this.subject?.id, sort: '-year' });
    this.indexes = items.map((each) => ({ year: each.year, member: each.member, titles }));
  }

  choose(event) {
    this.year = Number(event.target.value);
    void this.reload();
  }

  render() {
    if (!this.told) return html`<p class="soft">${this.say(words.none)}</p>`;
    return html`<div class="stack">
      <div class="columns">
        <div>${this.head()}</div>
        ${this.drawing()}
      </div>
      <section>${this.told.groups.map((group) => this.group(group))} ${this.appraisal()}</section>
      ${
        this.told.not_counted.length
          ? html`<section>
              <h3>${this.say(words.uncounted)}</h3>
              ${this.table(this.told.not_counted)}
            </section>`
          : nothing
      }
    </div>`;
  }

  head() {
    const { stored, total, year, member, rule_set: rules } = this.told;
    const grade = stored.decision?.grade ?? stored.grade;
    const objects =
      this.told.state === 'publicity' && (this.roles.includes('member') || this.roles.includes('secretary'));
    return html`<div class="row spread">
        <p class="row">
          <strong class="total">${stored.total ?? total}</strong>
          <span class="badge ${tones[grade] ?? ''}">${this.optionName('vanguard.index', 'grade', grade)}</span>
          ${stored.decision ? html`<span class="badge info">${this.say(words.decided)}</span>` : nothing}
          ${stored.rank ? html`<span class="soft">${this.say(words.rank)} ${stored.rank}</span>` : nothing}
          ${stored.tied ? html`<span class="badge warn">${this.say(words.tied)}</span>` : nothing}
        </p>
        <div class="row">
          ${
            this.indexes.length > 1
              ? html`<label class="row"
                  >${this.say(words.year)}
                  <select class="input year" @change=${this.choose}>
                    ${this.indexes.map((each) => html`<option value=${each.year} ?selected=${each.year === year}>${each.year}</option>`)}
                  </select></label
                >`
              : html`<span class="soft">${year}</span>`
          }
          ${
            objects
              ? html`<a
                  class="button small"
                  href=${`${this.address('vanguard.objection')}/new?year=${year}&member=${member}`}
                  >${this.say(words.object)}</a
                >`
              : nothing
          }
        </div>
      </div>
      <p>
        <span class="soft">${this.label(this.say(words.formula))}</span>${this.say(this.told.formula)}<br />
        <span class="soft"
          >${this.say(words.base)} ${this.told.base} · ${this.say(words.carried)} ${this.told.carried_over} ·
          ${this.say(words.rules)} <a href=${this.address('vanguard.rule_set', rules.id)}>${rules.name}</a></span
        >
      </p>
      ${
        stored.decision
          ? html`<p class="note">
              ${stored.decision.decided_by} ${this.label(stored.decision.decided_on)}${stored.decision.reason}
            </p>`
          : nothing
      }`;
  }

  /** A radar needs three dimensions; fewer are bars. */
  drawing() {
    const earning = this.told.groups.filter((group) => group.kind === 'earns');
    const axes = earning.map((group) => ({
      name: this.say(group.name),
      value: Number(group.counted),
      full: Number(group.cap ?? this.told.daily_full),
    }));
    if (this.told.appraisal.score !== null)
      axes.push({ name: this.say(words.appraisal), value: Number(this.told.appraisal.score), full: 100 });
    const title = this.say(words.radar);
    if (axes.length >= 3) return radar({ title, axes });
    return bars({
      title,
      rows: axes.map((axis) => ({ ...axis, tone: 'accent', text: `${axis.value} / ${axis.full}` })),
    });
  }

  group(group) {
    const points = String(group.counted).replace('-', '');
    const sign = Number(points) === 0 ? '' : group.kind === 'deducts' ? '−' : group.kind === 'bonus' ? '+' : '';
    return html`<details class="group">
      <summary>
        <span>${this.say(group.name)}</span>
        <span class="number"
          >${sign}${points}
          <span class="soft"
            >${group.cap ? html`· ${this.say(words.cap)} ${group.cap}` : nothing} · ${group.entries.length}
            ${this.say(words.entries)}</span
          ></span
        >
      </summary>
      ${this.table(group.entries)}
    </details>`;
  }

  table(entries) {
    if (!entries.length) return html`<p class="soft">${this.say(words.noEntries)}</p>`;
    return html`<div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.what)}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${this.say(words.day)}</th>
            <th scope="col">${this.say(words.what)}</th>
            <th scope="col" class="number">${this.say(words.worth)}</th>
            <th scope="col" class="number">${this.say(words.counted)}</th>
            <th scope="col">${this.say(words.evidence)}</th>
            <th scope="col">${this.say(words.reviewed)}</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map((entry) => this.entry(entry))}
        </tbody>
      </table>
    </div>`;
  }

  entry(entry) {
    // A fact's grade is often a state of its record.
    const grade = entry.fact && entry.grade ? this.stateName(entry.fact.record, entry.grade) : entry.grade;
    const content = entry.content === entry.item ? '' : entry.content;
    const level = [grade, Number(entry.quantity) === 1 ? null : entry.quantity].filter(Boolean).join(' × ');
    return html`<tr>
      <td class="day">${this.date(entry.held_on)}</td>
      <td>
        <a href=${this.address('vanguard.entry', entry.entry)}>${this.say(entry.name) || entry.item}</a>
        ${level ? html`<span class="soft"> ${level}</span>` : nothing}
        ${content ? html`<div class="soft">${content}</div>` : nothing}
      </td>
      <td class="number">${entry.given ?? ''}</td>
      <td class="number">
        ${entry.points ?? '0'} ${entry.reason ? html`<div class="why">${this.say(entry.reason)}</div>` : nothing}
      </td>
      <td>
        ${
          entry.fact
            ? html`<a href=${this.address(entry.fact.record, entry.fact.id)}>${this.say(words.source)}</a>`
            : nothing
        }
        ${entry.evidence.map(
          (file, index) =>
            html`<a href=${this.fileAddress(file)} download>${this.say(words.evidence)} ${index + 1}</a> `,
        )}
        ${entry.evidence_place ?? nothing}
      </td>
      <td>${entry.accepted_by ?? entry.reviewed_by ?? ''}</td>
    </tr>`;
  }

  appraisal() {
    const { score, parts } = this.told.appraisal;
    return html`<details class="group">
      <summary><span>${this.say(words.appraisal)}</span><span class="number">${score ?? '–'}</span></summary>
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${this.say(words.part)}</th>
              <th scope="col" class="number">${this.say(words.ballots)}</th>
              <th scope="col" class="number">${this.say(words.score)}</th>
              <th scope="col" class="number">${this.say(words.share)}</th>
            </tr>
          </thead>
          <tbody>
            ${parts.map(
              (part) =>
                html`<tr>
                  <th scope="row">${this.say(words[part.part]) || part.part}</th>
                  <td class="number">${part.ballots}</td>
                  <td class="number">${part.score ?? '–'}</td>
                  <td class="number">${part.share}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}

/** The same on the page of the index itself. */
class OneIndex extends Index {
  async find() {
    const found = await this.record('vanguard.index', this.subject?.id ?? 0);
    this.indexes = [{ year: found.year, member: found.member, titles: found.titles }];
  }
}

define('liufa-vanguard-member', Index);
define('liufa-vanguard-index', OneIndex);
