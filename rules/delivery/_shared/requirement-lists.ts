/** A list of requirements that is shown, rendered or tested with: nobody installs the project by it. */
export function isListForOthers(path: string): boolean {
  return OTHERS.test(path);
}

const OTHERS = /(?:^|\/)(?:tests?|fixtures?|templates?|skeletons?)\/|\{\{/;
