import { useEffect, useState } from 'react'
import { useWindow } from './WindowContext.ts'

/** The languages in which scans can be read here; null until the host has said so. */
export function useOcrLanguages(): readonly string[] | null {
  const { client, notices } = useWindow()
  const [languages, setLanguages] = useState<readonly string[] | null>(null)
  useEffect(() => {
    client.call('library.ocrLanguages', {}).then(setLanguages, (thrown: unknown) => notices.fail(thrown))
  }, [client, notices])
  return languages
}
