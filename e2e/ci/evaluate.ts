/** Looks up a name of an expression: `inputs.check`, `$CI_PIPELINE_SOURCE`. What is not there is empty, as on the forges. */
export type LookUp = (name: string) => string;

/** An expression as our files write them: names and quoted texts, compared by `==` and `!=`, joined by `&&` and `||`. */
export function isTrue(expression: string, lookUp: LookUp): boolean {
  return expression.split('||').some((all) => all.split('&&').every((term) => holds(term.trim(), lookUp)));
}

function holds(term: string, lookUp: LookUp): boolean {
  const [left = '', operator, right = ''] = term.split(/\s*(==|!=)\s*/);
  if (operator === undefined) return textOf(left, lookUp) !== '';
  return (textOf(left, lookUp) === textOf(right, lookUp)) === (operator === '==');
}

function textOf(word: string, lookUp: LookUp): string {
  const quoted = /^(['"])(.*)\1$/.exec(word);
  if (quoted) return quoted[2] ?? '';
  if (!/^[$\w.-]+$/.test(word)) throw new Error(`cannot evaluate ${word}`);
  return lookUp(word);
}
