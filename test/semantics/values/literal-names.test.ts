import { expect, it } from 'vitest';
import { nodesOf, stringConstant } from '../../../src/ast/index.ts';
import { namesOfLiteral } from '../../../src/semantics/values/literal-names.ts';
import { fixtureOf } from '../expectations.ts';

it.each([
  ['KEY = "text"', 'KEY'],
  ['settings.key: str = "text"', 'key'],
  ['KEY = SecretStr("text".encode())', 'KEY'],
  ['connect(password="text")', 'password'],
  ['options = {"api_key": "text"}', 'api_key'],
  ['if token == "text": ...', 'token'],
  ['if form.get("token") == "text": ...', 'token'],
  ['if token.strip() in ("text", "other"): ...', 'token'],
  ['match token:\n    case "text" | "other": ...', 'token'],
  ['compare_digest(token.encode(), "text")', 'token'],
  ['get(url, auth=("name", "text"))', 'password'],
  ['request.add_header("Authorization", "text")', 'Authorization'],
  ['headers = {"Authorization": "Bearer " + "text"}', 'Authorization'],
  ['size = ("name", "text")', 'name'],
  ['def run(secret="text"): ...', 'secret'],
  ['KEY = os.environ.get("APP_KEY", "text")', 'APP_KEY (fallback)'],
  ['class Options(BaseModel):\n    secret: str = Field(default="text")', 'secret (fallback)'],
  ['class Options:\n    secret: str = "text"', 'secret'],
  ['class Kind(Enum):\n    SECRET = "text"', undefined],
  ['if size > "text": ...', undefined],
  ['print("text")', undefined],
])('namesOfLiteral in %j is %s', async (code, expected) => {
  const imports = 'import os\nfrom enum import Enum\nfrom pydantic import BaseModel, Field, SecretStr\n';
  const { model } = await fixtureOf('app/settings.py', `${imports}${code}\n`);
  const literal = nodesOf(model.source.module, 'Constant').find((each) => stringConstant(each) === 'text');
  const found = literal && namesOfLiteral(literal, model);
  expect(found && `${found.names[0]}${found.isFallback ? ' (fallback)' : ''}`).toBe(expected);
});
