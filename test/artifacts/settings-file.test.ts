import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';

function read(content: string, path: string) {
  const reading = readArtifact('yaml', new SourceText(content), path);
  return { ...reading, model: reading.artifact?.kind === 'settings' ? reading.artifact.model : undefined };
}

test('YAML of no tool tells which files it names and what it leaves to the environment', () => {
  const { model, comments } = read(
    '# conf/shop.yaml: of the shop\ninclude: ../base.yaml\nlog: logging.ini\nstore: ${STORE_URL:-redis://x}\nkey: !ENV SHOP_KEY\npath: "${oc.env:DATA}"\n',
    'conf/shop.yaml',
  );
  const { literals = [], ...names } = model ?? {};
  expect(names).toEqual({ files: ['base.yaml', 'logging.ini'], variables: ['STORE_URL', 'SHOP_KEY', 'DATA'] });
  expect(literals.map(({ name, value }) => [name.value, value.value])).toEqual([
    ['store', '${STORE_URL:-redis://x}'],
    ['key', '!ENV SHOP_KEY'],
  ]);
  expect(comments.map(({ value }) => value)).toEqual(['# conf/shop.yaml: of the shop']);
});

test('a file does not name itself, but one whose name its own ends with', () => {
  const { model } = read('# conf/base_train.yaml\ndefaults: train.yaml\n', 'conf/base_train.yaml');
  expect(model?.files).toEqual(['train.yaml']);
});

test('what a tool reads is not of this kind', () => {
  expect(read('services:\n  web:\n    image: nginx:1\n', 'deploy/stack.yml').model).toBeUndefined();
});
