import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';

test('the simple directives of an nginx configuration, whichever block they stand in', () => {
  const text = new SourceText(`upstream mill {
    server 127.0.0.1:8000;  # the only one
}
server {
    listen 443 ssl;
    # client_max_body_size 1m;
    location /flour {
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_pass http://mill;
    }
}
`);
  const { artifact, problems, comments } = readArtifact('nginx', text, 'deploy/nginx/site.conf');
  if (artifact?.kind !== 'nginx') throw new Error('not read');
  expect(problems).toEqual([]);
  expect(artifact.model.directives.map(({ name, value }) => [name.value, value.value])).toEqual([
    ['server', '127.0.0.1:8000'],
    ['listen', '443 ssl'],
    ['proxy_set_header', 'X-Forwarded-For $remote_addr'],
    ['proxy_pass', 'http://mill'],
  ]);
  const [, , header] = artifact.model.directives;
  expect(text.slice(header?.value.span ?? { start: 0, end: 0 })).toBe('X-Forwarded-For $remote_addr');
  expect(comments).toHaveLength(2);
});

test('blocks with what is before their brace, and directives on several lines', () => {
  const text = new SourceText(`http {
    gzip_types text/css  # styles
        application/json;
    server {
        location ~ "^/mill{2}/" { return 404; }
        location = /flour { proxy_pass http://mill; }
    }
}
`);
  const { artifact } = readArtifact('nginx', text, 'nginx.conf');
  if (artifact?.kind !== 'nginx') throw new Error('not read');
  expect(artifact.model.blocks.map(({ name, value, parent }) => [name, value, parent])).toEqual([
    ['http', '', undefined],
    ['server', '', 0],
    ['location', '~ "^/mill{2}/"', 1],
    ['location', '= /flour', 1],
  ]);
  expect(artifact.model.directives.map(({ name, block }) => [name.value, block])).toEqual([
    ['gzip_types', 0],
    ['return', 2],
    ['proxy_pass', 3],
  ]);
});

test('variables of a template, and blocks below those that are read', () => {
  const text = new SourceText(`${'a {'.repeat(60)}${'}'.repeat(60)} server { proxy_pass http://\${HOST}:8000; }`);
  const { artifact } = readArtifact('nginx', text, 'nginx.conf');
  if (artifact?.kind !== 'nginx') throw new Error('not read');
  const { directives, blocks } = artifact.model;
  expect(blocks.at(-1)).toMatchObject({ name: 'server', value: '' });
  expect(blocks.at(-1)?.parent).toBeUndefined();
  expect(directives.map(({ value }) => value.value)).toEqual(['http://${HOST}:8000']);
});

test('anything may stand in a file of that name', () => {
  for (const content of ['', '{{{{;;;', `${'a'.repeat(5000)};\n`.repeat(50), 'proxy_pass'.repeat(3000)]) {
    expect(readArtifact('nginx', new SourceText(content), 'nginx.conf').problems).toEqual([]);
  }
});
