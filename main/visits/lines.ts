const lf = 10;
const cr = 13;

/**
 * Counts the physical lines of a file that is read in chunks, where "\r\n", "\n" and "\r" each end a line, inside quotes
 * too. csv-parse counts as well, but a "\r\n" inside quotes as two.
 */
export class LineCounter {
  /** Where lines begin that nobody asked for yet, as bytes from the start of the file, ascending. */
  #starts: number[] = [];
  #next = 0;
  #line = 1;
  #read = 0;
  #afterCr = false;

  /** The file goes on with these bytes. */
  add(chunk: Uint8Array): void {
    // Forgotten in large pieces: a file of nothing but line ends would otherwise be copied again with every chunk.
    if (this.#next > this.#starts.length / 2) {
      this.#starts = this.#starts.slice(this.#next);
      this.#next = 0;
    }
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      // A "\r" ends its line only when the byte after it is no "\n", which may be in the next chunk.
      if (this.#afterCr && byte !== lf) this.#starts.push(this.#read + i);
      if (byte === lf) this.#starts.push(this.#read + i + 1);
      this.#afterCr = byte === cr;
    }
    this.#read += chunk.length;
  }

  /** The line that the byte at `offset` is on. Offsets must not fall from one call to the next. */
  lineAt(offset: number): number {
    while (this.#next < this.#starts.length && (this.#starts[this.#next] as number) <= offset) {
      this.#next++;
      this.#line++;
    }
    return this.#line;
  }
}
