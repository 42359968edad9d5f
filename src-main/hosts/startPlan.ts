export interface Surroundings {
  /** Path of Electron's executable; null where its binary was never fetched. */
  readonly electronPath: string | null
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** `--browser` was given. */
  readonly isBrowserWanted: boolean
}

export type StartPlan = { readonly host: 'electron'; readonly electronPath: string } | { readonly host: 'loopback'; readonly reason: string }

/** Which host shows the window, and why it is not Electron where it is not. */
export function planStart({ electronPath, platform, environment, isBrowserWanted }: Surroundings): StartPlan {
  if (isBrowserWanted) return { host: 'loopback', reason: 'as asked' }
  if (!hasDisplay(platform, environment)) return { host: 'loopback', reason: 'there is no display here' }
  if (electronPath === null) return { host: 'loopback', reason: 'Electron’s binary is not on this computer' }
  return { host: 'electron', electronPath }
}

/** Linux alone can be without a screen and still have a person in front of it (a remote shell). */
export function hasDisplay(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

/** The program that opens an address in the browser of the person, with its arguments. */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [command: string, ...args: string[]] {
  switch (platform) {
    case 'darwin': return ['open', url]
    // `start` takes the first quoted argument as a title.
    case 'win32': return ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')]
    default: return ['xdg-open', url]
  }
}
