// @ts-check
/** What is under an item of the sheet: its standard, what each stage entered with evidence and notes, and the form to enter. */
import { html, nothing } from '/panel/1.js';
import { words } from './words.js';

/** @param {import('./sheet.js').Sheet} panel */
export function detail(panel, row) {
  const item = panel.items.get(row.item);
  return html`${item?.content ? html`<p class="text"><span class="soft">${panel.label(panel.say(words.standard))}</span>${item.content}</p>` : nothing}
    ${item?.evidence ? html`<p class="text"><span class="soft">${panel.label(panel.say(words.basis))}</span>${item.evidence}</p>` : nothing}
    ${item?.evidence_required ? html`<p><span class="badge warn">${panel.say(words.needs)}</span></p>` : nothing}
    <h4>${panel.say(words.entered)}</h4>
    ${entries(panel, row)} ${evidence(panel, row)}
    ${panel.saved === row.item ? html`<p class="note good" role="status">${panel.say(words.saved)}</p>` : nothing}
    ${panel.fillsIn() && panel.takes(row, 'self_check') ? form(panel, row, item, 'self_check') : nothing}
    ${panel.scoresNow() && panel.takes(row, 'review') ? form(panel, row, item, 'review') : nothing}`;
}

/** @param {import('./sheet.js').Sheet} panel */
function entries(panel, row) {
  const given = [panel.selfScores.get(row.item), ...panel.scores.filter((each) => each.item_code === row.item)].filter(
    Boolean,
  );
  if (!given.length) return html`<p class="soft">${panel.say(words.nothingEntered)}</p>`;
  return html`<ul>
    ${given.map((each) => {
      const stage = each.stage ?? 'self_check';
      const record = each.stage ? 'assessment.score' : 'assessment.self_score';
      const values = ['points', 'instances', 'measure']
        .filter((field) => each[field] !== null && each[field] !== undefined)
        .map((field) => `${panel.say(words[field])} ${each[field]}`);
      return html`<li>
        <a href=${panel.address(record, each.id)}
          >${panel.optionName('assessment.item', 'stages', stage)}${each.occasion > 1 ? ` ${each.occasion}` : ''}</a
        >
        ${panel.list(values)}
        ${each.from_facts ? html`<span class="badge info">${panel.say(words.fromFacts)}</span>` : nothing}
        ${
          each.fact_count !== null && each.fact_count !== undefined && !each.from_facts
            ? html`<span class="soft">${panel.say(words.factCount)} ${each.fact_count}</span>`
            : nothing
        }
        ${each.note ? html`<div class="soft text">${each.note}</div>` : nothing} ${files(panel, each.evidence)}
        ${each.evidence_place ? html`<div class="soft">${panel.label(panel.say(words.place))}${each.evidence_place}</div>` : nothing}
      </li>`;
    })}
  </ul>`;
}

/** @param {import('./sheet.js').Sheet} panel */
function files(panel, list) {
  return (list ?? []).map(
    (file, index) => html` <a href=${panel.fileAddress(file)} download>${panel.say(words.files)} ${index + 1}</a>`,
  );
}

/** @param {import('./sheet.js').Sheet} panel */
function evidence(panel, row) {
  if (!row.evidence?.length) return nothing;
  return html`<details>
    <summary>${panel.say(words.facts)} <span class="soft">${panel.say(words.more)} ${row.pieces}</span></summary>
    <ul>
      ${row.evidence.map(
        (each) =>
          html`<li>
            ${panel.date(each.held_on)} ${each.text || each.source}
            <span class="soft">${each.organisation} × ${each.quantity}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}

/**
 * What the item is scored by decides what is asked for.
 * @param {import('./sheet.js').Sheet} panel
 */
function form(panel, row, item, stage) {
  const own = stage === 'self_check';
  const known = own
    ? panel.selfScores.get(row.item)
    : panel.scores.find((each) => each.item_code === row.item && each.stage === stage);
  const by = item.scored_by ?? 'points';
  const record = own ? 'assessment.self_score' : 'assessment.score';
  const id = `${stage}-${row.item}`;
  const step = { points: 0.01, instances: 1, measure: 0.0001 };
  return html`<form
    @submit=${(event) => save(panel, event, row, stage, known)}
    aria-label="${panel.say(own ? words.fill : words.score)} ${row.item}"
  >
    <div class="field">
      <label for="${id}-value">${panel.optionName('assessment.item', 'stages', stage)} · ${panel.say(words[by])}</label>
      <input
        class="input number"
        id="${id}-value"
        name=${by}
        type="number"
        min="0"
        step=${step[by]}
        .value=${String(known?.[by] ?? '')}
      />
      ${by === 'points' ? html`<span class="help">0 – ${row.standard}</span>` : nothing}
    </div>
    ${
      own
        ? html`<div class="field">
            <label for="${id}-place">${panel.fieldName(record, 'evidence_place')}</label>
            <input
              class="input"
              id="${id}-place"
              name="evidence_place"
              maxlength="400"
              .value=${known?.evidence_place ?? ''}
            />
          </div>`
        : nothing
    }
    <div class="field wide">
      <label for="${id}-note">${panel.fieldName(record, 'note')}</label>
      <textarea class="input" id="${id}-note" name="note" maxlength="2000" .value=${known?.note ?? ''}></textarea>
    </div>
    <div class="field">
      <label for="${id}-files">${panel.say(words.addFiles)}</label>
      <input class="input" id="${id}-files" name="files" type="file" multiple />
    </div>
    <div class="row wide">
      <button class="button primary" ?disabled=${panel.busy}>${panel.say(words.save)}</button>
      <button class="button" type="button" @click=${() => panel.show(row.item)}>${panel.say(words.cancel)}</button>
    </div>
  </form>`;
}

/** @param {import('./sheet.js').Sheet} panel */
async function save(panel, event, row, stage, known) {
  event.preventDefault();
  const form = new FormData(event.target);
  const values = {};
  for (const field of ['points', 'instances', 'measure']) {
    const typed = form.get(field);
    if (typed !== null) values[field] = typed === '' ? null : Number(typed);
  }
  for (const field of ['note', 'evidence_place']) if (form.has(field)) values[field] = form.get(field) || null;
  const done = await panel.attempt(async () => {
    const added = [];
    for (const file of form.getAll('files'))
      if (file instanceof File && file.size)
        added.push((await panel.ask('/files', { method: 'POST', query: { name: file.name }, body: file })).file);
    if (added.length) values.evidence = [...(known?.evidence ?? []), ...added];
    const path = stage === 'self_check' ? '/records/assessment/self_score' : '/records/assessment/score';
    if (known) return panel.ask(`${path}/${known.id}`, { method: 'PATCH', version: known.version, body: values });
    const named = { campaign: panel.sheet.campaign, organisation: panel.sheet.organisation, item_code: row.item };
    return panel.ask(path, {
      method: 'POST',
      body: { ...named, ...(stage === 'self_check' ? {} : { stage }), ...values },
    });
  });
  if (!done) return;
  panel.saved = row.item;
  await panel.reload();
}
