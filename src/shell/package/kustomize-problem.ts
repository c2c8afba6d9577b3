import { basename } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { Stack } from '../../core/model/stack.ts';
import { stackProblem } from '../../core/resources/child.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { BuildFailure } from './build-folder.ts';
import { fileProblem, locate } from './file-problem.ts';
import type { SourceDocument } from './sources.ts';

/** @param kustomization the file whose build it is */
export function buildFailed(kustomization: string, { kind, words }: BuildFailure): LocatedProblem {
  switch (kind) {
    case 'NoProgram':
      return fileProblem(
        kustomization,
        'error',
        'KustomizeMissing',
        'its StackSet is built by kustomize, and neither kustomize nor kubectl is on the PATH',
        'Install kustomize 5 (kubectl, which has it built in, will do), or render where it is.',
      );
    case 'Remote':
      return fileProblem(
        kustomization,
        'error',
        'KustomizeRemote',
        `kustomize would fetch something, and a render fetches nothing: ${words}`,
        'Put what it fetches into this repository, so that the same commit always renders to the same files.',
      );
    case 'Failed':
      return fileProblem(
        kustomization,
        'error',
        'KustomizeFailed',
        `kustomize cannot build it: ${words}`,
        'Correct the kustomization, or what it names; `kustomize build` says the same.',
      );
  }
}

export const stackSetNotBuilt = (kustomization: string): LocatedProblem =>
  fileProblem(
    kustomization,
    'error',
    'StackSetNotBuilt',
    'what kustomize builds of it holds no StackSet',
    'Name the base of the StackSet as a resource, and take config.kubernetes.io/local-config off it: kustomize leaves out what has that annotation.',
  );

/** What was generated would be the input of the next render. */
export const generatedInBuild = (kustomization: string, { kind, metadata }: KubernetesObject): LocatedProblem =>
  fileProblem(
    kustomization,
    'error',
    'GeneratedInBuild',
    `what kustomize builds of it holds ${kind} ${metadata.name}, which was generated`,
    'Leave the folder of generated files out of this kustomization; it is applied by itself, or by another kustomization.',
  );

/** A reader that does not build has nothing to read. */
export const notResolved = (kustomization: string): LocatedProblem =>
  fileProblem(
    kustomization,
    'error',
    'StackSetNotResolved',
    'its StackSet is built by kustomize, and no built one is among the generated files',
    'Run `stackset render` and commit what it writes.',
  );

export const noKustomization = ({ file, document }: SourceDocument): LocatedProblem =>
  locate(
    {
      severity: 'error',
      reason: 'KustomizationMissing',
      path: ['spec', 'source'],
      message: 'kustomize is to build the StackSets, and there is no kustomization in this folder and no RenderConfig in one below',
      remedy: 'Put a RenderConfig beside the kustomization.yaml of each overlay that is to be rendered.',
    },
    file,
    document,
  );

/** A new stack freezes configuration as it was built with the StackSet, which nobody has who does not build. */
export const renderNeeded = (stack: Stack): Problem =>
  stackProblem(
    stack,
    'error',
    'RenderNeeded',
    ['spec', 'configurationResources'],
    'the stack is new, and the configuration that is to be frozen with it comes from kustomize build, which is not run here',
    'Run `stackset render` and commit what it writes.',
  );

/** @param file of the StackSet as it was built */
export const notEditable = (file: string, what: string): LocatedProblem =>
  fileProblem(
    file,
    'error',
    'StackSetBuilt',
    `the StackSet is built by kustomize, so that ${what} cannot be written to its file`,
    `Set ${what} in the base or by a patch of the overlay, run \`stackset render\`, and commit both; ${basename(file)} is generated.`,
  );
