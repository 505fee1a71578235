/** For what the host tells nobody of by itself, such as sign-ins: it is asked again while somebody looks at the page. */
import { onScopeDispose } from 'vue';

const often = 10_000;
/** A forgotten page must not keep a session going: each question counts as a use of it. */
const lookedAway = 120_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'focus'] as const;

export function useAskAgain(ask: () => unknown): void {
  let looked = Date.now();
  const look = () => (looked = Date.now());
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && Date.now() - looked < lookedAway) void ask();
  }, often);
  for (const sign of signs) window.addEventListener(sign, look, { passive: true });
  onScopeDispose(() => {
    clearInterval(timer);
    for (const sign of signs) window.removeEventListener(sign, look);
  });
}
