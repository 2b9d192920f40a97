// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('types of the server', () => {
  it('are those that openapi.json makes', () => {
    const script = new URL('../../../scripts/types.mjs', import.meta.url).pathname;
    expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
  }, 60_000);
});
