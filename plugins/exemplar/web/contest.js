// @ts-check
/** A contest of party-day activities: how far the judging is, and the ranking with its top places, ties told as such. */
import { Panel, bars, css, define, html, nothing, sheet } from '/panel/1.js';

const words = {
  none: { zh: '还没有参评作品。', en: 'No entries yet.' },
  top: { zh: '入围', en: 'The top' },
  ranking: { zh: '名次', en: 'Ranking' },
  rest: { zh: '其余作品', en: 'The other entries' },
  tied: { zh: '末位并列，待集体决定', en: 'Equal at the last place, to be decided' },
  equal: { zh: '并列', en: 'equal' },
  decide: { zh: '去决定', en: 'Decide' },
  states: { zh: '作品', en: 'Entries' },
  judging: { zh: '评分进度', en: 'Judging' },
  given: { zh: '已交评分表', en: 'Score sheets given' },
  lacking: { zh: '评委不足的作品', en: 'Entries with too few jurors' },
  assign: { zh: '抽签分配评委', en: 'Draw the jurors' },
  compute: { zh: '计算评分', en: 'Compute the scores' },
  computed: { zh: '已重新计算。', en: 'Computed again.' },
  assigned: { zh: '已抽签分配。', en: 'Jurors are drawn.' },
  computedOn: { zh: '计算于', en: 'Computed on' },
  notYet: { zh: '尚未计算名次。', en: 'Ranks are not computed yet.' },
  borrowed: { zh: '方案可借鉴', en: 'The plan, for others to borrow' },
};

const states = ['draft', 'submitted', 'returned', 'accepted', 'awarded', 'not_awarded', 'disqualified', 'withdrawn'];

class Contest extends Panel {
  static watches = ['exemplar.entry', 'exemplar.score', 'exemplar.contest', 'exemplar.example'];
  static styles = [
    sheet,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
        gap: var(--space-4) var(--space-6);
        align-items: start;
      }
      .table tbody th {
        min-width: 180px;
      }
    `,
  ];
  static properties = { said: { state: true } };

  constructor() {
    super();
    this.contest = null;
    this.entries = null;
    this.scores = null;
    this.examples = null;
    this.said = '';
  }

  async refresh() {
    const contest = this.subject?.id ?? 0;
    const judges = this.type('exemplar.score') !== undefined;
    [this.contest, this.entries, this.scores, this.examples] = await Promise.all([
      this.record('exemplar.contest', contest),
      this.records('exemplar.entry', { contest, sort: 'rank,id' }),
      judges ? this.records('exemplar.score', { contest, 'state.in': 'assigned,given' }) : null,
      this.records('exemplar.example', { contest, state: 'published', sort: 'rank' }),
    ]);
  }

  render() {
    const entries = this.entries?.items ?? [];
    if (!entries.length && !this.examples?.items.length) return html`<p class="soft">${this.say(words.none)}</p>`;
    return html`<div class="stack">
      ${this.acts()}
      <div role="status">${this.said ? html`<p class="note good">${this.said}</p>` : nothing}</div>
      ${entries.length > 1 ? html`<div class="columns">${this.byState(entries)} ${this.progress(entries)}</div>` : nothing}
      ${this.ranking(entries)} ${this.published()}
    </div>`;
  }

  acts() {
    if (this.contest?.state !== 'judging') return nothing;
    const act = (action, said) =>
      this.mayRun('exemplar', action)
        ? html`<button class="button" type="button" ?disabled=${this.busy} @click=${() => this.act(action, said)}>
            ${this.say(words[action === 'compute' ? 'compute' : 'assign'])}
          </button>`
        : nothing;
    return html`<div class="row">${act('assign_jurors', words.assigned)} ${act('compute', words.computed)}</div>`;
  }

  async act(action, said) {
    this.said = '';
    const done = await this.attempt(() => this.run('exemplar', action, { contest: this.contest?.id }));
    if (!done) return;
    this.said = this.say(said);
    await this.reload();
  }

  byState(entries) {
    const rows = states
      .map((state) => ({ state, value: entries.filter((each) => each.state === state).length }))
      .filter((row) => row.value > 0);
    return bars({
      title: this.say(words.states),
      rows: rows.map((row) => ({ ...row, name: this.stateName('exemplar.entry', row.state), full: entries.length })),
    });
  }

  /** Of each entry taking part: the scores given of those wanted; only for those who see the score sheets. */
  progress(entries) {
    const scores = this.scores?.items ?? [];
    const taking = entries.filter((each) => ['accepted', 'awarded', 'not_awarded'].includes(each.state ?? ''));
    if (!scores.length || !taking.length) return nothing;
    const given = scores.filter((each) => each.state === 'given').length;
    const jurors = new Map();
    for (const each of scores) jurors.set(each.entry, (jurors.get(each.entry) ?? 0) + 1);
    const least = this.contest?.jurors_least ?? 0;
    const lacking = taking.filter((each) => (jurors.get(each.id) ?? 0) < least);
    return html`<div>
      ${bars({
        title: this.say(words.judging),
        rows: [
          {
            name: this.say(words.given),
            value: given,
            full: scores.length,
            text: `${given} / ${scores.length}`,
            tone: given === scores.length ? 'good' : 'accent',
          },
        ],
      })}
      ${
        lacking.length
          ? html`<p class="soft">
              ${this.label(this.say(words.lacking))}${lacking.map(
                (each) => html`<a href=${this.address('exemplar.entry', each.id)}>${each.theme}</a> `,
              )}
            </p>`
          : nothing
      }
    </div>`;
  }

  ranking(entries) {
    const ranked = entries.filter((each) => each.rank !== null && each.rank !== undefined);
    if (!ranked.length) return entries.length > 1 ? html`<p class="soft">${this.say(words.notYet)}</p>` : nothing;
    const places = this.contest?.places ?? 10;
    const top = ranked.filter((each) => each.rank <= places);
    const rest = ranked.filter((each) => each.rank > places);
    return html`<section>
      <h3>
        ${this.say(words.top)} ${places}
        ${
          this.contest?.computed_on
            ? html`<span class="soft">${this.say(words.computedOn)} ${this.date(this.contest.computed_on)}</span>`
            : nothing
        }
      </h3>
      ${this.table(top, ranked)}
      ${
        rest.length
          ? html`<details>
              <summary>${this.say(words.rest)} ${rest.length}</summary>
              ${this.table(rest, ranked)}
            </details>`
          : nothing
      }
    </section>`;
  }

  table(list, ranked) {
    const name = (field) => this.fieldName('exemplar.entry', field);
    const equals = (entry) => ranked.filter((each) => each.rank === entry.rank).length > 1;
    return html`<div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.ranking)}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="number">${name('rank')}</th>
            <th scope="col">${name('theme')}</th>
            <th scope="col">${name('organisation')}</th>
            ${['typicality', 'effect_score', 'total', 'scores'].map(
              (field) => html`<th scope="col" class="number">${name(field)}</th>`,
            )}
            <th scope="col">${this.say(words.states)}</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            (each) =>
              html`<tr>
                <td class="number">
                  ${each.rank} ${equals(each) ? html`<span class="soft">${this.say(words.equal)}</span>` : nothing}
                </td>
                <th scope="row"><a href=${this.address('exemplar.entry', each.id)}>${each.theme}</a></th>
                <td>${this.entries?.titles['directory.organisation']?.[each.organisation] ?? ''}</td>
                <td class="number">${each.typicality ?? ''}</td>
                <td class="number">${each.effect_score ?? ''}</td>
                <td class="number"><strong>${each.total ?? ''}</strong></td>
                <td class="number">${each.scores ?? ''}</td>
                <td>
                  ${
                    each.tied_at_cut && !each.decision
                      ? html`<a class="badge warn" href=${this.address('exemplar.entry', each.id)}
                          >${this.say(words.tied)}</a
                        >`
                      : html`<span class="badge ${each.state === 'awarded' ? 'good' : ''}"
                          >${this.stateName('exemplar.entry', each.state)}</span
                        >`
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  published() {
    if (!this.examples?.items.length) return nothing;
    return html`<section>
      <h3>${this.say(words.borrowed)}</h3>
      <ol>
        ${this.examples.items.map(
          (each) =>
            html`<li value=${each.rank ?? nothing}>
              <a href=${this.address('exemplar.example', each.id)}>${each.theme}</a>
              <span class="soft">${this.examples?.titles['directory.organisation']?.[each.organisation] ?? ''}</span>
            </li>`,
        )}
      </ol>
    </section>`;
  }
}

define('liufa-exemplar-contest', Contest);
