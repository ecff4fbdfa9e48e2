import type { ParsedModule } from '../../ast/index.ts';

/** `#!/usr/bin/env python2`, `#!/usr/bin/python2.7 -u`; plain `python` may be either. */
export function namesPython2({ comments }: ParsedModule): boolean {
  const [first] = comments;
  return first !== undefined && first.start === 0 && SHEBANG.test(first.text);
}

const SHEBANG = /^#!.*[/\s]python2(\.\d+)?(\s|$)/;
