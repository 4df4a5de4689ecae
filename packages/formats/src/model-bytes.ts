/**
 * From bytes to text: gzip is told by its first two bytes, a byte-order mark is dropped, and what is not UTF-8 is read
 * as Latin-1, in which every byte is a character, so that two different names stay different.
 */
import { gunzipSync } from 'node:zlib';
import { InvalidInputError } from '@marginal/program';

/** A fault about a whole file. */
function refuseFile(name: string, code: string, cause: string, remedy: string): InvalidInputError {
  return new InvalidInputError([{ code: `formats.${code}`, place: name, cause, remedy }]);
}

/** What an exception says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unpacked(name: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw refuseFile(name, 'gzip', `cannot be unpacked: ${messageOf(error)}`, 'get the whole file again');
  }
}

/** The text of a file's bytes, unpacked if need be. */
export function decodeModel(name: string, bytes: Uint8Array): string {
  const plain = unpacked(name, bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (error) {
    if (!(error instanceof TypeError))
      throw refuseFile(
        name,
        'too-large',
        messageOf(error),
        'no string holds more than 512 MiB; split the model',
      );
  }
  return new TextDecoder('latin1').decode(plain);
}

/** The fault of a file that cannot be read at all. */
export function unreadable(name: string, error: unknown): InvalidInputError {
  return refuseFile(name, 'unreadable', messageOf(error), 'give the path of a file that can be read');
}
