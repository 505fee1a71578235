// @ts-check
/** The year's plan at a glance, quarter by quarter; the office opens the year from here. */
import { Panel, bars, define, html, nothing } from '/panel/1.js';

const words = {
  title: { zh: '各季度应上党课', en: 'Lectures due by quarter' },
  quarter: { zh: '季度', en: 'Quarter' },
  none: { zh: '今年还没有计划。', en: 'No plan for this year yet.' },
  open: { zh: '生成今年的计划', en: 'Open this year' },
  opened: { zh: '已生成', en: 'Made' },
};

class Year extends Panel {
  // Whatever changes one of these, by whomever, reads and draws again.
  static watches = ['lecture_plan.slot'];
  static properties = { created: { state: true } };

  constructor() {
    super();
    this.slots = [];
    this.created = 0;
  }

  get year() {
    return Number(this.today.slice(0, 4));
  }

  async refresh() {
    this.slots = (await this.records('lecture_plan.slot', { year: this.year })).items;
  }

  render() {
    const rows = [1, 2, 3, 4].map((quarter) => ({
      name: `${this.say(words.quarter)} ${quarter}`,
      value: this.slots.filter((slot) => slot.quarter === quarter).length,
    }));
    return html`<div class="stack">
      ${
        this.slots.length
          ? bars({ title: `${this.say(words.title)} ${this.year}`, rows })
          : html`<p class="soft">${this.say(words.none)}</p>`
      }
      ${
        this.mayRun('lecture_plan', 'open_year')
          ? html`<button class="button" type="button" ?disabled=${this.busy} @click=${this.openYear}>
              ${this.say(words.open)}
            </button>`
          : nothing
      }
      <p role="status">${this.created ? `${this.say(words.opened)} ${this.created}` : nothing}</p>
    </div>`;
  }

  async openYear() {
    // What goes wrong is shown beside the panel; the answer is then undefined.
    const answer = await this.attempt(() => this.run('lecture_plan', 'open_year', { year: this.year }));
    if (!answer) return;
    this.created = answer.created;
    await this.reload();
  }
}

define('liufa-lecture-plan-year', Year);
