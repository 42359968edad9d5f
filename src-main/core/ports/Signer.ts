/** Signs with the key of this machine (Ed25519, RFC 8032). */
export interface Signer {
  /** SubjectPublicKeyInfo as PEM. */
  readonly publicKey: string
  sign(bytes: Uint8Array): Uint8Array
}
