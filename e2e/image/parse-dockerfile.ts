interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A stage of a Dockerfile: from `FROM … [AS name]` to the next one. */
export interface Stage {
  readonly base: string;
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile without continuation lines, here-documents or parser directives: ours needs none. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { base: string; name?: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*[^\\])$/.exec(line) ?? [];
    const [, base, stageName] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? [];
    if (name === 'FROM' && base !== undefined)
      stages.push({ base, ...(stageName === undefined ? {} : { name: stageName }), instructions: [] });
    else if (name !== '' && stages.length > 0) stages.at(-1)?.instructions.push({ name, text: rest });
    else throw new Error(`Dockerfile: cannot read "${line}"`);
  }
  return stages;
}
