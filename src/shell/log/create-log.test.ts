import { describe, expect, it } from 'vitest';
import type { SyncConfig } from '../../core/model/sync-config.ts';
import { createLog } from './create-log.ts';
import type { Log } from './log.ts';

interface Options {
  readonly format?: 'auto' | 'json' | 'text';
  readonly level?: SyncConfig['log']['level'];
  readonly isTTY?: boolean;
}

/** What is written while `use` has the log. */
function logged(use: (log: Log) => void, { format = 'auto', level = 'info', isTTY = false }: Options = {}): string {
  let written = '';
  const output = {
    write: (text: string) => {
      written += text;
    },
    isTTY,
  };
  use(createLog({ format, level, output, environment: { NO_COLOR: '1' } }));
  return written;
}

const json = (use: (log: Log) => void, options: Options = {}): Readonly<Record<string, unknown>> =>
  JSON.parse(logged(use, { ...options, format: 'json' })) as Readonly<Record<string, unknown>>;
const text = (use: (log: Log) => void, options: Options = {}): string =>
  logged(use, { ...options, format: 'text' }).replaceAll(/^\d\d:\d\d:\d\d /gm, 'TIME ');

describe('JSON', () => {
  it('is one object a line, with level, time, message and fields', () => {
    const line = json((log) =>
      log.info('shop: v2 10 % -> 50 %', { stackset: 'default/shop', commit: '1a2b3c4', reason: 'TrafficSwitched' }),
    );
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      message: 'shop: v2 10 % -> 50 %',
      stackset: 'default/shop',
      commit: '1a2b3c4',
      reason: 'TrafficSwitched',
    });
  });

  it('leaves out fields without a value', () => expect(json((log) => log.info('x', { commit: undefined }))).not.toHaveProperty('commit'));

  it('tells an error with its causes, and the stack of a defect only', () => {
    const cause = new Error('timed out', { cause: 'after 30 s' });
    expect(json((log) => log.warn('cannot push', { error: new Error('git failed', { cause }) })).error).toEqual({
      message: 'git failed: timed out: after 30 s',
    });
    expect(json((log) => log.error('stopped', { error: new TypeError('x is no function') })).error).toEqual({
      message: 'x is no function',
      stack: expect.stringContaining('create-log.test.ts'),
    });
  });

  it('ends with a ring of causes', () => {
    const ring = new Error('a');
    ring.cause = ring;
    expect(json((log) => log.error('x', { error: ring })).error).toEqual({ message: expect.stringMatching(/^a(: a)+$/) });
  });

  it('cannot be forged by what is in a message', () => {
    const lines = logged((log) => log.info('one\n{"level":"error","message":"forged"}'), { format: 'json' });
    expect(lines.trimEnd().split('\n')).toHaveLength(1);
  });

  it.for(['%s', '%d %o', '100 % -> 0 %', '%%'])('writes "%s" as it is', (message) => {
    expect(json((log) => log.info(message, { commit: 'a' })).message).toBe(message);
  });
});

describe('text', () => {
  it('is a line for people', () => {
    expect(text((log) => log.info('shop: v2 10 % -> 50 %', { stackset: 'default/shop', reason: 'TrafficSwitched' }))).toBe(
      'TIME info  shop: v2 10 % -> 50 %  stackset=default/shop reason=TrafficSwitched\n',
    );
  });

  it('tells an error behind the message', () => {
    expect(text((log) => log.warn('cannot push', { error: new Error('timed out'), attempt: 3, server: 'a b' }))).toBe(
      'TIME warn  cannot push: timed out  attempt=3 server="a b"\n',
    );
  });

  it('shows what could forge a line or play tricks on a terminal', () => {
    expect(text((log) => log.info('one\nTIME error two \u001B[31m', { stackset: 'a\nb' }))).toBe(
      'TIME info  one\\u000ATIME error two \\u001B[31m  stackset="a\\nb"\n',
    );
  });

  it('is what a terminal gets by itself', () => {
    expect(logged((log) => log.info('x'), { isTTY: true })).toMatch(/^\d\d:\d\d:\d\d info {2}x\n$/);
    expect(logged((log) => log.info('x'))).toMatch(/^\{.*\}\n$/);
  });
});

describe('levels', () => {
  it.for([
    ['trace', ['debug', 'info', 'warn', 'error']],
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('%s', ([level, expected]) => {
    const lines = logged(
      (log) => {
        log.debug('a');
        log.info('a');
        log.warn('a');
        log.error('a');
      },
      { format: 'json', level },
    );
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { level: string }).level),
    ).toEqual(expected);
  });
});

describe('secrets', () => {
  const SECRET = `ghs_${'A1b2'.repeat(9)}`;

  it.for(['json', 'text'] as const)('are in no part of a %s line', (format) => {
    const error = new Error(`refused ${SECRET}`, { cause: `for https://x:${SECRET}@git.example.org` });
    const fields = { error, commit: SECRET, deep: { list: [SECRET, { [SECRET]: 1 }] } };
    const line = logged((log) => log.error(`message ${SECRET}`, fields), { format });
    expect(line.match(/\[redacted\]/g)?.length).toBeGreaterThan(5);
    expect(line).not.toContain(SECRET);
  });

  it('objects of others are not told in full', () => {
    const ring: Record<string, unknown> = { name: 'ring' };
    ring.self = ring;
    expect(logged((log) => log.info('x', { ring, big: 2n }), { format: 'json' })).toContain('[…]');
  });
});
