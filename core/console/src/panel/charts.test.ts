import { render, type TemplateResult } from 'lit';
import { describe, expect, it } from 'vitest';
import { bars } from './bars';
import { linesOf, radar } from './radar';
import { wheel } from './wheel';

function drawn(chart: TemplateResult): HTMLElement {
  const place = document.createElement('div');
  render(chart, place);
  return place;
}

const axes = [
  { name: '学习', value: 30, full: 40 },
  { name: '服务', value: 50, full: 40 },
  { name: '纪律', value: 0, full: 20 },
];

describe('charts', () => {
  it('say in words what they draw', () => {
    const place = drawn(radar({ title: '分项', axes }));
    expect(place.querySelector('svg')?.getAttribute('aria-label')).toBe(
      '分项: 学习 30 / 40; 服务 50 / 40; 纪律 0 / 20',
    );
    for (const value of ['30 / 40', '50 / 40', '0 / 20'])
      expect(place.querySelector('details')?.textContent).toContain(value);
  });

  it('break long names where they are read best', () => {
    expect(linesOf('学习教育')).toEqual(['学习教育']);
    expect(linesOf('联系服务群众工作')).toEqual(['联系服务', '群众工作']);
    expect(linesOf('Democratic appraisal')).toEqual(['Democratic', 'appraisal']);
  });

  it('keep within the rim what goes beyond it', () => {
    const shape = drawn(radar({ title: '分项', axes })).querySelector('.shape')!;
    // 0.75 up; 1 to the right below; the centre.
    expect(shape.getAttribute('points')).toBe('200,75 286.6,200 200,150');
  });

  it('mark what is done by a sign as well', () => {
    const place = drawn(
      wheel({
        title: '四个一',
        parts: [
          { name: '岗位', state: 'done' },
          { name: '结对', state: 'missing' },
        ],
        centre: '1/2',
      }),
    );
    expect([...place.querySelectorAll('.mark')].map((mark) => mark.textContent)).toEqual(['✓', '–']);
    expect(place.querySelector('.centre')?.textContent).toBe('1/2');
  });

  it('carry no style attribute, which the Content-Security-Policy would refuse', () => {
    const place = drawn(bars({ title: '进度', rows: [{ name: '已报', value: 1, full: 4 }] }));
    expect(place.innerHTML).not.toContain('style=');
    expect(place.querySelector('.bar')?.getAttribute('width')).toBe('25%');
  });
});
