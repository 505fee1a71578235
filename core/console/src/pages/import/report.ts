/** What the host says of a file: the fate of each row, and what is wrong with those that are refused. */
import type { ProblemBody } from '../../api/problem';
import type { RecordType, Text } from '../../api/types';

export type Fate = 'created' | 'updated' | 'unchanged' | 'refused';
export const fates: Fate[] = ['refused', 'created', 'updated', 'unchanged'];

export interface RowFate {
  line: number;
  fate: Fate;
  title: string;
  problems?: ProblemBody[];
}

export interface ImportReport {
  record: string;
  dry_run?: boolean;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  items?: RowFate[];
}

/** Refused first, then as in the file. */
export function rowsOf(report: ImportReport, fate: Fate | ''): RowFate[] {
  const rank = (row: RowFate) => (row.fate === 'refused' ? 0 : 1);
  return (report.items ?? [])
    .filter((row) => !fate || row.fate === fate)
    .sort((left, right) => rank(left) - rank(right) || left.line - right.line);
}

export const changes = (report: ImportReport): number => report.created + report.updated;
export const mayCommit = (report: ImportReport): boolean => report.refused === 0 && changes(report) > 0;

/** The single problems of a row: one that is made of several is told by its parts. */
export function problemsOf(row: RowFate): ProblemBody[] {
  const flat = (problem: ProblemBody): ProblemBody[] =>
    problem.errors?.length ? problem.errors.flatMap(flat) : [problem];
  return (row.problems ?? []).flatMap(flat);
}

/** What people call the column that a problem is about. */
export function columnName(type: RecordType | undefined, field: string | undefined): Text | string {
  return type?.fields.find((each) => each.id === field)?.name ?? field ?? '';
}

/** A cell that a spreadsheet program would take for a formula is told to be text. */
export function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** With the mark by which spreadsheet programs know UTF-8. */
export function csvOf(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
