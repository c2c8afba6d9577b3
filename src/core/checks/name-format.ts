/**
 * A form that Kubernetes asks of a name.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
 */
export interface NameFormat {
  readonly maxLength: number;
  readonly pattern: RegExp;
  /** The characters that may be somewhere in it. */
  readonly characters: RegExp;
  /** All that the pattern asks for: "lower-case letters, digits and hyphens, …". */
  readonly meaning: string;
}

/** Of a Service; a digit in front is allowed only behind the feature gate RelaxedServiceNameValidation, off in Kubernetes 1.34. */
export const DNS_1035_LABEL: NameFormat = {
  maxLength: 63,
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  characters: /[-a-z0-9]/,
  meaning: 'lower-case letters, digits and hyphens, with a letter in front and no hyphen at the end',
};

/** Of a namespace, a container and a Service's port. */
export const DNS_1123_LABEL: NameFormat = {
  maxLength: 63,
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  characters: /[-a-z0-9]/,
  meaning: 'lower-case letters, digits and hyphens, with no hyphen at either end',
};

/** Of most objects, and of a host. */
export const DNS_1123_SUBDOMAIN: NameFormat = {
  maxLength: 253,
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  characters: /[-.a-z0-9]/,
  meaning: 'lower-case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot',
};

/** Of a container's port, a target port and a port that an Ingress names (IANA_SVC_NAME). */
export const PORT_NAME: NameFormat = {
  maxLength: 15,
  pattern: /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  characters: /[-a-z0-9]/,
  meaning: 'lower-case letters, digits and single hyphens, with at least one letter and no hyphen at either end',
};

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const LABEL_VALUE: NameFormat = {
  maxLength: 63,
  pattern: /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  characters: /[-_.A-Za-z0-9]/,
  meaning: 'letters, digits, hyphens, underscores and dots, with a letter or digit at both ends',
};

/** How many characters a name has too many; 0 where it is short enough. */
export const excessOf = (name: string, format: NameFormat): number => Math.max(0, name.length - format.maxLength);

/** What is wrong with a name, to follow "it"; undefined where it fits. */
export function nameFault(name: string, format: NameFormat): string | undefined {
  if (excessOf(name, format) > 0) return `has ${name.length} characters, and ${format.maxLength} are allowed`;
  return format.pattern.test(name) ? undefined : characterFault(name, format);
}

/** What is wrong with the characters of a name that does not fit the pattern, to follow "it". */
export function characterFault(name: string, { characters, meaning }: NameFormat): string {
  if (name === '') return 'is empty';
  const wrong = [...new Set([...name].filter((character) => !characters.test(character)))];
  const found = wrong.length > 0 ? `has ${wrong.map((character) => JSON.stringify(character)).join(', ')} in it` : 'has the wrong form';
  return `${found}; allowed are ${meaning}`;
}
