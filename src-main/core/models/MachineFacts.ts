export interface MachineFacts {
  /** Tells machines apart that open the same library one after another. */
  readonly name: string
  /** Cores that may be used. */
  readonly cores: number
  /** Whether there is a device that llama.cpp may be able to use; a guess is enough. */
  readonly mayHaveGpu: boolean
  readonly memoryBytes: number
}
