let path: string | undefined;

/**
 * Names the compiled SQLite binding for an Electron older than the prebuilt one supports.
 * Called once by an entry point before the first open, and never in a packaged app (it would load any code).
 */
export function setNativeBinding(file: string | undefined): void {
  path = file;
}

/** Options every connection is opened with. */
export function bindingOptions(): { nativeBinding?: string } {
  return path ? { nativeBinding: path } : {};
}
