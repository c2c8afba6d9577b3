import { DELIVERY_KINDS } from '../../model/delivery.ts';
import { LOG_FORMATS, LOG_LEVELS } from '../../model/sync-config.ts';
import { DEFAULT_SYNC_SETTINGS } from '../sync-config/defaults.ts';
import { DNS_SUBDOMAIN_PATTERN, flag, kubernetes, list, object, type Schema, text } from './vocabulary.ts';

const defaults = DEFAULT_SYNC_SETTINGS;

/** One line. These texts become arguments, headers and lines of configuration. */
const LINE: Schema = { pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$', patternErrorMessage: 'a text of one line' };

/** What programs are given as the name of a file must not look like one of their options. */
const FILE: Schema = {
  pattern: '^[^-\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$',
  patternErrorMessage: 'the name of a file, of one line and without a hyphen in front',
};

const DNS_LABEL: Schema = {
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  patternErrorMessage: 'a name of at most 63 lower-case letters, digits and inner hyphens',
};

/** What Git leaves of a name; it strips punctuation at both ends. */
const NAME_CHARACTER = '[^<>\\u0000-\\u001f\\u007f-\\u009f]';

const PORT = '([0-9]|[1-9]\\d{1,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';

const credentials = object(
  'How to say who one is; exactly one of them. Secrets stay in files or variables and are read again when they change.',
  {
    ssh: object(
      'A key for an SSH URL.',
      {
        privateKeyFile: text('File of the private key, without a passphrase.', FILE),
        knownHostsFile: text('File with the host’s keys, as `ssh-keyscan` writes it. Another key is refused.', FILE),
      },
      ['privateKeyFile', 'knownHostsFile'],
    ),
    token: object('A token for an https URL, from one of the two places.', {
      file: text('File that holds the token.', FILE),
      environment: text('Environment variable that holds the token.', {
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        patternErrorMessage: 'the name of an environment variable',
      }),
      username: text('The name that the server wants beside the token; most take any.', {
        default: defaults.tokenUsername,
        pattern: '^[^\\s:@/\\u0000-\\u001f\\u007f-\\u009f]+$',
        patternErrorMessage: 'a name without spaces, colons, slashes and @',
      }),
    }),
    githubApp: object(
      'A GitHub App, whose tokens are fetched and renewed.',
      {
        appId: kubernetes('IntOrString', 'Id of the app, or its client id.'),
        installationId: kubernetes('IntOrString', 'Id of its installation.'),
        privateKeyFile: text('File of the app’s private key (PEM).', FILE),
        apiUrl: text('Where the API is, on GitHub Enterprise.', {
          default: defaults.githubApiUrl,
          pattern: '^https://[A-Za-z0-9][-A-Za-z0-9.]*(:\\d{1,5})?(/[-A-Za-z0-9._~]+)*/?$',
          patternErrorMessage: 'an https URL without password and parameters',
        }),
      },
      ['appId', 'installationId', 'privateKeyFile'],
    ),
  },
);

const repository = object(
  'Where the StackSets are.',
  {
    url: text('URL of the repository: https, ssh, `user@host:path`, http or file. Credentials are not part of it.'),
    branch: text('Branch to read and, without `output`, to write. By default the one that the remote’s HEAD names.'),
    paths: list('Folders to look at and below, from the root of the repository.', text('A folder.'), {
      default: defaults.paths,
      minItems: 1,
      uniqueItems: true,
    }),
    files: list(
      'Names of files that may hold a StackSet, so that the others need not be read; a star stands for any characters.',
      text('Name of a file.', {
        pattern: '^[^/\\\\\\u0000-\\u001f\\u007f-\\u009f]+$',
        patternErrorMessage: 'the name of a file, without a folder',
      }),
      { default: defaults.files, minItems: 1, uniqueItems: true },
    ),
    freezeFile: text('File that stops all decisions while it is there, from the root of the repository; it holds a Freeze.', {
      default: defaults.freezeFile,
    }),
    credentials,
  },
  ['url'],
);

const committer = object(
  'Author and committer of the commits. Only commits whose author and committer are the same count as a controller’s.',
  {
    name: text('Name.', {
      default: defaults.committer.name,
      pattern: `^${NAME_CHARACTER}*[^\\s.,:;<>"'\\\\\\u0000-\\u001f\\u007f-\\u009f]${NAME_CHARACTER}*$`,
      patternErrorMessage: 'a name of one line without < and >',
    }),
    email: text('Address.', {
      default: defaults.committer.email,
      pattern: '^[^\\s<>]+@[^\\s<>]+$',
      patternErrorMessage: 'an address such as sync@example.org',
    }),
  },
);

const signing = object(
  'Signs the commits.',
  {
    format: text('Kind of the signature.', { enum: ['ssh', 'openpgp'] }),
    key: text('File of the private key for ssh, fingerprint or id of the key for openpgp.', FILE),
    program: text('Program that signs, instead of `ssh-keygen` or `gpg`.', FILE),
  },
  ['format', 'key'],
);

const target = object(
  'The namespace of StackSets that name none.',
  { path: text('Folder, from the root of the repository; the longest that fits counts.'), namespace: text('The namespace.', DNS_LABEL) },
  ['path', 'namespace'],
);

const cluster = object('The cluster to watch. By default the one that the controller runs in, else the kubeconfig of the environment.', {
  kubeconfig: text('A kubeconfig file.', FILE),
  context: text('Context in it, instead of its current one.', LINE),
  namespaces: list('Namespaces to watch, where not all may be. By default those that the rights allow.', text('A namespace.', DNS_LABEL), {
    minItems: 1,
    uniqueItems: true,
  }),
});

const DNS_SUBDOMAIN: Schema = { pattern: DNS_SUBDOMAIN_PATTERN, patternErrorMessage: 'a DNS name in lower case, such as shop' };

const appliedBy = object(
  'An Application of Argo CD or a Kustomization of Flux.',
  {
    path: text('Folder of the packages that it applies, from the root of the repository; of several that fit the longest counts.'),
    kind: text('Which of the two.', { enum: DELIVERY_KINDS }),
    namespace: text('Its namespace.', DNS_LABEL),
    name: text('Its name.', DNS_SUBDOMAIN),
  },
  ['path', 'kind', 'namespace', 'name'],
);

const delivery = object(
  'Argo CD and Flux, as far as they apply packages of this controller. Which of their objects do is read from the live objects of a StackSet. Where they may not be read, nothing is awaited; where they may not be patched, nothing is requested.',
  {
    request: flag(
      'Whether they are asked to look at Git when a package has changed there, by one annotation: `argocd.argoproj.io/refresh` on the Application, `reconcile.fluxcd.io/requestedAt` on the Kustomization’s GitRepository.',
      { default: defaults.delivery.request },
    ),
    wait: flag('Whether the next step of a package waits until what applies it works with the package’s newest files.', {
      default: defaults.delivery.wait,
    }),
    argoCDNamespace: text('Namespace of the Applications that live objects name without one: Argo CD’s own.', {
      default: defaults.delivery.argoCDNamespace,
      ...DNS_LABEL,
    }),
    appliedBy: list('What live objects do not say by themselves: before the first deployment there are none.', appliedBy),
  },
);

const leaderElection = object('With several replicas only the one that holds the Lease decides.', {
  enabled: flag('By default on where the controller runs in a pod.'),
  namespace: text('Namespace of the Lease. By default the pod’s.', DNS_LABEL),
  name: text('Name of the Lease. By default `stackset-sync-<metadata.name>`.', {
    pattern: DNS_SUBDOMAIN_PATTERN,
    patternErrorMessage: 'a DNS name in lower case, such as stackset-sync',
  }),
});

const spec = object(
  'The settings. Flags of `stackset sync` win over them.',
  {
    repository,
    committer,
    signing,
    pollInterval: text('How often the branch is looked at, as a Go duration of at least 1s. A webhook makes it faster.', {
      default: defaults.pollInterval,
    }),
    debounce: text('How long the cluster must be quiet before it is looked at, as a Go duration of at most 1m.', {
      default: defaults.debounce,
    }),
    dryRun: flag('Whether to decide and tell, but not to push.', { default: false }),
    targets: list('Namespaces of StackSets that name none, by folder.', target),
    output: object(
      'Where generated files and states go, if not to the branch that people write.',
      { branch: text('A branch that only this controller writes.') },
      ['branch'],
    ),
    cluster,
    delivery,
    webhook: object(
      'Lets a forge say at once that the branch has moved: `POST /webhook`.',
      { secretFile: text('File with the secret that signs its requests.', FILE) },
      ['secretFile'],
    ),
    listen: text('Address of `/metrics`, `/healthz`, `/readyz` and `/webhook`; empty serves nothing.', {
      default: defaults.listen,
      pattern: `^((\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9]?[-A-Za-z0-9.]*):${PORT})?$`,
      patternErrorMessage: 'an address with a port, such as :8080 or 127.0.0.1:8080',
    }),
    leaderElection,
    log: object('What is logged, to stderr.', {
      format: text('`auto` is `text` on a terminal, else `json`.', { default: defaults.log.format, enum: LOG_FORMATS }),
      level: text('The least important that is logged.', { default: defaults.log.level, enum: LOG_LEVELS }),
    }),
    events: flag('Whether Kubernetes Events are written.', { default: defaults.events }),
  },
  ['repository'],
);

export const syncConfig = object(
  'Settings of `stackset sync`, the controller that watches a cluster and commits its decisions.',
  {
    apiVersion: text('`stackset-gitops.dev/v1alpha1`.', { enum: ['stackset-gitops.dev/v1alpha1'] }),
    kind: text('`SyncConfig`.', { enum: ['SyncConfig'] }),
    metadata: kubernetes('V1ObjectMeta', 'Its name is the controller’s id, in the states that it adopts and in its commits.', {
      required: ['name'],
    }),
    spec,
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
