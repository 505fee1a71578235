/** Sizes and times of the machine as people read them. */

/** Powers of 1024, at most one digit after the point. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; ++unit) value /= 1024;
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** The two largest units that are not zero. */
export function durationText(seconds: number, language: 'zh' | 'en'): string {
  const names = language === 'en' ? ['d', 'h', 'min', 's'] : ['天', '小时', '分', '秒'];
  const counts = [86_400, 3_600, 60, 1].map((size, index, sizes) =>
    Math.floor((index ? seconds % sizes[index - 1]! : seconds) / size),
  );
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return language === 'en' ? '0 s' : '0 秒';
  return counts
    .map((count, index) => (count > 0 && index >= first && index < first + 2 ? `${count} ${names[index]}` : ''))
    .filter(Boolean)
    .join(' ');
}
