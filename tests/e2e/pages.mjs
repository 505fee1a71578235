/** Every page of a district, each with whoever works on it most; found from the catalogue, so that none is forgotten. */

const machine = {
  admin: ['', 'methods', 'dead-letters', 'backups', 'health', 'districts'],
  security: ['accounts', 'posts'],
  auditor: ['log'],
};

/** One record of each type, the newest, that the person can open. */
async function recordPages(client, type, login) {
  const path = `/records/${type.method}/${type.id}`;
  const pages = [{ name: `list-${type.record}`, path, login }];
  const { items } = await client.ask(`${path}?limit=1&sort=-id`);
  if (items.length) pages.push({ name: `record-${type.record}`, path: `${path}/${items[0].id}`, login });
  if (type.may.create) pages.push({ name: `new-${type.record}`, path: `${path}/new`, login });
  if (type.may.import) pages.push({ name: `import-${type.record}`, path: `${path}/import`, login });
  return pages;
}

export async function everyPage(district) {
  const office = await district.client('office');
  const catalogue = await office.ask('/catalogue');
  const figures = catalogue.figures.slice(0, 1);
  const pages = [
    ...['office', 'secretary', 'village', 'member', 'discipline', 'auditor', 'admin', 'security'].map((login) => ({
      name: `home-${login}`,
      path: '',
      login,
    })),
    { name: 'calendar', path: '/calendar', login: 'office' },
    { name: 'figures', path: '/figures', login: 'office' },
    ...figures.map(({ key }) => ({ name: `figure-${key}`, path: `/figures/${key}`, login: 'office' })),
    { name: 'report', path: '/report', login: 'office' },
    { name: 'mine', path: '/mine', login: 'member' },
    { name: 'account', path: '/account', login: 'office' },
    { name: 'not-found', path: '/nowhere', login: 'office' },
    ...catalogue.methods
      .filter((method) => method.active && !method.built_in)
      .map((method) => ({ name: `method-${method.id}`, path: `/methods/${method.id}`, login: 'office' })),
  ];
  for (const type of catalogue.records) pages.push(...(await recordPages(office, type, 'office')));
  const seen = new Set(catalogue.records.map((type) => type.record));
  const security = await district.client('security');
  for (const type of (await security.ask('/catalogue')).records)
    if (!seen.has(type.record)) pages.push(...(await recordPages(security, type, 'security')));
  for (const [login, parts] of Object.entries(machine))
    for (const part of parts)
      pages.push({ name: `administration-${part || 'start'}`, path: `/administration/${part}`, login });
  return pages;
}

/** The same pages, one person after another, so that each signs in once. */
export function byPerson(pages) {
  const people = new Map();
  for (const page of pages) people.set(page.login, [...(people.get(page.login) ?? []), page]);
  return people;
}
