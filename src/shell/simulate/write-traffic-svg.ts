import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PlayedStory } from './simulate-package.ts';
import { drawTraffic } from './svg/draw-traffic.ts';

/** Draws a played story into a file. @param name as a person wrote it */
export function writeTrafficSvg(played: PlayedStory, name: string, workingDirectory: string): void {
  try {
    writeFileSync(resolve(workingDirectory, name), drawTraffic(played));
  } catch (cause) {
    throw new Error(`cannot write ${name}`, { cause });
  }
}
