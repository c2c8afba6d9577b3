/**
 * The stack's own hosts: `<stack>.<domain>` for each cluster domain that is a suffix of one of the hosts, sorted.
 * The suffix is of the text, not of its labels, as in the original.
 */
export function stackHosts(stackName: string, hosts: readonly string[], clusterDomains: readonly string[]): readonly string[] {
  const domains = clusterDomains.filter((domain) => hosts.some((host) => host.endsWith(domain)));
  return [...new Set(domains.map((domain) => `${stackName}.${domain}`))].sort();
}
