/**
 * The console's kit for panels, `/panel/1.js`: what a panel may use, and what it can rely on.
 *
 *     // @ts-check
 *     import { Panel, define, html } from '/panel/1.js';
 *
 * A panel is a custom element in the page of the person who is signed in: it reads and writes with their rights, through the
 * same API. What is declared here stays as it is; a change that breaks panels would be `/panel/2.js`. Guide: sdk/guide/panels.md.
 */

/** What `html` and `svg` make; drawn by returning it from `render`. */
export interface Drawing {
  readonly _$litType$: unknown;
}

/** Lit's templates. The page's Content-Security-Policy refuses `style="…"`: use classes, and attributes in SVG. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Drawing;
export function svg(strings: TemplateStringsArray, ...values: unknown[]): Drawing;
export function css(strings: TemplateStringsArray, ...values: unknown[]): Styles;
/** Draws nothing; as the value of an attribute it leaves that away. */
export const nothing: unique symbol;

/** Lit's directives of these names: keyed lists, classes by condition, an input's value as it is now. */
export function repeat<T>(
  items: Iterable<T>,
  key: (item: T, index: number) => unknown,
  draw: (item: T, index: number) => unknown,
): unknown;
export function classMap(classes: Record<string, boolean | undefined>): unknown;
export function live(value: unknown): unknown;

export interface Styles {
  readonly cssText: string;
}
/**
 * The console's own controls and charts, with its colours by CSS variables, light and dark: classes `button` (`primary`,
 * `quiet`, `danger`, `small`), `input`, `field`, `badge` and `note` (`good`, `warn`, `bad`, `info`), `card`, `row`, `spread`,
 * `stack`, `soft`, `table-box`, `table`, `number`, `visually-hidden`. Variables: tokens.css of the console.
 */
export const sheet: Styles;

/** A text of the host or of the panel, in both languages. */
export interface Text {
  zh: string;
  en: string;
}

/** A record type: what of GET /catalogue a panel may need. */
export interface RecordType {
  record: string;
  name: Text;
  active: boolean;
  may: { create: boolean; update: boolean; import: boolean };
  fields: {
    id: string;
    name: Text;
    help: Text | null;
    type: string;
    options: { id: string; name: Text }[];
    min: number | null;
    max: number | null;
    scale: number;
    max_length: number;
  }[];
}

/** A record as the API answers it. */
export interface RecordItem {
  id: number;
  version: number;
  state?: string;
  [field: string]: any;
}

/** Names of what records refer to: record type → id → name. */
export type Titles = Record<string, Record<string, string>>;

export interface Records {
  items: RecordItem[];
  titles: Titles;
  /** There were more than 2000; the rest is not here. */
  more: boolean;
}

/** An error of the host's; thrown by everything that asks. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: Text;
  readonly field: string | undefined;
}

export interface Progress {
  done: number;
  /** 0: not known. */
  total: number;
  note: string;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** A change as the host tells it at once to whoever may read the record. */
export interface Change {
  record: string;
  id: number;
  topic: string;
}

/**
 * What every panel extends. The console sets the properties, then calls `refresh`, and draws by `render` when that has ended;
 * so `render` can rely on what `refresh` read. What either throws is shown beside the panel, with a button to try again.
 *
 * Fields that are to be drawn anew when they change stand in `static properties` (`{ chosen: { state: true } }`) and get their
 * first value in the constructor, not as class fields.
 */
export class Panel extends HTMLElement {
  /** Record types whose changes, by whomever, call `refresh` again: `['pairing.pair']`. */
  static watches: string[];
  static styles: Styles | Styles[];
  static properties: Record<string, object>;

  /** The id of the district. */
  district: string;
  language: 'zh' | 'en';
  /** On a record's page: which; else null. Another one calls `refresh` again. */
  subject: { record: string; id: number } | null;
  /** Of who is signed in: office, secretary, member, community, auditor, …. */
  roles: readonly string[];
  /** The district's date, YYYY-MM-DD. */
  today: string;
  /** The person's own member record; null if there is none. */
  member: number | null;

  /** To be overridden: reads what `render` draws. Never called twice at once. */
  refresh(): Promise<void>;
  /** To be overridden: draws it. */
  render(): unknown;
  /** To be overridden: whether there is nothing to show, so that the page leaves the panel out. */
  get empty(): boolean;
  /** To be overridden where not every change of a watched type matters. */
  concerns(change: Change): boolean;

  /** Draws again; call it after changing a plain field. */
  requestUpdate(): void;
  readonly updateComplete: Promise<boolean>;
  readonly renderRoot: ShadowRoot;
  /** Calls `refresh`, and `render` after it. */
  reload(): Promise<void>;

  /** A request below /api/v1/districts/DISTRICT; the answer's JSON. Throws Problem. An ended session is taken up again first. */
  ask(
    path: string,
    given?: {
      method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
      body?: unknown;
      query?: Query;
      /** The version of the record that is changed. */
      version?: number;
    },
  ): Promise<any>;
  /** All records of a type that a list's query selects (at most 2000; with `limit` one page), with the names of what they refer to. */
  records(record: string, query?: Query): Promise<Records>;
  /** One record, with `titles`. */
  record(record: string, id: number): Promise<RecordItem & { titles: Titles }>;
  /** Runs an action to its end and returns its result; `signal` cancels it. Throws Problem. */
  run(
    method: string,
    action: string,
    input?: object,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<any>;
  /** Takes a record through a step of its workflow. Throws Problem. */
  step(record: string, id: number, transition: string, values?: object): Promise<RecordItem>;

  /**
   * Does what somebody asked for by a button: `busy` (drawn anew) is true meanwhile, a Problem is shown beside the panel and the
   * answer is then undefined. Nothing that is typed is lost.
   */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>;
  busy: boolean;

  /** A text in the language of the page. */
  say(text: Partial<Text> | null | undefined): string;
  /** A name with the colon of the language; names one after another. */
  label(name: unknown): string;
  list(names: readonly unknown[]): string;
  /** A date as the page's language writes it, '2026-03-01': 2026年3月1日, 1 Mar 2026. */
  date(value: unknown): string;
  /** The address of a record's page, or of the list: for `<a href>`, which then opens in place. */
  address(record: string, id?: number | null): string;
  /** Where the file in a record's field of type `file` is downloaded. */
  fileAddress(hash: string): string;
  /** Opens a page of the console: '/records/pairing/pair/12'. */
  open(path: string): void;

  /** A record type as the catalogue describes it to this person; undefined if they can't read it. */
  type(record: string): RecordType | undefined;
  /** Names as the manifest gives them, so that a panel does not repeat them. */
  fieldName(record: string, field: string): string;
  optionName(record: string, field: string, option: unknown): string;
  stateName(record: string, state: unknown): string;
  /** Whether the person could start this action, or take this step, at all; the host decides on each record. */
  mayRun(method: string, action: string): boolean;
  mayStep(record: string, transition: string): boolean;
}

/** Defines the element `liufa-METHOD-PANEL` (with `-` for `_`). */
export function define(name: string, panel: typeof Panel): void;

/** Several dimensions at a glance. `full` is what the rim stands for. `table: false` where the numbers stand beside it anyway. */
export function radar(given: {
  title: string;
  axes: readonly { name: string; value: number; full: number; text?: string }[];
  table?: boolean;
}): Drawing;

/** A few things that belong together, each done, missing or exempt. `centre` is written in the middle. */
export function wheel(given: {
  title: string;
  parts: readonly { name: string; state: 'done' | 'missing' | 'exempt' }[];
  centre?: string;
  table?: boolean;
}): Drawing;

/** Amounts side by side, as a table with bars. `full` is where a bar ends, by default the largest value. */
export function bars(given: {
  title: string;
  rows: readonly {
    name: string | Drawing;
    value: number;
    full?: number;
    text?: string;
    tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad';
  }[];
}): Drawing;
