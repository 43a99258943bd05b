// The part of yauzl 3 that tools/electron-registry.mjs uses; the package brings no types.
declare module 'yauzl' {
  export interface Entry {
    readonly fileName: string;
    readonly externalFileAttributes: number;
  }
  export interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>;
  }
  export function openPromise(file: string): Promise<ZipFile>;
}
