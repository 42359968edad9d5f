import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOfLink } from '../../src-main/hosts/electron/answerLink.ts'

const root = path.join(import.meta.dirname, '..', '..')
const CONFIG = 'resources/packaging/electron-builder.yml'

interface BuilderConfig {
  readonly asar: boolean
  readonly publish: unknown
  readonly files: readonly unknown[]
  readonly electronFuses: Readonly<Record<string, boolean>>
  readonly protocols: readonly { readonly schemes: readonly string[] }[]
  readonly fileAssociations: readonly { readonly ext: string; readonly role: string; readonly rank?: string }[]
  readonly mac: Readonly<Record<string, unknown>>
  readonly linux: Readonly<Record<string, unknown>>
  readonly win: Readonly<Record<string, unknown>>
}

/** electron-builder's own reader and schema, which are not part of its interface. */
const { getConfig, validateConfiguration } = createRequire(import.meta.url)('app-builder-lib/out/util/config/config.js') as {
  getConfig(projectDir: string, file: string, options: null): Promise<BuilderConfig>
  validateConfiguration(config: unknown, debug: { readonly isEnabled: boolean; add(): void }): Promise<void>
}

describe('the configuration of packages', () => {
  let config: BuilderConfig
  beforeAll(async () => {
    config = await getConfig(root, CONFIG, null)
  })

  it('is valid by the schema of the tool', async () => {
    const debug = { isEnabled: false, add: () => undefined }
    await validateConfiguration(config, debug)
    await expect(validateConfiguration({ ...config, signing: 'maybe' }, debug)).rejects.toThrow('signing')
  })

  it('closes every way into the program that a file or a variable could take, and loads it from its checked archive alone', () => {
    expect(config.asar).toBe(true)
    expect(config.electronFuses).toEqual({
      runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true, grantFileProtocolExtraPrivileges: false,
    })
  })

  it('looks nowhere for updates', () => {
    expect(config.publish ?? null).toBeNull()
  })

  it('asks macOS for run-time compilation and nothing else', () => {
    expect(config.mac['hardenedRuntime']).toBe(true)
    for (const key of ['entitlements', 'entitlementsInherit']) {
      const entitlements = readFileSync(path.join(root, String(config.mac[key])), 'utf8')
      expect([...entitlements.matchAll(/<key>([^<]+)<\/key>/g)].map(([, name]) => name)).toEqual(['com.apple.security.cs.allow-jit'])
    }
  })

  it('has an icon large enough for every system', () => {
    for (const platform of [config.linux, config.mac, config.win]) {
      const icon = readFileSync(path.join(root, String(platform['icon'])))
      // PNG: width and height stand in the IHDR chunk (RFC 2083, 4.1.1). macOS wants 512.
      expect([icon.readUInt32BE(16), icon.readUInt32BE(20)].every((pixels) => pixels >= 512)).toBe(true)
    }
  })

  it('opens the links that the program understands', () => {
    const scheme = config.protocols.flatMap(({ schemes }) => schemes)
    expect(scheme).toEqual(['footnote'])
    expect(answerOfLink(`${scheme[0] ?? ''}://answer/abc`)).toBe('abc')
  })

  it('offers itself for documents without taking them from their own applications', () => {
    expect(config.fileAssociations.map(({ ext }) => ext)).toEqual(['pdf', 'docx', 'xlsx', 'pptx', 'eml'])
    expect(config.fileAssociations.every(({ role, rank }) => role === 'Viewer' && rank === 'Alternate')).toBe(true)
  })

  it('bundles the licences of all that it carries', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    expect(scripts['package']).toMatch(/collectLicences\.ts && electron-builder --config resources\/packaging\/electron-builder\.yml$/)
    expect(JSON.stringify(config.files)).toContain('out/**')
    for (const model of ['bge-small-en-v1.5', 'multilingual-e5-small']) expect(existsSync(path.join(root, `resources/models/LICENSE-${model}.txt`))).toBe(true)
  })
})
