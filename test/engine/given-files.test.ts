import { expect, it } from 'vitest';
import { SharedReports } from '../../src/engine/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { printCall } from './rules.ts';
import { places, scanRepository } from './scan-repository.ts';

/** It knows the content of each file unread, as a tree of git does. */
class Reports extends SharedReports {
  override contentId(...[tree, path]: Parameters<SharedReports['contentId']>): string | undefined {
    const content = tree.read(path, 1000);
    return content.kind === 'content' ? this.contentIdOf(content.bytes) : undefined;
  }
}

it.each(['tool.ini', 'tool.cfg', 'tool.dat'])(
  '%s is read as Python from the scan on that meets what runs it',
  async (path) => {
    const shared = new Reports((bytes) => Buffer.from(bytes).toString('latin1'));
    const files = { [path]: 'print(1)\n', 'main.py': 'x = 1\n' };
    const rules = [printCall()];
    const scanned = async (main: string) =>
      places(await scanRepository(makeRepository({ ...files, 'main.py': main }), rules, { shared }));
    expect(await scanned('x = 1\n')).toEqual([]);
    const found = await scanned(`import runpy\n\nrunpy.run_path("${path}")\n`);
    expect(found).toEqual([`${path}:1 print-call`]);
    expect(await scanned('x = 1\n')).toEqual([]);
  },
);
