/** Civil dates and instants as people read and type them. The districts are in China: one time zone, UTC+8. */
import type { Language } from '../texts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const east8 = 8 * 3_600_000;

/** "2026-03-01" → 2026年3月1日, 1 Mar 2026 */
export function dateText(date: string, language: Language): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  if (!parts) return date;
  const [year, month, day] = [parts[1]!, Number(parts[2]), Number(parts[3])];
  return language === 'en' ? `${day} ${months[month - 1]} ${year}` : `${year}年${month}月${day}日`;
}

/** An instant as its local wall clock: "2026-03-01T16:05" */
export function localOf(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? '' : new Date(at + east8).toISOString().slice(0, 16);
}

/** A local wall clock as an instant: "2026-03-01T16:05" → "2026-03-01T08:05:00.000Z"; null if it is none. */
export function instantOf(local: string): string | null {
  const at = Date.parse(`${local.length === 10 ? `${local}T00:00` : local}Z`);
  return Number.isNaN(at) ? null : new Date(at - east8).toISOString();
}

export function instantText(instant: string, language: Language): string {
  const local = localOf(instant);
  return local ? `${dateText(local, language)} ${local.slice(11)}` : instant;
}

/** The day after: what `.lt` needs to hold all of a day's instants. */
export function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
