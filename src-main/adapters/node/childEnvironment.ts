/**
 * Switches that keep libraries in child processes from the network; a test traces every call to see that nothing gets through.
 *
 * `ORT_DISABLE_TELEMETRY`: since 1.29 the official builds of ONNX Runtime send the names and hashes of models, errors and a device id to
 * mobile.events.data.microsoft.com unless this is set before the library is loaded (microsoft/onnxruntime#27379). It must be in the environment
 * of the process: worker threads have a copy that native code does not see.
 */
const SILENCED = { ORT_DISABLE_TELEMETRY: '1' } as const

export function childEnvironment(parent: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  // Whatever child needs the library's key is given the key itself, over its channel.
  const { FOOTNOTE_PASSPHRASE: _passphrase, ...rest } = parent
  return { ...rest, ...SILENCED }
}
