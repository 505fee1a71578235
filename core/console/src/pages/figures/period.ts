/** Periods as the host writes them: "2025", "2025-H1", "2025-Q2", "2025-03". Those of two dates only it makes. */

export type Grain = 'year' | 'half' | 'quarter' | 'month';
export const grains: Grain[] = ['year', 'half', 'quarter', 'month'];

export interface Period {
  grain: Grain;
  year: number;
  /** Within the year, from 1. */
  part: number;
}

export const partsOf: Record<Grain, number> = { year: 1, half: 2, quarter: 4, month: 12 };

export function parsePeriod(text: string): Period | null {
  const found = /^(\d{4})(?:-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/.exec(text);
  if (!found) return null;
  const year = Number(found[1]);
  const part = found[2];
  if (!part) return { grain: 'year', year, part: 1 };
  if (part[0] === 'H') return { grain: 'half', year, part: Number(part[1]) };
  if (part[0] === 'Q') return { grain: 'quarter', year, part: Number(part[1]) };
  return { grain: 'month', year, part: Number(part) };
}

export function periodText({ grain, year, part }: Period): string {
  if (grain === 'year') return String(year);
  if (grain === 'half') return `${year}-H${part}`;
  if (grain === 'quarter') return `${year}-Q${part}`;
  return `${year}-${String(part).padStart(2, '0')}`;
}

/** The period of a kind that a day lies in. */
export function periodAt(grain: Grain, date: string): Period {
  const month = Number(date.slice(5, 7));
  return { grain, year: Number(date.slice(0, 4)), part: Math.ceil((month * partsOf[grain]) / 12) };
}

/** So many periods later. */
export function stepPeriod({ grain, year, part }: Period, count: number): Period {
  const index = year * partsOf[grain] + part - 1 + count;
  return { grain, year: Math.floor(index / partsOf[grain]), part: (index % partsOf[grain]) + 1 };
}

/** The same time in another kind of period: its last part, so that what was chosen is in it or is its end. */
export function regrain(period: Period, grain: Grain, today: string): Period {
  const lastMonth = Math.min(12, Math.ceil((period.part * 12) / partsOf[period.grain]));
  const end = `${period.year}-${String(lastMonth).padStart(2, '0')}-01`;
  const chosen = periodAt(grain, end);
  const now = periodAt(grain, today);
  return chosen.year > now.year || (chosen.year === now.year && chosen.part > now.part) ? now : chosen;
}

const quartersZh = ['一', '二', '三', '四'];
const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 2025年上半年, 2025年第二季度, 2025年3月; 2025 H1, 2025 Q2, Mar 2025. What it does not know stays as it is. */
export function periodName(text: string, language: 'zh' | 'en'): string {
  const period = parsePeriod(text);
  if (!period) return text.replace('..', language === 'en' ? ' to ' : ' 至 ');
  const { grain, year, part } = period;
  if (language === 'en') {
    if (grain === 'year') return String(year);
    if (grain === 'month') return `${monthsEn[part - 1]} ${year}`;
    return `${year} ${grain === 'half' ? 'H' : 'Q'}${part}`;
  }
  if (grain === 'year') return `${year}年`;
  if (grain === 'half') return `${year}年${part === 1 ? '上' : '下'}半年`;
  if (grain === 'quarter') return `${year}年第${quartersZh[part - 1]}季度`;
  return `${year}年${part}月`;
}

/** What stands on a chart's axis. */
export function shortPeriodName(text: string): string {
  const period = parsePeriod(text);
  if (!period || period.grain === 'year') return text;
  const year = `'${String(period.year % 100).padStart(2, '0')}`;
  return period.grain === 'month' ? `${year}/${period.part}` : `${year} ${text.slice(5)}`;
}
