/** The class that methods' panels extend; what each part promises stands in sdk/panel/panel.d.ts. */
import { LitElement, type CSSResultGroup, type PropertyValues } from 'lit';
import { ask, type Ask, type Query } from '../api/client';
import { onChange, onReset, type LiveChange } from '../api/live';
import type { Catalogue, RecordItem, RecordType, Text, Titles } from '../api/types';
import { dateText } from '../values/dates';
import { allRecords, runAction, takeStep, type Progress, type Records } from './requests';
import { sheet } from './sheet';

/** Changes that come in a burst are one refresh. */
const gathering = 400;

/** Tells the page around a panel how it is; see PanelHost.vue. */
export interface PanelState {
  loading: boolean;
  problem: unknown;
  empty: boolean;
}

export class Panel extends LitElement {
  static watches: string[] = [];

  static override styles: CSSResultGroup = sheet;

  static override properties = {
    district: {},
    language: {},
    subject: {},
    roles: {},
    today: {},
    member: {},
    catalogue: { attribute: false },
    busy: { state: true },
  };

  declare district: string;
  declare language: 'zh' | 'en';
  declare subject: { record: string; id: number } | null;
  declare roles: readonly string[];
  declare today: string;
  declare member: number | null;
  declare catalogue: Catalogue | null;
  declare busy: boolean;

  private ready = false;
  private reading = false;
  private stale = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unfollow: (() => void)[] = [];

  constructor() {
    super();
    this.district = '';
    this.language = 'zh';
    this.subject = null;
    this.roles = [];
    this.today = '';
    this.member = null;
    this.catalogue = null;
    this.busy = false;
  }

  /** Reads what the panel shows; called first and whenever something of `watches` changes. */
  async refresh(): Promise<void> {}

  /** Whether there is nothing to show: the page then leaves the panel's card out. */
  get empty(): boolean {
    return false;
  }

  /** Whether a change of a watched record type is worth a refresh. */
  concerns(_change: LiveChange): boolean {
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.renderRoot.addEventListener('click', this.followLink);
    const watched = (this.constructor as typeof Panel).watches;
    if (watched.length)
      this.unfollow = [
        onChange((change) => {
          if (watched.includes(change.record) && this.concerns(change)) this.later();
        }),
        onReset(() => this.later()),
      ];
    // The properties are all set before the first reading.
    void Promise.resolve().then(() => this.reload());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.renderRoot.removeEventListener('click', this.followLink);
    for (const each of this.unfollow) each();
    this.unfollow = [];
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Calls `refresh`, one at a time, and shows what came of it. */
  async reload(): Promise<void> {
    if (this.reading) {
      this.stale = true;
      return;
    }
    this.reading = true;
    this.tell(!this.ready, null);
    try {
      do {
        this.stale = false;
        await this.refresh();
      } while (this.stale && this.isConnected);
      this.ready = true;
      this.tell(false, null);
      this.requestUpdate();
    } catch (problem) {
      this.tell(false, problem);
    } finally {
      this.reading = false;
    }
  }

  /** Does what somebody asked for; what goes wrong is told beside the panel, and the answer is then undefined. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.tell(false, null);
    try {
      return await work();
    } catch (problem) {
      this.tell(false, problem);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  ask<T = unknown>(path: string, given: Ask = {}): Promise<T> {
    return ask<T>(path, given);
  }

  records(record: string, query: Query = {}): Promise<Records> {
    return allRecords(record, query);
  }

  record(record: string, id: number): Promise<RecordItem & { titles?: Titles }> {
    return ask(`/records/${record.replace('.', '/')}/${id}`, { query: { titles: true } });
  }

  run(
    method: string,
    action: string,
    input?: object,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<unknown> {
    return runAction(method, action, input, onProgress, signal);
  }

  step(record: string, id: number, transition: string, values?: object): Promise<RecordItem> {
    return takeStep(record, id, transition, values);
  }

  say(text: Partial<Text> | null | undefined): string {
    return text ? text[this.language] || text.zh || text.en || '' : '';
  }

  /** With the colon of the language. */
  label(name: unknown): string {
    return `${String(name)}${this.language === 'en' ? ': ' : '：'}`;
  }

  /** One after another, as the language does it. */
  list(names: readonly unknown[]): string {
    return names.map(String).join(this.language === 'en' ? ', ' : '、');
  }

  /** A civil date as people read it; an instant by its day. */
  date(value: unknown): string {
    return dateText(String(value ?? ''), this.language);
  }

  /** The address of a record's page, or of the list. */
  address(record: string, id?: number | null): string {
    const list = `/${this.district}/records/${record.replace('.', '/')}`;
    return id === undefined || id === null ? list : `${list}/${id}`;
  }

  /** Where a kept file is downloaded. */
  fileAddress(hash: string): string {
    return `/api/v1/districts/${this.district}/files/${hash}`;
  }

  open(path: string): void {
    const own = `/${this.district}`;
    const full = path === own || path.startsWith(`${own}/`) ? path : `${own}${path}`;
    this.dispatchEvent(new CustomEvent('liufa-open', { detail: full, bubbles: true, composed: true }));
  }

  type(record: string): RecordType | undefined {
    return this.catalogue?.records.find((each) => each.record === record);
  }

  fieldName(record: string, field: string): string {
    return this.say(this.type(record)?.fields.find((each) => each.id === field)?.name) || field;
  }

  optionName(record: string, field: string, option: unknown): string {
    const options = this.type(record)?.fields.find((each) => each.id === field)?.options;
    return this.say(options?.find((each) => each.id === option)?.name) || String(option ?? '');
  }

  stateName(record: string, state: unknown): string {
    return this.say(this.type(record)?.workflow?.states.find((each) => each.id === state)?.name) || String(state ?? '');
  }

  mayRun(method: string, action: string): boolean {
    return !!this.catalogue?.actions.some((each) => each.method === method && each.id === action);
  }

  mayStep(record: string, transition: string): boolean {
    return !!this.type(record)?.workflow?.transitions.some((each) => each.id === transition && each.may);
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    // Another record, another reading.
    if (changed.has('subject') && this.ready && changed.get('subject') !== undefined) {
      this.ready = false;
      void this.reload();
    }
    return this.ready;
  }

  /** A mistake in a panel's drawing is told beside it and breaks nothing else. */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (problem) {
      this.tell(false, problem);
    }
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.reload();
    }, gathering);
  }

  private tell(loading: boolean, problem: unknown): void {
    const detail: PanelState = { loading, problem, empty: this.ready && !problem && this.empty };
    this.dispatchEvent(new CustomEvent('liufa-state', { detail }));
  }

  /** Links to the console's own pages open without loading the page anew. */
  private followLink = (event: Event): void => {
    const click = event as MouseEvent;
    if (click.defaultPrevented || click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey) return;
    const link = (click.target as Element | null)?.closest?.('a[href]');
    const href = link?.getAttribute('href') ?? '';
    if (!link || link.hasAttribute('download') || !href.startsWith(`/${this.district}/`)) return;
    click.preventDefault();
    this.open(href);
  };
}

/** Defines the element once; a second load of the same module changes nothing. */
export function define(name: string, panel: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, panel);
}
