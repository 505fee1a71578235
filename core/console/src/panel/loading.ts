/** From a panel's entry in the catalogue to its element; and what is told when it fails. */
import { Problem } from '../api/problem';
import type { PanelEntry } from '../api/types';

/**
 * Loads the module, which defines the element. A module that could not be loaded is remembered as such by the browser, so a
 * further attempt asks under another address.
 */
export async function loadPanel(panel: PanelEntry, attempt: number): Promise<void> {
  const address = new URL(attempt ? `${panel.module}#${attempt}` : panel.module, location.href).href;
  await import(/* @vite-ignore */ address);
  if (!customElements.get(panel.element)) throw new Error(`${panel.module} does not define <${panel.element}>`);
}

/** What the host says stands as it is; a mistake in a panel's own code is told as one, with its words for its author. */
export function problemOfPanel(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({
    status: 0,
    code: 'panel.failed',
    text: {
      zh: `这一栏没能显示，页面其他部分不受影响。请重试，仍不行请把下面的话告诉管理员：${detail}`,
      en: `This part could not be shown; the rest of the page is not affected. Try again, then tell the administrator: ${detail}`,
    },
  });
}
