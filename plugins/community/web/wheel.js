// @ts-check
/** The four ones (四个一) of a member in a year: which are done, by which record, what is missing and where to find it. */
import { Panel, css, define, html, nothing, sheet, wheel } from '/panel/1.js';

const words = {
  none: { zh: '没有应完成的“四个一”。', en: 'No four ones are owed.' },
  wheel: { zh: '四个一', en: 'The four ones' },
  year: { zh: '年度', en: 'Year' },
  post: { zh: '服务岗位', en: 'Post' },
  pair: { zh: '帮扶对子', en: 'Pair' },
  activity: { zh: '公益活动', en: 'Activity' },
  suggestion: { zh: '合理化建议', en: 'Suggestion' },
  since: { zh: '自', en: 'since' },
  by: { zh: '依据', en: 'by this record' },
  missing: { zh: '尚缺', en: 'missing' },
  exempt: { zh: '免于考核', en: 'exempt' },
  due: { zh: '完成期限', en: 'Due on' },
  complete: { zh: '本年度已全部完成', en: 'All four done this year' },
  find: { zh: '找适合的岗位', en: 'Find posts that suit' },
  finding: { zh: '正在查找…', en: 'Looking…' },
  noPosts: { zh: '目前没有适合的岗位。', en: 'No post suits at present.' },
  claim: { zh: '认领', en: 'Claim' },
  claimed: { zh: '已认领，待社区确认。', en: 'Claimed; the community will confirm.' },
  reportIn: { zh: '去报到', en: 'Report in' },
  notReported: {
    zh: '还没有在居住地社区报到，报到后才能认领岗位。',
    en: 'Not reported in at a home community yet; that comes first.',
  },
  suggest: { zh: '提一条建议', en: 'Make a suggestion' },
  openings: { zh: '看公布的岗位与活动', en: 'See open posts and activities' },
};

const ones = ['post', 'pair', 'activity', 'suggestion'];

class Wheel extends Panel {
  static watches = ['community.four_ones', 'community.report_in', 'community.claim'];
  static styles = [
    sheet,
    css`
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 240px) minmax(0, 1fr);
        gap: var(--space-4) var(--space-6);
        align-items: center;
      }
      @container (max-width: 520px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      select.input {
        width: auto;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 5px 0;
        border-bottom: 1px solid var(--line);
      }
      li:last-child {
        border: 0;
      }
    `,
  ];
  static properties = { posts: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.years = [];
    this.year = 0;
    this.dueOn = '';
    this.reported = false;
    /** @type {any[] | null} */
    this.posts = null;
    this.said = '';
  }

  /** Whose wheel it is. */
  async memberShown() {
    return this.subject?.id ?? 0;
  }

  concerns(change) {
    return change.record !== 'community.claim' || this.posts !== null;
  }

  async refresh() {
    this.whose = await this.memberShown();
    if (!this.whose) return;
    const [rows, years, reportIns] = await Promise.all([
      this.records('community.four_ones', { member: this.whose, sort: '-year' }),
      this.records('community.year', { sort: '-year' }),
      this.records('community.report_in', { member: this.whose, state: 'confirmed', limit: 1 }),
    ]);
    this.years = rows.items;
    this.year ||= this.years[0]?.year ?? 0;
    this.dueOn = years.items.find((each) => each.year === this.year)?.due_on ?? '';
    this.reported = reportIns.items.length > 0;
  }

  get own() {
    return this.whose !== 0 && this.whose === this.member;
  }

  choose(event) {
    this.year = Number(event.target.value);
    void this.reload();
  }

  render() {
    const row = this.years.find((each) => each.year === this.year);
    if (!row)
      return html`<div class="stack">
        <p class="soft">${this.say(words.none)}</p>
        ${this.own ? this.next({ done: 0 }) : nothing}
      </div>`;
    const exempt = row.state === 'exempt';
    const stateOf = (one) => (row[`${one}_on`] ? 'done' : exempt ? 'exempt' : 'missing');
    return html`<div class="stack">
      <div class="columns">
        ${wheel({
          title: this.say(words.wheel),
          parts: ones.map((one) => ({ name: this.say(words[one]), state: /** @type {any} */ (stateOf(one)) })),
          centre: `${row.done}/4`,
          table: false,
        })}
        <div>
          <p class="row">
            ${
              this.years.length > 1
                ? html`<label class="row"
                    >${this.say(words.year)}
                    <select class="input" @change=${this.choose}>
                      ${this.years.map(
                        (each) =>
                          html`<option value=${each.year} ?selected=${each.year === this.year}>${each.year}</option>`,
                      )}
                    </select></label
                  >`
                : html`<span>${row.year}</span>`
            }
            <a
              class="badge ${row.state === 'complete' ? 'good' : 'warn'}"
              href=${this.address('community.four_ones', row.id)}
              >${this.stateName('community.four_ones', row.state)}</a
            >
            ${this.dueOn && row.state === 'open' ? html`<span class="soft">${this.say(words.due)} ${this.dueOn}</span>` : nothing}
          </p>
          <ul>
            ${ones.map((one) => this.one(row, one, exempt))}
          </ul>
        </div>
      </div>
      ${this.own && row.state === 'open' ? this.next(row) : nothing}
    </div>`;
  }

  one(row, one, exempt) {
    const on = row[`${one}_on`];
    const [record, id] = String(row[`${one}_by`] ?? '').split(' ');
    return html`<li>
      <span aria-hidden="true">${on ? '✓' : exempt ? '○' : '–'}</span>
      ${this.label(this.fieldName('community.four_ones', `${one}_on`))}${
        on
          ? html`${on} ${id ? html`<a href=${this.address(record, Number(id))}>${this.say(words.by)}</a>` : nothing}`
          : html`<span class="soft">${this.say(exempt ? words.exempt : words.missing)}</span>`
      }
    </li>`;
  }

  /** What the member can do about what is missing. */
  next(row) {
    if (!this.reported)
      return html`<p class="note">
        ${this.say(words.notReported)}
        <a class="button small" href=${`${this.address('community.report_in')}/new?member=${this.whose}`}
          >${this.say(words.reportIn)}</a
        >
      </p>`;
    return html`<div class="row">
        ${
          row.post_on || !this.mayRun('community', 'find_posts')
            ? nothing
            : html`<button class="button primary" type="button" ?disabled=${this.busy} @click=${this.find}>
                ${this.say(this.busy ? words.finding : words.find)}
              </button>`
        }
        <a class="button" href=${`${this.address('community.opening')}?state=open`}>${this.say(words.openings)}</a>
        ${
          row.suggestion_on
            ? nothing
            : html`<a class="button" href=${`${this.address('community.suggestion')}/new?member=${this.whose}`}
                >${this.say(words.suggest)}</a
              >`
        }
      </div>
      ${this.said ? html`<p class="note good" role="status">${this.said}</p>` : nothing} ${this.suited()}`;
  }

  suited() {
    if (!this.posts) return nothing;
    if (!this.posts.length) return html`<p class="soft" role="status">${this.say(words.noPosts)}</p>`;
    return html`<ul role="status">
      ${this.posts.slice(0, 8).map(
        (post) =>
          html`<li class="row spread">
            <span
              ><a href=${this.address('community.opening', post.opening)}>${post.title}</a>
              <span class="soft">${this.say(post.explanation)}</span></span
            >
            <button class="button small" type="button" ?disabled=${this.busy} @click=${() => this.claim(post)}>
              ${this.say(words.claim)}<span class="visually-hidden"> ${post.title}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  async find() {
    this.said = '';
    const answer = await this.attempt(() => this.run('community', 'find_posts', { member: this.whose }));
    if (answer) this.posts = answer.posts;
  }

  async claim(post) {
    const made = await this.attempt(() =>
      this.ask('/records/community/claim', { method: 'POST', body: { opening: post.opening, member: this.whose } }),
    );
    if (!made) return;
    this.posts = null;
    this.said = this.say(words.claimed);
  }
}

/** On the page of a report-in: the wheel of whoever reported in. */
class ReportInWheel extends Wheel {
  async memberShown() {
    return (await this.record('community.report_in', this.subject?.id ?? 0)).member;
  }
}

/** On the home page: one's own; nobody else's page shows it. */
class OwnWheel extends Wheel {
  async memberShown() {
    return this.member ?? 0;
  }

  get empty() {
    return !this.whose || (!this.years.length && !this.reported);
  }
}

define('liufa-community-wheel', Wheel);
define('liufa-community-report-in', ReportInWheel);
define('liufa-community-mine', OwnWheel);
