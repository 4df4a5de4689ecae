/** One way in for all formats: text or bytes, packed or not, to a program and the notes about it. */
import { readFile } from 'node:fs/promises';
import type { Program } from '@marginal/program';
import { readLp } from './lp-reader.ts';
import { decodeModel, unreadable } from './model-bytes.ts';
import { detectFormat, type ModelFormat } from './model-format.ts';
import { readMof } from './mof-reader.ts';
import { readMps } from './mps-layout.ts';
import type { Note } from './note.ts';
import { SourceText } from './source-text.ts';

export interface ReadModel {
  readonly program: Program;
  /** As which format it was read; MPS with the layout that was found. */
  readonly format: Exclude<ModelFormat, 'mps'>;
  readonly notes: readonly Note[];
}

export interface ReadOptions {
  /** Unset: found out from the name, else from the content. */
  readonly format?: ModelFormat;
  /** Name of the file, for faults and for finding the format. */
  readonly name?: string;
}

/**
 * Reads a model. Throws `InvalidInputError` with every fault and its `name:line:column`, or `UnsupportedError` for
 * what a `Program` cannot hold.
 */
export function readModel(source: string | Uint8Array, options: ReadOptions = {}): ReadModel {
  const name = options.name ?? 'model';
  const decoded = typeof source === 'string' ? source : decodeModel(name, source);
  const text = new SourceText(name, decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded);
  const format = options.format ?? detectFormat(name, text.text);
  if (format === 'lp') return { format, ...readLp(text) };
  if (format === 'mof') return { format, ...readMof(text) };
  const layout = format === 'mps-free' ? 'free' : format === 'mps-fixed' ? 'fixed' : undefined;
  const read = readMps(text, layout);
  return { program: read.program, format: `mps-${read.layout}`, notes: read.notes };
}

/** Reads a model file, packed by gzip or not. */
export async function readModelFile(path: string, options: ReadOptions = {}): Promise<ReadModel> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  return readModel(bytes, { name: path, ...options });
}
