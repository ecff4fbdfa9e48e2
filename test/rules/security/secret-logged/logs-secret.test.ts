/** Whether the text form of an object that a project holds shows a secret of it. */
import { describe, expect, it } from 'vitest';
import { logsSecret } from '../../../../rules/security/secret-logged/logs-secret.ts';
import { modelOf } from '../../../project/read-project.ts';

const HEAD = 'from dataclasses import dataclass, field\nfrom pydantic import BaseModel, SecretStr\n\n';

function verdictOn(settings: string): string {
  const project = modelOf(
    new Map(
      Object.entries({
        'shop/__init__.py': '',
        'shop/settings.py': `${HEAD}${settings}\nsettings = Settings()\n`,
        'shop/app.py': 'from shop.settings import settings\n\nprint(settings)\n',
      }),
    ),
  );
  return logsSecret.answer({ path: 'shop.settings.settings', from: 'shop/app.py', except: [] }, project).verdict;
}

describe('what tells a secret', () => {
  it.each([
    ['a data class', '@dataclass\nclass Settings:\n    api_key: str = ""\n', 'yes'],
    ['a model', 'class Settings(BaseModel):\n    api_key: str = ""\n', 'yes'],
    [
      'a class above it',
      'class Base(BaseModel):\n    api_key: str = ""\n\nclass Settings(Base):\n    debug: bool = False\n',
      'yes',
    ],
    ['a kind of secret that shows stars', 'class Settings(BaseModel):\n    api_key: SecretStr = SecretStr("")\n', 'no'],
    ['a field left out of it', '@dataclass\nclass Settings:\n    api_key: str = field(default="", repr=False)\n', 'no'],
    [
      'a text form of its own',
      '@dataclass\nclass Settings:\n    api_key: str = ""\n\n    def __repr__(self):\n        return "Settings"\n',
      'no',
    ],
    ['no secret', '@dataclass\nclass Settings:\n    region: str = ""\n', 'no'],
  ])('%s', (_, settings, verdict) => {
    expect(verdictOn(settings)).toBe(verdict);
  });
});
