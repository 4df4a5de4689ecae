import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readLlmTrace } from '../../src/index.ts';

const TRACES = fileURLToPath(new URL('../../../../../shared/data/traces/', import.meta.url));
const absent = !existsSync(TRACES);
if (absent) console.warn(`published traces are not read: ${TRACES} is not on this machine`);

const HEADER = 'TIMESTAMP,ContextTokens,GeneratedTokens\n';

test('rates and ratios by hand', () => {
  const text = `${HEADER}2023-11-16 18:00:00.0000000,100,10\n2023-11-16 18:30:00.5,50,30\n2023-11-16 20:00:00,30,20\n`;
  const read = readLlmTrace(text, 't.csv');
  expect(read).toMatchObject({
    trace: {
      requests: 3,
      hours: 2,
      generatedMtokPerHour: 30e-6,
      meanContextTokens: 60,
      contextPerGenerated: 3,
      generatedMtokByHour: [40e-6, 0],
    },
  });
});

test.skipIf(absent).each(['code', 'conv'])('the published %s trace gives the published sums', (name) => {
  const text = gunzipSync(readFileSync(`${TRACES}AzureLLMInferenceTrace_${name}.2023.csv.gz`)).toString(
    'utf8',
  );
  const read = readLlmTrace(text, name);
  if (!('trace' in read)) throw new Error(read.faults[0].cause);
  const { requests, span_s, context, generated } = JSON.parse(
    readFileSync(`${TRACES}azure-llm-2023-${name}-summary.json`, 'utf8'),
  );
  expect(read.trace.requests).toBe(requests);
  expect(read.trace.hours).toBeCloseTo(span_s / 3600, 6);
  expect(read.trace.meanContextTokens).toBeCloseTo(context.mean, 6);
  expect(read.trace.meanGeneratedTokens).toBeCloseTo(generated.mean, 6);
  expect(read.trace.generatedMtokPerHour).toBeCloseTo((requests * generated.mean * 3600) / span_s / 1e6, 6);
  // Far from random in both, as the data set's readers have found: 161 and 21.
  expect(read.trace.dispersionPerMinute).toBeGreaterThan(15);
});

test('rows that are none are refused, twenty by name', () => {
  const rows = `2023-11-16 18:00:00,1,2\nyesterday,1,2\n2023-11-16 18:00:01,1.5,-2\n`;
  const read = readLlmTrace(HEADER + rows, 't.csv');
  expect('faults' in read && read.faults.map(({ code, place }) => `${code} @ ${place}`)).toEqual([
    'scenarios.bad-trace-row @ t.csv:3:1: TIMESTAMP',
    'scenarios.bad-trace-row @ t.csv:4:21: ContextTokens',
    'scenarios.bad-trace-row @ t.csv:4:25: GeneratedTokens',
  ]);
  const many = readLlmTrace(HEADER + 'x,1,1\n'.repeat(100), 't.csv');
  expect('faults' in many && many.faults).toHaveLength(21);
  expect('faults' in many && many.faults[20].cause).toBe('and 80 more like these');
});

test('one request has no rate, and another table is no trace', () => {
  expect(readLlmTrace(`${HEADER}2023-11-16 18:00:00,1,2\n`, 't.csv')).toMatchObject({
    faults: [{ code: 'scenarios.trace-too-short' }],
  });
  expect(readLlmTrace('a,b\n1,2\n', 't.csv')).toMatchObject({ faults: [{ code: 'scenarios.not-a-trace' }] });
});
