import type { KubernetesObject } from '../model/kubernetes.ts';

/** What something else fills in: `<path:team/shop#password>`, `${PASSWORD}`. */
const PLACEHOLDER = /^(<[^>]*>|\$\{[^}]*\})?$/;

/** What to do about a Secret in plain text. */
export const ENCRYPT =
  'Encrypt it with SOPS or as a SealedSecret, or have it made in the cluster (External Secrets); and change what is in it, for Git keeps it.';

/** Whether a Secret has values of its own, and not only keys for something else to fill. Whether they are encrypted is not looked at. */
export function holdsSecrets({
  kind,
  data = {},
  stringData = {},
}: KubernetesObject & { readonly data?: unknown; readonly stringData?: unknown }): boolean {
  const values = [data, stringData].flatMap((fields) => (typeof fields === 'object' && fields !== null ? Object.values(fields) : []));
  return kind === 'Secret' && values.some((value) => typeof value !== 'string' || !PLACEHOLDER.test(value));
}
