import { referenceTo } from '../model/kubernetes.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';

const ROUTES = ['ingress', 'externalIngress', 'routegroup'];

/** A problem of a Stack that was just made, said of the StackSet that a person can edit. */
export const onTemplate = (problem: Problem, stackSet: StackSet): Problem => ({
  ...problem,
  object: referenceTo(stackSet),
  path: templatePath(problem.path),
});

/** `spec.autoscaler` of a Stack is `spec.stackTemplate.spec.autoscaler` of its StackSet; the routes keep their place. */
export function templatePath(path: FieldPath): FieldPath {
  const [root, field, ...rest] = path;
  if (root !== 'spec' || field === undefined || ROUTES.includes(String(field))) return path;
  return ['spec', 'stackTemplate', 'spec', field, ...rest];
}
