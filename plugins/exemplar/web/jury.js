// @ts-check
/** A juror's table: what is to be scored with its plan and effect, what has been scored, and conflicts of interest. */
import { Panel, css, define, html, nothing, repeat, sheet } from '/panel/1.js';

const words = {
  none: { zh: '目前没有请您评分的作品。', en: 'There is nothing for you to score at present.' },
  open: { zh: '待评分', en: 'To be scored' },
  given: { zh: '已评分', en: 'Scored' },
  until: { zh: '评分截止', en: 'Score until' },
  give: { zh: '提交评分', en: 'Give the score' },
  change: { zh: '修改评分', en: 'Change the score' },
  saved: { zh: '评分已提交。', en: 'The score is given.' },
  conflict: { zh: '与该单位有利害关系，申报回避', en: 'I have a conflict of interest with this organisation' },
  why: { zh: '回避理由', en: 'Why' },
  declare: { zh: '申报回避', en: 'Declare it' },
  declared: { zh: '已申报回避，该作品不再由您评分。', en: 'Declared; this entry is no longer yours to score.' },
  recusals: { zh: '已申报的回避', en: 'Conflicts declared' },
  files: { zh: '附件', en: 'File' },
  done: { zh: '已评', en: 'Scored' },
};

class Jury extends Panel {
  static watches = ['exemplar.score', 'exemplar.recusal', 'exemplar.contest'];
  static styles = [
    sheet,
    css`
      article {
        padding: var(--space-3) 0;
        border-bottom: 1px solid var(--line);
      }
      summary {
        cursor: pointer;
      }
      .text {
        max-width: 70em;
        white-space: pre-line;
      }
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
        gap: var(--space-3);
        max-width: 640px;
        margin-top: var(--space-3);
      }
      .wide {
        grid-column: 1 / -1;
      }
      form .button {
        justify-self: start;
      }
      progress {
        accent-color: var(--accent);
      }
    `,
  ];
  static properties = { said: { state: true } };

  constructor() {
    super();
    this.scores = null;
    this.recusals = null;
    this.contests = new Map();
    this.said = '';
  }

  async refresh() {
    const own = { member: this.member ?? 0 };
    const [scores, recusals, contests] = await Promise.all([
      this.records('exemplar.score', { ...own, 'state.in': 'assigned,given', sort: 'contest,id' }),
      this.records('exemplar.recusal', own),
      this.records('exemplar.contest', { state: 'judging' }),
    ]);
    this.contests = new Map(contests.items.map((each) => [each.id, each]));
    this.scores = scores;
    this.recusals = recusals;
  }

  get empty() {
    return !this.scores?.items.length && !this.recusals?.items.length;
  }

  place(id) {
    const names = this.scores?.titles['directory.organisation'] ?? {};
    return names[id] ?? this.recusals?.titles['directory.organisation']?.[id] ?? '';
  }

  render() {
    const all = this.scores?.items ?? [];
    const now = all.filter((each) => this.contests.has(each.contest));
    const open = now.filter((each) => each.state === 'assigned');
    const given = all.filter((each) => each.state === 'given');
    if (this.empty) return html`<p class="soft">${this.say(words.none)}</p>`;
    return html`<div class="stack">
      <div role="status">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
      ${
        now.length
          ? html`<p class="row">
              <progress
                max=${now.length}
                value=${now.length - open.length}
                aria-label=${this.say(words.done)}
              ></progress>
              ${this.say(words.done)} ${now.length - open.length} / ${now.length}
              <span class="soft">${this.deadlines()}</span>
            </p>`
          : html`<p class="soft">${this.say(words.none)}</p>`
      }
      ${
        open.length
          ? html`<section>
              <h3>${this.say(words.open)} <span class="soft">${open.length}</span></h3>
              ${repeat(
                open,
                (each) => each.id,
                (each) => this.entry(each, true),
              )}
            </section>`
          : nothing
      }
      ${
        given.length
          ? html`<section>
              <h3>${this.say(words.given)} <span class="soft">${given.length}</span></h3>
              ${repeat(
                given,
                (each) => each.id,
                (each) => this.entry(each, false),
              )}
            </section>`
          : nothing
      }
      ${this.conflicts()}
    </div>`;
  }

  deadlines() {
    const days = new Set([...this.contests.values()].map((each) => each.judging_until).filter(Boolean));
    return days.size ? `${this.say(words.until)} ${[...days].join(' / ')}` : '';
  }

  entry(score, fresh) {
    const points = ['typicality', 'effect_score'].map((field) => score[field]);
    return html`<article>
      <details>
        <summary>
          <strong>${score.theme}</strong> ${this.place(score.organisation)}
          ${fresh ? nothing : html`<span class="badge good">${points.join(' / ')}</span>`}
        </summary>
        ${['plan', 'effect']
          .filter((field) => score[field])
          .map(
            (field) =>
              html`<h4>${this.fieldName('exemplar.score', field)}</h4>
                <p class="text">${score[field]}</p>`,
          )}
        ${(score.files ?? []).map(
          (file, index) => html`<a href=${this.fileAddress(file)} download>${this.say(words.files)} ${index + 1}</a> `,
        )}
        ${
          this.contests.has(score.contest) && this.mayStep('exemplar.score', 'give')
            ? html`${this.form(score, fresh)} ${this.recuse(score)}`
            : score.comment
              ? html`<p class="soft text">${score.comment}</p>`
              : nothing
        }
      </details>
    </article>`;
  }

  form(score, fresh) {
    const input = (field) =>
      html`<div class="field">
        <label for="${field}-${score.id}">${this.fieldName('exemplar.score', field)}</label>
        <input
          class="input number"
          id="${field}-${score.id}"
          name=${field}
          type="number"
          min="0"
          max="100"
          step="0.01"
          required
          .value=${String(score[field] ?? '')}
        />
      </div>`;
    return html`<form @submit=${(event) => this.give(event, score)}>
      ${input('typicality')} ${input('effect_score')}
      <div class="field wide">
        <label for="comment-${score.id}">${this.fieldName('exemplar.score', 'comment')}</label>
        <textarea
          class="input"
          id="comment-${score.id}"
          name="comment"
          maxlength="4000"
          .value=${score.comment ?? ''}
        ></textarea>
      </div>
      <button class="button primary" ?disabled=${this.busy}>${this.say(fresh ? words.give : words.change)}</button>
    </form>`;
  }

  async give(event, score) {
    event.preventDefault();
    const form = new FormData(event.target);
    const values = {
      typicality: Number(form.get('typicality')),
      effect_score: Number(form.get('effect_score')),
      comment: form.get('comment') || null,
    };
    await this.act(() => this.step('exemplar.score', score.id, 'give', values), words.saved);
  }

  recuse(score) {
    if (!this.type('exemplar.recusal')?.may.create) return nothing;
    return html`<details>
      <summary class="soft">${this.say(words.conflict)}</summary>
      <form @submit=${(event) => this.declare(event, score)}>
        <div class="field wide">
          <label for="why-${score.id}">${this.say(words.why)}</label>
          <input class="input" id="why-${score.id}" name="reason" maxlength="1000" required />
        </div>
        <button class="button danger" ?disabled=${this.busy}>${this.say(words.declare)}</button>
      </form>
    </details>`;
  }

  async declare(event, score) {
    event.preventDefault();
    const reason = new FormData(event.target).get('reason');
    const body = { juror: score.juror, organisation: score.organisation, reason };
    await this.act(() => this.ask('/records/exemplar/recusal', { method: 'POST', body }), words.declared);
  }

  async act(work, said) {
    this.said = '';
    if (!(await this.attempt(work))) return;
    this.said = this.say(said);
    await this.reload();
  }

  conflicts() {
    if (!this.recusals?.items.length) return nothing;
    return html`<section>
      <h3>${this.say(words.recusals)}</h3>
      <ul>
        ${this.recusals.items.map(
          (each) =>
            html`<li>
              ${this.label(this.place(each.organisation))}${each.reason}
              <span class="soft">${this.date(each.declared_on)}</span>
            </li>`,
        )}
      </ul>
    </section>`;
  }
}

define('liufa-exemplar-jury', Jury);
