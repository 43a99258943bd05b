/** The two IPC channels between page and main: one to ask, one to tell. */
export const channels = { call: 'regulars:call', notice: 'regulars:notice' } as const;
