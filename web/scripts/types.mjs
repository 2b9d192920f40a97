// Writes the types of the server's answers: from the document that `python -m firsthand.web.openapi` prints (on standard input or by name).
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const document = JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8'));
const made = `// Made by \`npm run types\` from the server's OpenAPI document: change the server, not this file.\n${astToString(await openapi(document))}`;
const target = new URL('../src/lib/api/openapi.d.ts', import.meta.url);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== made) {
    console.error('src/lib/api/openapi.d.ts is older than the server: python -m firsthand.web.openapi | npm run types');
    process.exit(1);
  }
} else writeFileSync(target, made);
