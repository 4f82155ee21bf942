// The places in the source that panics would name. Once panics only trap, nobody reads them:
// they become zeros, which compress to nothing.
//
// A place is four numbers of 32 bits: where the file's name is, its length, a line, a column.

const DATA = 11;
const PLACE = 16;

/** The module, changed in place. */
export function withoutLocations(bytes) {
  const segments = segmentsOf(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map();
  for (const { address, start, end } of segments) {
    // Aligned by the address that the segment is loaded to.
    for (let at = start + (-address & 3); at + PLACE <= end; at += 4) {
      const file = fileAt(at, view, bytes, segments);
      if (file === undefined) continue;
      bytes.fill(0, at, at + PLACE);
      files.set(file.start, file.end);
      at += PLACE - 4;
    }
  }
  for (const [start, end] of files) bytes.fill(0, start, end);
  return bytes;
}

/** Where the name of the file is that a place names; nothing where there is no place. */
function fileAt(at, view, bytes, segments) {
  const [name, length, line, column] = [0, 4, 8, 12].map((by) => view.getUint32(at + by, true));
  if (length < 4 || length > 300 || line === 0 || line > 99_999 || column === 0 || column > 999) {
    return undefined;
  }
  const within = segments.find(
    ({ address, start, end }) => name >= address && name + length <= address + end - start,
  );
  if (within === undefined) return undefined;
  const start = within.start + name - within.address;
  const text = Buffer.from(bytes.subarray(start, start + length)).toString("latin1");
  return /^[\w/.-]+\.rs$/.test(text) ? { start, end: start + length } : undefined;
}

/** The data of a module: the address that each segment is loaded to, and where it stands. */
function segmentsOf(bytes) {
  const segments = [];
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section === DATA) {
      for (let left = number(); left > 0; left--) {
        // Active, of the only memory, at a constant: `i32.const ADDRESS end`.
        if (number() !== 0 || bytes[at++] !== 0x41) throw new Error("data of another kind");
        const address = number();
        if (bytes[at++] !== 0x0b) throw new Error("data of another kind");
        const length = number();
        segments.push({ address, start: at, end: at + length });
        at += length;
      }
    }
    at = end;
  }
  return segments;
}
