/**
 * What a person can mend: a setting, a folder, a server, a word that was typed. It is said in one sentence in each
 * language and without a stack; every other error is a fault of the program.
 */
export interface Sentence {
  readonly ko: string
  readonly en: string
}

export class Mistake extends Error {
  readonly sentences: readonly Sentence[]

  constructor(sentence: Sentence | readonly Sentence[], cause?: unknown) {
    const sentences: readonly Sentence[] = 'ko' in sentence ? [sentence] : sentence
    super(sentences.map(({ en }) => en).join('\n'), cause === undefined ? undefined : { cause })
    this.sentences = sentences
  }
}
