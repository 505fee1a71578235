/** Civil dates as the host writes them, "2026-11-28": arithmetic without a time zone in between. */

const day = 86_400_000;

export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / day;

export const dateOf = (number: number): string => new Date(number * day).toISOString().slice(0, 10);

export const addDays = (date: string, count: number): string => dateOf(dayNumber(date) + count);

/** 1 Monday … 7 Sunday, as people here count. */
export const weekday = (date: string): number => ((dayNumber(date) + 3) % 7) + 1;

export const sundayOf = (date: string): string => addDays(date, 7 - weekday(date));

/** "2026-11" and how many months later. */
export function addMonths(month: string, count: number): string {
  const [year, part] = month.split('-').map(Number) as [number, number];
  const months = year * 12 + part - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

export const monthOf = (date: string): string => date.slice(0, 7);

export const lastDay = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1);

/** The same day in another month, or that month's last. */
export function sameDayIn(month: string, date: string): string {
  const wanted = `${month}-${date.slice(8)}`;
  const last = lastDay(month);
  return wanted > last ? last : wanted;
}

/** The weeks that show a month, Monday first, with the days before and after that fill them. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weeks: string[][] = [];
  for (let monday = addDays(first, 1 - weekday(first)); monday <= lastDay(month); monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)));
  return weeks;
}
