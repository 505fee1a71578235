import { describe, expect, it } from 'vitest';
import { adoptReport, figureAt, scopedStyle } from './adopt';

const page = `<!doctype html><html lang="en"><head><style>body { margin: 0 }</style></head><body><article>
<h1>Report</h1><h2>一、Pairs</h2>
<p onclick="alert(1)" style="color: red">There are <a href="/api/v1/districts/d/figures/pairing.supports/records?period=2025">152</a>
<a href="javascript:alert(1)">x</a><script>alert(1)</script><font>soft</font></p>
<h3>（一）Support</h3><div class="table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td class="right">1</td></tr></tbody></table></div>
<img src="x" onerror="alert(1)"></article></body></html>`;

describe('a report', () => {
  it('is taken over without anything that acts or styles inline', () => {
    const { article, headings, language, style } = adoptReport(page, (href) => (figureAt(href) ? '/d/figures' : null));
    expect(language).toBe('en');
    expect(style).toBe('.body { margin: 0 }');
    expect(headings.map((each) => [each.level, each.text])).toEqual([
      [2, '一、Pairs'],
      [3, '（一）Support'],
    ]);
    const html = article.innerHTML;
    for (const word of ['onclick', 'style=', 'script', 'javascript', 'img', 'onerror', 'font'])
      expect(html).not.toContain(word);
    expect(html).toContain('soft');
    expect([...article.querySelectorAll('a')].map((each) => each.getAttribute('href'))).toEqual(['/d/figures', null]);
    expect(article.querySelector('th')!.getAttribute('scope')).toBe('col');
  });
  it('leads to figures with their period', () => {
    expect(figureAt('/api/v1/districts/d/figures/a.b/records?period=2025-H1&organisation=7&limit=3')).toEqual({
      figure: 'a.b',
      query: { period: '2025-H1', organisation: '7' },
    });
    expect(figureAt('/api/v1/districts/d/records/a/b')).toBeNull();
    expect(figureAt('https://elsewhere.example/figures/a.b/records')).toBeNull();
  });
  it('has a style that concerns only itself', () => {
    expect(
      scopedStyle(
        '@page { size: A4; }\n@page :right { @bottom-right { content: "x" } }\nbody { a: b }\n:lang(en) body, body:lang(en) { c: d }',
      ),
    ).toBe('\n\n.body { a: b }\n:lang(en) .body, .body:lang(en) { c: d }');
  });
});
