/** What the host's API answers, as far as the console reads it. */

export interface Text {
  zh: string;
  en: string;
}

export type FieldType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'choice'
  | 'organisation'
  | 'member'
  | 'record'
  | 'file';

export interface Option {
  id: string;
  name: Text;
}

export interface Field {
  id: string;
  name: Text;
  help: Text | null;
  type: FieldType;
  list: boolean;
  required: boolean;
  computed: boolean;
  fixed: boolean;
  /** States in which it may be changed; empty: any. */
  during: string[];
  default: unknown;
  /** In the unit of the JSON value: money in fen. */
  min: number | null;
  max: number | null;
  scale: number;
  max_length: number;
  options: Option[];
  /** Of an organisation; empty: all. */
  kinds: string[];
  /** The full id of the record type that an organisation, member or record field refers to. */
  record: string | null;
  sensitive: boolean;
  anywhere: boolean;
}

export interface State {
  id: string;
  name: Text;
  final: boolean;
}

export interface Transition {
  id: string;
  name: Text;
  from: string[];
  to: string;
  needs: string[];
  takes: string[];
  /** Whether this person could ever take it; whether on this very record, the record's steps say. */
  may: boolean;
  discloses: Text | null;
}

export interface RecordType {
  /** "pairing.pair" */
  record: string;
  method: string;
  id: string;
  name: Text;
  active: boolean;
  derived: boolean;
  title: string[];
  owners: string[];
  key: string[];
  may: { create: boolean; update: boolean; import: boolean; reveal: string[] };
  fields: Field[];
  workflow: { initial: string; states: State[]; transitions: Transition[] } | null;
}

export interface MethodEntry {
  id: string;
  name: Text;
  summary: Text | null;
  version: string;
  active: boolean;
  built_in: boolean;
}

export interface Action {
  method: string;
  id: string;
  name: Text;
  input: Field[];
}

export interface FigureEntry {
  key: string;
  name: Text;
  unit: Text;
  record: string;
  period: 'none' | 'at' | 'between' | 'year';
  value: 'count' | 'sum' | 'average' | 'distinct' | 'share';
}

export interface PanelEntry {
  method: string;
  id: string;
  name: Text;
  place: 'home' | 'method' | 'record';
  record: string | null;
  module: string;
  element: string;
}

/** Everything that pages draw themselves from, for the person who is signed in. */
export interface Catalogue {
  district: { id: string; name: Text };
  today: string;
  version: string;
  methods: MethodEntry[];
  roles: Option[];
  records: RecordType[];
  actions: Action[];
  figures: FigureEntry[];
  panels: PanelEntry[];
}

export interface RecordItem {
  id: number;
  version: number;
  state?: string;
  created_at: string;
  updated_at: string;
  [field: string]: unknown;
}

/** Names of what is referred to: record type → id → title. */
export type Titles = Record<string, Record<string, string>>;

export interface Page {
  items: RecordItem[];
  next: string | null;
  count?: number;
  titles?: Titles;
}

export interface Post {
  id: number;
  role: string;
  organisation: number | null;
}

export interface Session {
  account: number;
  login: string;
  name: string;
  member: number | null;
  roles: string[];
  posts: Post[];
  password_due: boolean;
  second_factor: boolean;
  csrf: string | null;
  idle_minutes: number;
  ends_at: string | null;
}

export interface FigureValue {
  key: string;
  value: number | null;
  unit: Text;
  name: Text;
  before?: { period: string; value: number | null }[];
}

export interface Due {
  reminder: string;
  name: Text;
  record: string;
  id: number;
  title: string;
  organisation: number | null;
  organisation_name: string;
  due_on: string;
  working_days: number;
  overdue: boolean;
  urged: number;
  /** Of what comes again each period: what a new record begins with. Null: the record `id` is to be worked on. */
  enter: Record<string, number> | null;
}

export interface DueList {
  today: string;
  items: Due[];
}

export interface HistoryItem {
  offset: number;
  at: string;
  actor: string;
  topic: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  erased: boolean;
}

export interface Run {
  id: string;
  action: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  note: string;
  result?: unknown;
  problem?: import('./problem').ProblemBody;
}
