/** Figures as people read them, and how they changed. */
import type { FigureValue, Text } from '../../api/types';

type Language = 'zh' | 'en';

/** Five digits and more are grouped (GB/T 15835). */
export function numberText(value: number): string {
  const digits = { maximumFractionDigits: 4, useGrouping: Math.abs(value) >= 10_000 };
  return value.toLocaleString('en-US', digits);
}

export function figureText(value: number | null, unit: Text, language: Language): string {
  if (value === null) return '—';
  const said = unit[language];
  return `${numberText(value)}${language === 'en' && said && said !== '%' ? ' ' : ''}${said}`;
}

export interface Change {
  direction: 'up' | 'down' | 'same';
  difference: number;
  /** Of what was before; null where that says nothing: of shares, and of zero. */
  percent: number | null;
}

/** Against the period before; null if there is nothing to compare with. */
export function changeOf(value: number | null, before: number | null | undefined, unit: Text): Change | null {
  if (value === null || before === null || before === undefined) return null;
  const difference = Number((value - before).toFixed(6));
  const percent = unit.zh === '%' || before === 0 ? null : Number(((difference / Math.abs(before)) * 100).toFixed(1));
  return { direction: difference > 0 ? 'up' : difference < 0 ? 'down' : 'same', difference, percent };
}

export const changeOfFigure = (figure: FigureValue): Change | null =>
  changeOf(figure.value, figure.before?.at(-1)?.value, figure.unit);

/** +24 (+18.8%); of shares in percentage points: +2.5pp, in Chinese 个百分点. */
export function changeText(change: Change, unit: Text, language: Language): string {
  const signed = (value: number, rest = '') =>
    `${value > 0 ? '+' : value < 0 ? '−' : ''}${numberText(Math.abs(value))}${rest}`;
  if (unit.zh === '%') return signed(change.difference, language === 'zh' ? ' 个百分点' : ' pp');
  const difference = signed(change.difference);
  return change.percent === null ? difference : `${difference} (${signed(change.percent, '%')})`;
}

/** The figure's values, oldest first, with the present one last. */
export function series(figure: FigureValue, period: string): { period: string; value: number | null }[] {
  return [...(figure.before ?? []), { period, value: figure.value }];
}

export const methodOf = (key: string): string => key.slice(0, key.indexOf('.'));

/**
 * Those that a first page shows of each method, if nobody chose: the ones that have most to tell about their course. No
 * method is known here, so what a figure means can't decide.
 */
export function headlines(figures: FigureValue[], each: number): FigureValue[] {
  const tells = (figure: FigureValue) => {
    const values = [...(figure.before ?? []).map((one) => one.value), figure.value];
    const known = values.filter((value) => value !== null && value !== 0).length;
    return figure.value ? known + (new Set(values).size > 1 ? 1 : 0) : 0;
  };
  const byMethod = new Map<string, FigureValue[]>();
  for (const figure of figures) {
    if (tells(figure) === 0) continue;
    const method = methodOf(figure.key);
    byMethod.set(method, [...(byMethod.get(method) ?? []), figure]);
  }
  return [...byMethod.values()].flatMap((all) =>
    all
      .map((figure, place) => ({ figure, place, worth: tells(figure) }))
      .sort((left, right) => right.worth - left.worth || left.place - right.place)
      .slice(0, each)
      .map((one) => one.figure),
  );
}
