/** Throws unless a text can only be a commit's id, also a shortened one: states and arguments may say anything. */
export function checkCommit(id: string): string {
  if (!/^[0-9a-f]{4,64}$/.test(id)) throw new Error(`${JSON.stringify(id)} is no id of a commit.`);
  return id;
}
