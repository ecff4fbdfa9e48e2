import { expect, test } from 'vitest';
import { deliveryOf } from './read-project.ts';

const { made } = deliveryOf(
  new Map([
    [
      'video/README.md',
      '# Video\n\n```bash\ngit clone -b v2 https://github.com/acme/backbones.git weights/backbones\ngit clone https://github.com/acme/video.git\nunzip -q frames.zip -d frames\nhf download acme/tiny --local-dir tiny\ncd labels && wget -qO classes.txt https://example.org/classes\n```\n',
    ],
    ['video/labels/README.md', 'none yet\n'],
    ['video/train.py', ''],
    [
      'tools/fetch.sh',
      'curl -sSLO https://example.org/lists/words.json?raw=1\ntar -xzf model.tgz -C model\ntar -czf all.tgz -C sources .\ngsutil -m cp -r gs://acme/maps maps\naws s3 cp report.pdf s3://acme/report.pdf\ngit submodule add https://github.com/acme/fonts third_party/fonts\nwget -P "$TARGET" https://example.org/a.txt\n',
    ],
    ['video/video/__init__.py', ''],
    ['Dockerfile', 'FROM python:3.12\nRUN git clone https://github.com/acme/ranker ranker\n'],
    ['.gitmodules', '[submodule "icons"]\n\tpath = assets/icons\n\turl = https://github.com/acme/icons\n'],
    ['dvc.yaml', 'stages:\n  prepare:\n    cmd: python prepare.py\n    outs:\n      - prepared/rows.csv\n'],
    ['raw/photos.dvc', 'outs:\n- path: photos\n'],
  ]),
);

test('what commands bring stands in the folder of who gives them, or in one above', () => {
  const fetched = [
    'video/weights/backbones/resnet.py',
    'weights/backbones',
    'video/labels/classes.txt',
    'labels/classes.txt',
    'video/frames/1.png',
    'tiny/config.json',
    'words.json',
    'tools/words.json',
    'model/a.bin',
    'maps/europe.json',
    'third_party/fonts',
  ];
  expect(fetched.filter((path) => !made.has(path))).toEqual([]);
});

test('submodules and what a pipeline keeps elsewhere are brought', () => {
  const fetched = ['assets/icons/ok.svg', 'prepared/rows.csv', 'raw/photos/1.png'];
  expect(fetched.filter((path) => !made.has(path))).toEqual([]);
});

test('nothing else is: folders that hold files, what is packed or sent away, names that variables hold', () => {
  const others = ['video/video/models.py', 'video/labels/other.txt', 'sources/a.py', 'report.pdf', 'a.txt', 'weights'];
  expect(others.filter((path) => made.has(path))).toEqual([]);
});

test('what an image fetches while it is built is not there in the checkout', () => {
  expect(made.has('ranker/rank.py')).toBe(true);
  expect(made.has('ranker/rank.py', 'checkout')).toBe(false);
});

test('folders that commands make are known by the end of their path, those of images apart', () => {
  const { made: folders } = deliveryOf(
    new Map([
      ['setup.sh', 'mkdir -p "$ROOT/logs" tmp/{in,out}\ninstall -d -m 755 exports\n'],
      ['Dockerfile', 'FROM python:3.12\nRUN mkdir -p /srv/reports/daily\n'],
    ]),
  );
  for (const folder of ['logs', 'tmp', 'tmp/in', 'out', 'exports'])
    expect(folders.makesFolder(folder, 'checkout'), folder).toBe(true);
  expect(folders.makesFolder('reports')).toBe(true);
  expect(folders.makesFolder('reports', 'checkout')).toBe(false);
  expect(folders.makesFolder('755')).toBe(false);
});
