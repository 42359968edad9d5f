/** All channels between the window and the main process. */
export const CHANNELS = { call: 'footnote:call', addFiles: 'footnote:addFiles', event: 'footnote:event' } as const
