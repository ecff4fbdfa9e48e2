/** What a function gives, held against what a caller takes of it. */
import type { ReturnShape } from '#semantics';
import { counted } from '#text/wording';
import type { ProjectResultUse } from '../_shared/project-calls.ts';

/** Whether what is taken cannot be there in a result of this shape. */
export function lacksWhatIsTaken(shape: ReturnShape, use: ProjectResultUse): boolean {
  if (shape === 'None' && use.isGuarded === true) return false;
  switch (use.kind) {
    case 'unpack':
      if (shape.startsWith('tuple')) return shape !== `tuple ${use.count}`;
      return shape === 'number' || shape === 'None';
    case 'key':
      return shape !== 'dict';
  }
}

/** `a tuple of 2`, `a dict`, `None`: for messages. */
export function describeShape(shape: ReturnShape): string {
  if (shape === 'None') return '`None`';
  return shape.startsWith('tuple')
    ? `a tuple of ${shape.slice('tuple '.length)}`
    : `a ${shape === 'str' ? 'string' : shape}`;
}

/** `3 names take it`: for messages. */
export function describeUse(use: ProjectResultUse): string {
  switch (use.kind) {
    case 'unpack':
      return `is unpacked into ${counted(use.count, 'name')}`;
    case 'key':
      return 'is indexed by a string key';
  }
}
