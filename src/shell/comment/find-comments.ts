import { readFileSync } from 'node:fs';
import { type Comments, commentsAt } from './comments.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The comments of the request that a pipeline runs for, by what GitHub Actions or GitLab CI puts into its environment; nothing where it runs
 * for none, as after a push. Throws where something is missing.
 * GitHub: https://docs.github.com/en/rest/issues/comments, with GITHUB_TOKEN. GitLab: https://docs.gitlab.com/api/notes, with
 * STACKSET_COMMENT_TOKEN, since a job's own token may not write notes.
 */
export function findComments(environment: Environment): Comments | undefined {
  if (environment.GITHUB_ACTIONS === 'true') return ofGitHub(environment);
  if (environment.GITLAB_CI === 'true') return ofGitLab(environment);
  throw new Error('this is neither GitHub Actions (GITHUB_ACTIONS) nor GitLab CI (GITLAB_CI)');
}

function ofGitHub(environment: Environment): Comments | undefined {
  const event = JSON.parse(readFileSync(needed(environment, 'GITHUB_EVENT_PATH'), 'utf8')) as { pull_request?: { number: number } };
  if (event.pull_request === undefined) return undefined;
  const repository = `${needed(environment, 'GITHUB_API_URL')}/repos/${needed(environment, 'GITHUB_REPOSITORY')}`;
  return commentsAt({
    list: `${repository}/issues/${event.pull_request.number}/comments`,
    one: (id) => `${repository}/issues/comments/${id}`,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${needed(environment, 'GITHUB_TOKEN')}`,
      'x-github-api-version': '2022-11-28',
    },
    updateMethod: 'PATCH',
  });
}

function ofGitLab(environment: Environment): Comments | undefined {
  const request = environment.CI_MERGE_REQUEST_IID;
  if (!request) return undefined;
  const project = `${needed(environment, 'CI_API_V4_URL')}/projects/${needed(environment, 'CI_PROJECT_ID')}`;
  const list = `${project}/merge_requests/${request}/notes`;
  return commentsAt({
    list,
    one: (id) => `${list}/${id}`,
    headers: { 'private-token': needed(environment, 'STACKSET_COMMENT_TOKEN') },
    updateMethod: 'PUT',
  });
}

function needed(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
