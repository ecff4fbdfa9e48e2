/** Builders of the edits that rules offer. */

export * from '../../../rules/concurrency/time-based-id/unique-text.ts';
export * from '../../../rules/containers/_shared/shell.ts';
export * from '../../../rules/delivery/pipeline-unknown-option/near-names.ts';
export * from '../../../rules/errors/_shared/traceback.ts';
export * from '../../../rules/imports/f-string-without-placeholder/literals.ts';
export * from '../../../rules/resources/list-as-queue/deque.ts';
export * from '../../../rules/security/hash-as-seed/digest.ts';
export * from '../../../rules/security/unsafe-deserialization/safe-yaml.ts';
export * from './edits.ts';
export * from './imports.ts';
export * from './kinds.ts';
export * from './statements.ts';
