// Writes the licences of everything that goes into the page into one text beside it: who is built upon is said in the build itself.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface Package {
  name: string;
  version: string;
  license?: string;
}

function packageOf(file: string): string | null {
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  return found?.[1] ?? null;
}

function textOf(folder: string): string {
  const name = readdirSync(folder).find((one) => /^(licen[cs]e|copying|ofl)(\.|$)/i.test(one));
  return name ? readFileSync(join(folder, name), 'utf8').trim() : '';
}

export function licences(): Plugin {
  const root = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
  return {
    name: 'licences',
    apply: 'build',
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') for (const id of part.moduleIds) folders.add(packageOf(id) ?? '');
      }
      // Fonts and maps are files of their own, in no chunk: every direct dependency is named, whatever became of it.
      const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
      for (const name of Object.keys(own.dependencies)) folders.add(join(root, 'node_modules', name));
      const parts = [...folders]
        .filter((folder) => folder && existsSync(join(folder, 'package.json')))
        .map((folder) => ({ folder, told: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package }))
        .sort((a, b) => (a.told.name < b.told.name ? -1 : 1))
        .map(({ folder, told }) => `${told.name} ${told.version} (${told.license ?? 'see below'})\n\n${textOf(folder)}`);
      this.emitFile({ type: 'asset', fileName: 'assets/licences.txt', source: parts.join(`\n\n${'-'.repeat(80)}\n\n`) + '\n' });
    },
  };
}
