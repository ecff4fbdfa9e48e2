import { describe, expect, it } from 'vitest';
import {
  redisServers,
  redisServiceNames,
} from '../../../../rules/containers/queue-on-evicting-redis/redis-settings.ts';
import { deliveryOf } from '../../../project/read-project.ts';

const project = (path: string, ...lines: readonly string[]) =>
  deliveryOf(new Map([[path, lines.map((line) => `${line}\n`).join('')]]));

/** Policy, whether there is a limit, line and host of each server that the lines of a file tell of. */
function serversOf(path: string, ...lines: readonly string[]): string[] {
  return redisServers(project(path, ...lines)).map(({ policy, hasLimit, place, host }) =>
    [policy, hasLimit ? 'limited' : 'unlimited', place.line, host ?? '-'].join(' '),
  );
}

describe('redisServers', () => {
  it('reads the command of a service, as words or as one', () => {
    const words = '    command: redis-server --maxmemory 1gb --maxmemory-policy allkeys-lru';
    const whole = '    command: sh -c "redis-server --maxmemory-policy=volatile-lru --maxmemory 0"';
    expect(serversOf('compose.yml', 'services:', '  jobs:', '    image: redis:7', words)).toEqual([
      'allkeys-lru limited 4 jobs',
    ]);
    expect(serversOf('compose.yml', 'services:', '  jobs:', '    image: redis:7', whole)).toEqual([
      'volatile-lru unlimited 4 jobs',
    ]);
  });

  it('reads variables that images of Redis take their options from', () => {
    const own = '      REDIS_ARGS: --maxmemory 64mb --maxmemory-policy noeviction';
    const other = '      APP_ARGS: --maxmemory 64mb --maxmemory-policy allkeys-lru';
    expect(serversOf('compose.yml', 'services:', '  jobs:', '    environment:', own, other)).toEqual([
      'noeviction limited 4 jobs',
    ]);
  });

  it('reads the last directive of a redis.conf', () => {
    const lines = ['# cache', 'maxmemory 100mb', 'maxmemory-policy noeviction', 'maxmemory-policy allkeys-lfu'];
    expect(serversOf('redis.conf', ...lines)).toEqual(['allkeys-lfu limited 4 -']);
    expect(serversOf('redis.conf', 'maxmemory 0', 'maxmemory-policy allkeys-lfu')).toEqual([
      'allkeys-lfu unlimited 2 -',
    ]);
    expect(serversOf('redis.conf', 'maxmemory 100mb')).toEqual([]);
  });

  it('reads a ConfigMap that holds the file, under a name that says so', () => {
    const map = (key: string) => [
      ...['apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: jobs', 'data:', `  ${key}: |`],
      ...['    maxmemory 1gb', '    maxmemory-policy allkeys-lru'],
    ];
    expect(serversOf('k8s/jobs.yaml', ...map('redis.conf'))).toEqual(['allkeys-lru limited 6 jobs']);
    expect(serversOf('k8s/jobs.yaml', ...map('notes.txt'))).toEqual([]);
  });

  it('reads the arguments of a container', () => {
    const lines = [
      ...['apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  name: jobs', 'spec:', '  template:', '    spec:'],
      ...['      containers:', '        - name: redis', '          image: redis:7'],
      '          args: ["--maxmemory-policy", "volatile-ttl"]',
    ];
    expect(serversOf('k8s/jobs.yaml', ...lines)).toEqual(['volatile-ttl unlimited 11 jobs']);
  });

  it('reads what images and scripts start, and nothing that only names the option', () => {
    const start = 'valkey-server --maxmemory 1gb --maxmemory-policy allkeys-random';
    expect(serversOf('Dockerfile', 'FROM valkey/valkey:8', `CMD ${start}`)).toEqual(['allkeys-random limited 2 -']);
    expect(serversOf('start.sh', '#!/bin/sh', start)).toEqual(['allkeys-random limited 2 -']);
    expect(serversOf('start.sh', '#!/bin/sh', `echo ${start}`)).toEqual([]);
  });
});

describe('redisServiceNames', () => {
  it.each([
    ['redis:7', ['jobs']],
    ['docker.io/bitnami/redis@sha256:aa', ['jobs']],
    ['valkey/valkey', ['jobs']],
    ['redis/redis-stack-server:7', ['jobs']],
    ['oliver006/redis_exporter', []],
    ['rediscommander/redis-commander', []],
    ['postgres:16', []],
  ])('%s: %j', (image, names) => {
    expect([...redisServiceNames(project('compose.yml', 'services:', '  jobs:', `    image: ${image}`))]).toEqual(
      names,
    );
  });
});
