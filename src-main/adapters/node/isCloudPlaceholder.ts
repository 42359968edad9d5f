import type { Stats } from 'node:fs'

/** NTFS keeps smaller files inside the directory, where they take no space either. */
const SURELY_ON_DISK_BYTES = 4096

/**
 * Whether a file's content lies in a cloud only (OneDrive, iCloud Drive, Dropbox, Google Drive): it has a size and takes no space on the disk. Node tells neither
 * Windows' FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS nor macOS' SF_DATALESS, but both file systems count no blocks for such a file. On Linux no cloud program
 * works that way, and some network file systems never count blocks.
 */
export function isCloudPlaceholder({ size, blocks }: Pick<Stats, 'size' | 'blocks'>, platform: NodeJS.Platform): boolean {
  return (platform === 'win32' || platform === 'darwin') && size > SURELY_ON_DISK_BYTES && blocks === 0
}
