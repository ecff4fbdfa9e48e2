import { describe, expect, it } from 'vitest';
import { isKept } from '../../../../rules/security/ephemeral-secret/kept-value.ts';
import { type Call, nodesOf } from '../../../../src/ast/index.ts';
import type { SemanticModel } from '../../../../src/semantics/index.ts';
import { settingDefaultedTo } from '../../../../src/semantics/values/setting-default.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function madeIn(content: string): Promise<{ made: Call; model: SemanticModel }> {
  const imports = 'from pydantic_settings import BaseSettings\nfrom pydantic import Field\n';
  const { model } = await fixtureOf('app/settings.py', `${imports}${content}\n`);
  const made = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
  if (made === undefined) throw new Error('`made` is not called');
  return { made, model };
}

describe('isKept', () => {
  it.each([
    ['written to a file', 'key = made()\npath.write_text(key)', true],
    ['saved by name', 'vault.save_key(made())', true],
    ['where the branch writes all', 'if not settings:\n    settings = {"key": made()}\n    settings.store()', true],
    ['not where the branch wrote before', 'if not settings:\n    log.store()\n    key = made()', false],
    ['not where only used', 'key = made()\nsign(key)', false],
  ])('%s', async (_, content, is) => {
    const { made, model } = await madeIn(content);
    expect(isKept(made, model)).toBe(is);
  });
});

describe('settingDefaultedTo', () => {
  it.each([
    ['class App(BaseSettings):\n    key: str = made()', 'key'],
    ['class AppConfig:\n    KEY = made()', 'KEY'],
    ['class AppConfig:\n    key: str = Field(default_factory=lambda: made())', 'key'],
    ['class AppConfig:\n    key: str = Field(default=made(), repr=False)', 'key'],
    ['class AppConfig:\n    key: str = Field(alias=made())', undefined],
    ['class AppConfig:\n    key: str = wrap(made())', undefined],
    ['class Order:\n    key: str = made()', undefined],
    ['KEY = made()', undefined],
  ])('in %j is %s', async (content, name) => {
    const { made, model } = await madeIn(content);
    expect(settingDefaultedTo(made, model)?.name).toBe(name);
  });
});
