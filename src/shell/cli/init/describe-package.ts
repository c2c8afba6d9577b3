import { basename } from 'node:path';
import { WrongUse } from '../exit-code.ts';
import { findSchemas } from './find-schemas.ts';
import type { NewPackage } from './package-template.ts';

export interface InitOptions {
  readonly name?: string;
  readonly image?: string;
  readonly host?: string;
}

/** Listens on 8080 without root, and is small. */
const EXAMPLE_IMAGE = 'nginxinc/nginx-unprivileged:1.29-alpine';

/** RFC 1035, as Kubernetes wants it of a Service, whose name starts with the StackSet's. */
const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** 63 for the longest name that is made of it, less `-traffic-segment`, a hyphen and a version of 10 characters. */
const MAXIMUM_NAME_LENGTH = 36;
const DOMAIN = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/**
 * Fills in what a person did not say: the folder's name, an example image, a host below example.org.
 * @param folder absolute
 * @throws WrongUse where a value could not work
 */
export function describePackage(folder: string, options: InitOptions): NewPackage {
  const name = options.name ?? basename(folder).toLowerCase();
  if (!LABEL.test(name) || name.length > MAXIMUM_NAME_LENGTH) {
    const rule = `lower-case letters, digits and hyphens, a letter first, at most ${MAXIMUM_NAME_LENGTH} of them`;
    throw new WrongUse(`'${name}' cannot name a StackSet (${rule}): give another with --name`);
  }
  const host = options.host ?? `${name}.example.org`;
  if (!DOMAIN.test(host)) throw new WrongUse(`'${host}' is no host: give one like ${name}.example.org with --host`);
  const image = options.image ?? EXAMPLE_IMAGE;
  if (!/^\S+$/.test(image)) throw new WrongUse(`'${image}' is no image: give one like ${EXAMPLE_IMAGE} with --image`);
  const schemas = findSchemas(folder);
  return { name, image, host, ...(schemas !== undefined && { schemas }) };
}
