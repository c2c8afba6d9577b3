import { expect, test } from 'vitest';
import type { SimulatedStep } from '../../core/simulate/simulated-step.ts';
import { COLOURED, PLAIN } from '../cli/report/style.ts';
import { formatTimeline } from './format-timeline.ts';

const step = (at: number, weight: number, ready: number): SimulatedStep => ({
  at,
  time: '2026-03-01T12:00:00Z',
  stacks: [{ name: 'shop-v1', weight, replicas: 2, ready }],
  events: [],
  blocked: [],
  problems: [],
});

test('a block is as high as the weight; what has pods and no traffic, and what has traffic and no pods, has a mark', () => {
  const steps = [step(0, 0, 2), step(10, 0.5, 2), step(20, 50, 1), step(30, 99, 2), step(40, 100, 2), step(50, 100, 0)];
  expect(formatTimeline(steps, 40, PLAIN)[1]).toBe('shop-v1 ·▁▄▇█!');
});

test('a long story fits the width', () => {
  const steps = Array.from({ length: 8641 }, (_, index) => step(index * 10, 100, 2));
  for (const line of formatTimeline(steps, 60, PLAIN).slice(0, 4)) expect(line.length).toBeLessThanOrEqual(60);
});

test('colours are for terminals', () => expect(formatTimeline([step(0, 100, 0)], 40, COLOURED)[1]).toContain('\u001B[31m!'));
