/**
 * Takes the host's report, which is a page of its own, into this one: only the elements and attributes that a report
 * consists of, no scripts, no inline styles; its stylesheet as text for a constructed stylesheet, which the
 * Content-Security-Policy allows.
 */

const elements = new Set([
  ...['article', 'h1', 'h2', 'h3', 'h4', 'h5', 'p', 'ul', 'ol', 'li', 'div', 'br', 'a', 'strong', 'em', 'code'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);
/** Their content is no text for people. */
const dropped = new Set(['script', 'style', 'iframe', 'object', 'embed', 'template', 'noscript', 'svg', 'math']);

export interface Heading {
  level: number;
  text: string;
  element: HTMLElement;
}

export interface AdoptedReport {
  article: HTMLElement;
  headings: Heading[];
  style: string;
  language: string;
}

function copy(from: Node, to: Node, document: Document, hrefOf: (href: string) => string | null): void {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(node.textContent ?? ''));
    if (!(node.nodeType === Node.ELEMENT_NODE)) continue;
    const element = node as Element;
    const name = element.localName;
    if (dropped.has(name)) continue;
    if (!elements.has(name)) {
      copy(element, to, document, hrefOf);
      continue;
    }
    const made = document.createElement(name);
    if (element.hasAttribute('class')) made.className = element.className;
    if (name === 'th') made.setAttribute('scope', 'col');
    const href = name === 'a' ? hrefOf(element.getAttribute('href') ?? '') : null;
    if (href !== null) made.setAttribute('href', href);
    copy(element, made, document, hrefOf);
    to.appendChild(made);
  }
}

/** Where a figure of the report leads in the console: "/api/v1/districts/D/figures/KEY/records?period=2025". */
export function figureAt(href: string): { figure: string; query: Record<string, string> } | null {
  const found = /^\/api\/v1\/districts\/[^/]+\/figures\/([^/?]+)\/records(?:\?(.*))?$/.exec(href);
  if (!found) return null;
  const given = new URLSearchParams(found[2] ?? '');
  const query: Record<string, string> = {};
  for (const name of ['period', 'organisation']) {
    const value = given.get(name);
    if (value) query[name] = value;
  }
  return { figure: decodeURIComponent(found[1]!), query };
}

/** The report's style speaks of a page's body; here a box stands for it. */
export const scopedStyle = (style: string): string =>
  style.replace(/@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}/g, '').replace(/(^|[\s,}])body(?=[\s:,{])/g, '$1.body');

/** `hrefOf` gives the address that a link has here, or null for none. Throws nothing: what is no report is empty. */
export function adoptReport(html: string, hrefOf: (href: string) => string | null): AdoptedReport {
  // Taken out beforehand: the policy of this page is also that of what it parses, and it reports every inline style.
  const styles: string[] = [];
  const plain = html.replace(/<style[^>]*>([\s\S]*?)<\/style>/gi, (_, text: string) => {
    styles.push(text);
    return '';
  });
  const page = new DOMParser().parseFromString(plain, 'text/html');
  const article = document.createElement('article');
  copy(page.querySelector('article') ?? page.body, article, document, hrefOf);
  const headings = [...article.querySelectorAll<HTMLElement>('h2, h3')].map((element) => ({
    level: Number(element.localName[1]),
    text: element.textContent ?? '',
    element,
  }));
  // Tables scroll in their box: by keyboard too.
  for (const box of article.querySelectorAll('.table')) box.setAttribute('tabindex', '0');
  for (const { element } of headings) element.tabIndex = -1;
  return {
    article,
    headings,
    style: scopedStyle(styles.join('\n')),
    language: page.documentElement.lang || 'zh-CN',
  };
}
