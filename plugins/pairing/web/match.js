// @ts-check
/** Matching by the principle: tried first, each proposal with its reasons and who is left over and why, then made. */
import { Panel, css, define, html, nothing, sheet } from '/panel/1.js';

const words = {
  explain: {
    zh: '按综治—乱、经济—穷、党群—弱配对，先配得多，再求代价小；先试算看理由，再建立为拟结对。',
    en: 'Public order with disorderly, economic with poor, Party and mass with weak: as many pairs as possible at the least cost. Try it, see the reasons, then make the proposals.',
  },
  kind: { zh: '配对对象', en: 'What is matched' },
  organisations: { zh: '组织', en: 'Organisations' },
  members: { zh: '党员', en: 'Members' },
  count: { zh: '最多配多少对', en: 'Pairs at most' },
  only: { zh: '只配符合原则的', en: 'Only by the principle' },
  attempt: { zh: '试算', en: 'Try' },
  make: { zh: '建立为拟结对', en: 'Make the proposals' },
  stop: { zh: '取消', en: 'Cancel' },
  running: { zh: '正在配对…', en: 'Matching…' },
  found: { zh: '可配', en: 'Found' },
  made: { zh: '已建立拟结对', en: 'Proposals made' },
  follow: { zh: '符合原则', en: 'by the principle' },
  left: { zh: '未配上', en: 'Left over' },
  urban: { zh: '机关', en: 'Urban' },
  rural: { zh: '农村', en: 'Rural' },
  reason: { zh: '理由', en: 'Reason' },
  cost: { zh: '代价', en: 'Cost' },
  first: { zh: '先列出', en: 'Shown are the first' },
  nothing: { zh: '没有可配的对象，原因见下。', en: 'Nothing to pair; the reasons stand below.' },
};

const shown = 200;

class Match extends Panel {
  static styles = [
    sheet,
    css`
      .input {
        width: auto;
      }
      input[type='number'] {
        width: 8em;
      }
      progress {
        flex: 1;
        min-width: 120px;
        accent-color: var(--accent);
      }
      td {
        vertical-align: top;
      }
    `,
  ];
  static properties = { progress: { state: true }, answer: { state: true } };

  constructor() {
    super();
    /** @type {import('/panel/1.js').Progress | null} */
    this.progress = null;
    /** @type {any} */
    this.answer = null;
    /** @type {AbortController | null} */
    this.stopping = null;
    this.input = {};
  }

  render() {
    return html`<div class="stack">
      <p class="soft">${this.say(words.explain)}</p>
      <form class="row" @submit=${this.attemptMatch}>
        <label class="row"
          >${this.say(words.kind)}
          <select class="input" name="kind">
            <option value="organisations">${this.say(words.organisations)}</option>
            <option value="members">${this.say(words.members)}</option>
          </select></label
        >
        <label class="row">${this.say(words.count)} <input class="input" type="number" name="count" min="1" /></label>
        <label class="row"><input type="checkbox" name="principle_only" /> ${this.say(words.only)}</label>
        <button class="button" ?disabled=${this.busy}>${this.say(words.attempt)}</button>
        ${
          this.answer?.dry_run && this.answer.matched
            ? html`<button class="button primary" type="button" ?disabled=${this.busy} @click=${this.make}>
                ${this.say(words.make)} ${this.answer.matched}
              </button>`
            : nothing
        }
      </form>
      ${this.busy ? this.underway() : nothing}
      <div role="status">${this.answer && !this.busy ? this.summary() : nothing}</div>
      ${this.answer && !this.busy ? html`${this.pairs()} ${this.unmatched()}` : nothing}
    </div>`;
  }

  attemptMatch(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.input = {
      kind: form.get('kind'),
      count: form.get('count') ? Number(form.get('count')) : null,
      principle_only: form.has('principle_only'),
    };
    void this.match(true);
  }

  make() {
    void this.match(false);
  }

  async match(tries) {
    this.stopping = new AbortController();
    const answer = await this.attempt(() =>
      this.run(
        'pairing',
        'match',
        { ...this.input, dry_run: tries },
        (progress) => (this.progress = progress),
        this.stopping?.signal,
      ),
    );
    this.progress = null;
    if (answer) this.answer = answer;
  }

  underway() {
    const total = this.progress?.total ?? 0;
    return html`<div class="row" role="status">
      <progress
        aria-label=${this.say(words.running)}
        max=${total || nothing}
        value=${total ? this.progress?.done : nothing}
      ></progress>
      <span>${this.say(words.running)} ${total ? `${this.progress?.done} / ${total}` : ''}</span>
      <button class="button small" type="button" @click=${() => this.stopping?.abort()}>${this.say(words.stop)}</button>
    </div>`;
  }

  summary() {
    const { dry_run: tried, matched, created, follows_principle: follow, unmatched } = this.answer;
    if (!matched) return html`<p class="note warn">${this.say(words.nothing)}</p>`;
    return html`<p class="note ${tried ? '' : 'good'}">
      ${this.say(tried ? words.found : words.made)} <strong>${tried ? matched : created}</strong> ·
      ${this.say(words.follow)} ${follow} · ${this.say(words.left)} ${unmatched.total}
    </p>`;
  }

  pairs() {
    const pairs = this.answer.pairs;
    if (!pairs.length) return nothing;
    return html`<div class="table-box" tabindex="0" role="group" aria-label=${this.say(words.found)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${this.say(words.urban)}</th>
              <th scope="col">${this.say(words.rural)}</th>
              <th scope="col">${this.say(words.reason)}</th>
              <th scope="col" class="number">${this.say(words.cost)}</th>
            </tr>
          </thead>
          <tbody>
            ${pairs.slice(0, shown).map(
              (pair) =>
                html`<tr>
                  <th scope="row">${pair.urban_name}</th>
                  <td>
                    ${
                      pair.id
                        ? html`<a
                            href=${this.address(this.answer.kind === 'members' ? 'pairing.member_pair' : 'pairing.pair', pair.id)}
                            >${pair.rural_name}</a
                          >`
                        : pair.rural_name
                    }
                  </td>
                  <td>${this.say(pair.explanation)}</td>
                  <td class="number">${pair.cost}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pairs.length > shown ? html`<p class="soft">${this.say(words.first)} ${shown}</p>` : nothing}`;
  }

  /** By side and reason, since many share one. */
  unmatched() {
    const groups = new Map();
    for (const each of this.answer.unmatched.list) {
      const key = `${each.side} ${each.code}`;
      const group = groups.get(key) ?? { side: each.side, code: each.code, reason: each.reason, names: [] };
      group.names.push(each.name);
      groups.set(key, group);
    }
    if (!groups.size) return nothing;
    return html`<section>
      <h3>${this.say(words.left)}</h3>
      ${[...groups.values()].map(
        (group) =>
          html`<details>
            <summary>
              ${this.say(words[group.side])} · ${this.say(group.reason)}
              <span class="soft">${this.answer.unmatched.counts[group.side][group.code]}</span>
            </summary>
            <p>${this.list(group.names)}</p>
          </details>`,
      )}
    </section>`;
  }
}

define('liufa-pairing-match', Match);
