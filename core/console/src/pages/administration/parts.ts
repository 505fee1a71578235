/** Which parts there are and whose they are: three duties, held by different people. */
export type Part = 'methods' | 'dead-letters' | 'backups' | 'health' | 'districts' | 'accounts' | 'posts' | 'log';

const holders: [Part, string][] = [
  ['methods', 'admin'],
  ['dead-letters', 'admin'],
  ['backups', 'admin'],
  ['health', 'admin'],
  ['districts', 'admin'],
  ['accounts', 'security'],
  ['posts', 'security'],
  ['log', 'auditor'],
];

/** In the order of the navigation. The host decides again with every request. */
export function partsOf(roles: readonly string[]): Part[] {
  return holders.filter(([, role]) => roles.includes(role)).map(([part]) => part);
}

/** The part that an address names, the first one if it names none, nothing if it is another's. */
export function partAt(name: string | undefined, mine: readonly Part[]): Part | undefined {
  return name ? mine.find((part) => part === name) : mine[0];
}
