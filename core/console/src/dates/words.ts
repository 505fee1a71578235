/** Dates and instants as people read them, in the language of the page. */
import { language } from '../texts';
import { dateText, instantText } from '../values/dates';

/** 2026年11月28日, 28 Nov 2026 */
export const longDate = (date: string): string => dateText(date, language.value);

/** 2026年11月28日 14:05: the clock of China. */
export const instant = (value: string): string => instantText(value, language.value);

/** Without the year, where it is this one. */
export function shortDate(date: string, today: string): string {
  const full = longDate(date);
  if (today.slice(0, 4) !== date.slice(0, 4)) return full;
  return language.value === 'en' ? full.replace(/ \d{4}$/, '') : full.replace(/^\d+年/, '');
}

const ofDate = (date: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language.value === 'en' ? 'en-GB' : 'zh-CN', { ...options, timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

export const weekdayName = (date: string, width: 'short' | 'long' = 'short'): string =>
  ofDate(date, { weekday: width });

/** 2026年11月 */
export const monthName = (month: string): string => ofDate(`${month}-01`, { year: 'numeric', month: 'long' });
