import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Platform {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Where the library lies when nobody says otherwise: the application-data folder of the platform (the XDG directories on Linux). */
export function defaultDataDir({ platform, home, environment }: Platform = { platform: process.platform, home: homedir(), environment: process.env }): string {
  switch (platform) {
    case 'win32': return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Footnote')
    case 'darwin': return join(home, 'Library', 'Application Support', 'Footnote')
    default: return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'footnote')
  }
}
