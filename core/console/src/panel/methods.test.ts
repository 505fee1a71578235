/** Every panel that a method of this repository declares: its module loads with the kit alone and defines its element. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as kit from './kit';

const root = resolve(__dirname, '../../../..');

interface Declared {
  method: string;
  folder: string;
  panel: string;
  script: string;
}

/** The panels of a manifest, a line each. */
function declared(folder: string): Declared[] {
  const text = readFileSync(join(folder, 'method.yaml'), 'utf8');
  const method = /^id: (\w+)/m.exec(text)![1]!;
  const block = /^panels:\n((?: .*\n|\n)+)/m.exec(text)?.[1] ?? '';
  const lines = block.split('\n').filter((line) => /^ {2}\w/.test(line));
  return lines.map((line) => {
    const found = /^ {2}(\w+): \{.*script: web\/([\w-]+\.js)/.exec(line);
    if (!found) throw new Error(`${folder}: a panel not written on one line: ${line}`);
    return { method, folder, panel: found[1]!, script: found[2]! };
  });
}

const folders = ['plugins', 'sdk/examples']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name)))
  .filter((folder) => existsSync(join(folder, 'method.yaml')));
const panels = folders.flatMap(declared);
const modules = folders
  .map((folder) => join(folder, 'web'))
  .filter((web) => existsSync(web))
  .flatMap((web) => readdirSync(web).map((name) => join(web, name)));

describe('panels of methods', () => {
  it('are found', () => expect(panels).not.toHaveLength(0));

  it.each(panels)('$method $panel defines its element', async ({ folder, method, panel, script }) => {
    await import(/* @vite-ignore */ join(folder, 'web', script));
    const element = `liufa-${method}-${panel}`.replaceAll('_', '-');
    expect(customElements.get(element)?.prototype).toBeInstanceOf(kit.Panel);
  });

  it.each(modules)('%s imports the kit and files beside it alone', (module) => {
    const text = readFileSync(module, 'utf8');
    expect(text.startsWith('// @ts-check\n')).toBe(true);
    const imported = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((found) => found[1]!);
    for (const each of imported.filter((name) => name !== '/panel/1.js')) {
      expect(each).toMatch(/^\.\/[\w-]+\.js$/);
      expect(existsSync(join(module, '..', each))).toBe(true);
    }
  });

  it.each(modules)('%s has nothing that the Content-Security-Policy refuses', (module) => {
    const text = readFileSync(module, 'utf8');
    expect(text).not.toMatch(/\bstyle=|\bstyleMap\b|\bhttps?:\/\/|\beval\(|<script|<style|<link/);
  });
});

describe('the types of the kit', () => {
  const types = readFileSync(join(root, 'sdk/panel/panel.d.ts'), 'utf8');

  it('tell of everything that it exports, and of nothing else', () => {
    const told = [...types.matchAll(/^export (?:declare )?(?:function|const|class) (\w+)/gm)].map((found) => found[1]!);
    expect(told.sort()).toEqual(Object.keys(kit).sort());
  });

  it('tell of what a panel really has', () => {
    const body = /^export class Panel[^{]*\{\n([\s\S]*?)^\}/m.exec(types)![1]!;
    const members = [...body.matchAll(/^ {2}(?:get )?(\w+)\(/gm)].map((found) => found[1]!);
    for (const each of members) expect(each in kit.Panel.prototype, each).toBe(true);
  });
});
