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

test('anything may stand in a file of that name', () => {
  for (const content of ['', '{{{{;;;', `${'a'.repeat(5000)};\n`.repeat(50), 'proxy_pass'.repeat(3000)]) {
    expect(readArtifact('nginx', new SourceText(content), 'nginx.conf').problems).toEqual([]);
  }
});
