/** Money is whole fen everywhere but on the screen, where it is yuan; no step goes through a fraction of a float. */

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** 123456 → "1,234.56" */
export function yuanText(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  return `${fen < 0 ? '-' : ''}${grouped(String(whole))}.${String(rest).padStart(2, '0')}`;
}

/** 123456 → "1234.56", 120000 → "1200": as one types it. */
export function yuanInput(fen: number): string {
  return yuanText(fen).replaceAll(',', '').replace(/\.00$/, '');
}

/** "1,234.5" → 123450; null if it is no amount of yuan with at most two digits after the point. */
export function fenOf(text: string): number | null {
  const plain = text.replace(/[\s,，¥￥元]/g, '');
  const parts = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!parts) return null;
  const fen = Number(parts[2]! + (parts[3] ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(fen)) return null;
  return parts[1] && fen ? -fen : fen;
}

/** A decimal with all its digits: 92.5 of scale 2 → "92.50", grouped by thousands. */
export function decimalText(value: number, scale: number): string {
  const [whole = '0', rest] = Math.abs(value).toFixed(scale).split('.');
  return `${value < 0 ? '-' : ''}${grouped(whole)}${rest ? `.${rest}` : ''}`;
}

/** The text of a decimal as it is sent, or null: "3，5" is none. Exact: it never becomes a float here. */
export function decimalOf(text: string, scale: number): string | null {
  const plain = text.replace(/[\s,，]/g, '');
  const parts = /^-?\d{1,15}(?:\.(\d+))?$/.exec(plain);
  return parts && (parts[1] ?? '').length <= scale ? plain : null;
}

export function integerText(value: number): string {
  return decimalText(value, 0);
}
