// Writes the types of the server's answers from openapi.json, which `python -m firsthand.web.openapi` prints and a test of the server keeps fresh.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
const made = `// Made by \`npm run types\` from the server's OpenAPI document: change the server, not this file; it is not kept.\n${astToString(await openapi(document))}`;
writeFileSync(new URL('../src/lib/api/openapi.d.ts', import.meta.url), made);
