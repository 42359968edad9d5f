/** Words that turn a statement into its opposite. */
export const NEGATION = /(?<!\p{L})(?:not|no|never|none|nothing|neither|nor|cannot|without|\p{L}+n['’]t|nicht|kein\w*|nie|niemals|ohne|ne|pas|jamais|sans|nunca|sin|non|mai|senza)(?!\p{L})/iu
