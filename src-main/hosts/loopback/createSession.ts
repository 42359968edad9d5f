import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export interface Session {
  /** Goes into the printed address, once per run. */
  readonly token: string
  /** The `Set-Cookie` value for a request that brought the token; null for a wrong one. */
  exchange(token: string | null): string | null
  accepts(cookieHeader: string | undefined): boolean
}

/**
 * The right to call this server: a random token in the printed address is exchanged for a cookie, so that it stays in no history, no
 * log and no Referer. The cookie is out of reach of scripts and is not sent along from other sites. Its name holds the port, since cookies are
 * shared by all servers of 127.0.0.1.
 */
export function createSession(port: number, randomToken: () => string = () => randomBytes(32).toString('base64url')): Session {
  const token = randomToken()
  const secret = randomToken()
  const name = `footnote-${port}`
  return {
    token,
    exchange: (given) => given !== null && isSame(given, token) ? `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/` : null,
    accepts(cookieHeader) {
      const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim())
      return pairs.some((pair) => pair.startsWith(`${name}=`) && isSame(pair.slice(name.length + 1), secret))
    },
  }
}

/** In constant time; hashed first, because the comparison wants equal lengths. */
function isSame(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(left), hash(right))
}
