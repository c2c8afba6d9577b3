/** What came of a build: the objects as YAML, or why there are none. */
export type FolderBuild = { readonly yaml: string } | { readonly failure: BuildFailure };

export interface BuildFailure {
  readonly kind: 'NoProgram' | 'Remote' | 'Failed';
  /** The program's own words, on one line, without the way to the repository; '' where no program is there. */
  readonly words: string;
}

/** Runs `kustomize build` for a folder, given by its absolute path. Never throws. */
export type BuildFolder = (folder: string) => FolderBuild;
