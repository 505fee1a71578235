/** Dates and instants as people read them, in the language of the page; instants in China's time. */
import { language } from '../texts';

const locale = () => (language.value === 'en' ? 'en-GB' : 'zh-CN');

function format(value: string, options: Intl.DateTimeFormatOptions, timeZone: string): string {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return value;
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone }).format(moment);
}

const ofDate = (date: string, options: Intl.DateTimeFormatOptions) => format(`${date}T00:00:00Z`, options, 'UTC');

/** 2026年11月28日, 28 November 2026 */
export const longDate = (date: string): string => ofDate(date, { year: 'numeric', month: 'long', day: 'numeric' });

/** 11月28日 周六, Sat 28 Nov; with the year where it isn't this one. */
export const shortDate = (date: string, today?: string): string =>
  ofDate(date, {
    year: today && today.slice(0, 4) !== date.slice(0, 4) ? 'numeric' : undefined,
    month: 'short',
    day: 'numeric',
  });

export const weekdayName = (date: string, width: 'short' | 'long' = 'short'): string =>
  ofDate(date, { weekday: width });

/** 2026年11月 */
export const monthName = (month: string): string => ofDate(`${month}-01`, { year: 'numeric', month: 'long' });

/** 2026/11/28 14:05 */
export const instant = (value: string): string =>
  format(
    value,
    { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    'Asia/Shanghai',
  );
