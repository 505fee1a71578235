/** Who did something, as people read it: accounts by their login, and in words what acts without one. */
import { say } from '../texts';
import { both } from './words';

/** What the host writes in place of a login. */
const withoutAccount: Record<string, string> = { local: 'values.commandLine', host: 'values.host' };

/** The host's own word for what somebody typed who reads this page. */
export function actorNamed(typed: string): string {
  const meant = (word: string) => Object.values(both(word)).some((each) => each.toLowerCase() === typed.toLowerCase());
  return Object.keys(withoutAccount).find((actor) => meant(withoutAccount[actor]!)) ?? typed;
}

export function actorText(actor: string): string {
  const word = withoutAccount[actor];
  return word ? say(both(word)) : actor;
}
