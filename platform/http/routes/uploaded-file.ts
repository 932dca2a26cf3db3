/** A file as a route takes it. */
import type { UploadType } from '../../files/file-type.ts'
import { contentHash } from '../../files/files.ts'

export interface Accepts {
  readonly types: readonly UploadType[]
  readonly bytes_max: number
}

/** A file that was sent. In the fingerprint of the request its hash stands for it. */
export class UploadedFile {
  readonly bytes: Buffer
  readonly type: UploadType
  readonly sha256: string

  constructor(bytes: Buffer, type: UploadType) {
    this.bytes = bytes
    this.type = type
    this.sha256 = contentHash(bytes)
  }

  toJSON() {
    return { sha256: this.sha256 }
  }
}
