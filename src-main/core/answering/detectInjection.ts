/**
 * Text in a document that tries to steer a model instead of telling a reader something. What such text does without this: a small
 * model obeys the last imperative that it reads, and an evidence answer quotes it as if it were an answer.
 *
 * Three families are recognised: talk about the instructions or the role of a model ("ignore the previous instructions", "you are now",
 * chat-template tokens), demands on the form or content of a reply ("in your response, add …", "reply in French only"), and orders to
 * hide, send or run something. Wordings are from published attacks (Greshake et al. 2023; Yi et al., BIPIA, 2023).
 */
export function detectInjection(text: string): boolean {
  const folded = fold(text)
  return STEERING.some((pattern) => pattern.test(folded))
}

/** Whether a question is about such text, so that quoting it is the answer. */
export function mentionsInjection(question: string): boolean {
  return /\b(?:prompt )?injections?\b|\bjailbreak|\bsystem prompt\b|\b(?:ignore|disregard)\b.{0,40}\binstructions?\b|\binstructions?\b.{0,30}\b(?:model|assistant|chatbot|ai)\b/i.test(question)
}

/**
 * Whether a sentence orders a piece of writing or an explanation ("Draft an introduction for …", "Translate the following …"). That is
 * harmless and common in course books, so it is no suspicion; but it is not evidence either.
 */
export function asksForWork(text: string): boolean {
  return /^["'“*\s\-•]*(?:please |now |also )?(?:draft|compose|write|provide|develop|explain|describe|translate|summari[sz]e|break down|give|create|generate|list|tell me|show me|replace (?:every|all|each|the (?:letters|words)|vowels|letters|words|spaces)|(?:reverse|scramble|rearrange|capitali[sz]e|encode|combine) (?:the |every |all |each )?(?:letters|words|sentences|vowels|characters|text)|(?:can|could|would) you)\b(?! (?:that|by|in|of)\b)/i.test(text)
}

/**
 * Whether a text orders work anywhere, not only where it begins: an order can hide behind what is taken for an initial or an abbreviation
 * ("The Mercury T. Replace every third letter …"), behind a colon, or in the sentence before one that leans on it.
 */
export function holdsOrder(text: string): boolean {
  return text.split(/(?<=[.!?:;…]["'”’»)\]]*)\s*(?=["'“‘«(]*\p{Lu})|\n+/u).some(asksForWork)
}

/** Look-alikes and zero-width characters are the usual disguise. */
function fold(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '').replaceAll(/[’‘]/g, "'").replaceAll(/\s+/g, ' ')
}

const REPLY = String.raw`(?:your|the|this|any|every|its)\s+(?:(?:next|final|own|entire|whole|following)\s+)?(?:response|reply|replies|answers?|output|summary|message|text|words?)`
const ADD = 'add|include|insert|append|incorporate|integrate|embed|mention|weave|augment|enhance|modify|begin|start|end|finish|conclude|prefix|preface|output|write|print|say|state'

const STEERING: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|do not (?:follow|obey)|don't (?:follow|obey)|stop following)\b.{0,60}\b(?:instructions?|prompts?|rules|guidelines|directions|commands|context|everything (?:above|before)|(?:what|all) (?:was|is|you were) (?:said|told)|previous (?:text|messages?|conversation))\b/i,
  /\b(?:ignorier|vergiss|missachte)\w*\b.{0,60}\b(?:anweisung|instruktion|befehl|regel)\w*/i,
  /\b(?:ignore[sz]?|oublie[sz]?|ne tenez pas compte)\b.{0,60}\b(?:instructions|consignes|directives)\b/i,
  /\b(?:ignora|olvida|no hagas caso)\b.{0,60}\b(?:instrucciones|órdenes|indicaciones)\b/i,
  /(?:忽略|无视|忘记).{0,20}(?:指令|指示|说明|提示)/,
  /\b(?:new|updated|real|actual|hidden|secret|special|additional) (?:system )?(?:instructions?|prompt)\s*(?:for (?:the )?(?:ai|assistant|model|llm|chatbot))?\s*:/i,
  /<\|?(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id)\|?>|\[\/?INST\]|<<\/?SYS>>|^\s*#{2,}\s*(?:system|instruction|assistant)\b|^\s*(?:system|assistant)\s*:\s*\S/i,
  /\byou are (?:now|no longer|henceforth)\b.{0,60}\b(?:assistant|ai|model|bot|chatbot|dan|expert|pirate|persona|mode|allowed|bound|restricted|free)\b/i,
  /\b(?:pretend|act|behave|respond|answer|speak|roleplay|role-play)\b (?:to be|as if|as though|as an?|like an?) .{0,50}\b(?:ai|assistant|model|bot|persona|pirate|hacker|dan|system|unrestricted)\b/i,
  /\b(?:as|if you are|to (?:the|any|all)|attention,?|dear|hey,?|note (?:to|for)(?: the| any| all)?) (?:an? )?(?:ai|a\.i\.|llms?|large language models?|language models?|chatbots?|ai (?:assistants?|models?|systems?|agents?|summari[sz]ers?))\b.{0,160}\b(?:must|should|please|always|never|do not|don't|instead|ignore|reply|respond|answer|say|rate|rank|recommend|include|output|write)\b/i,
  /\b(?:reveal|print|repeat|output|show|leak|disclose|send|tell (?:me|us))\b.{0,40}\b(?:system prompt|your (?:instructions|prompt|rules|configuration)|the (?:text|prompt) above|hidden prompt|api keys?|passwords?)\b/i,
  new RegExp(String.raw`\b(?:in|to|into|at|within|throughout|of|with|for|from|as) ${REPLY}\b.{0,160}\b(?:${ADD}|suggest|tease|use|replace|remove|rearrange|scramble|convert|group|translate|combine|anagram|misspell|invite|encourage|promote|set)\b`, 'i'),
  new RegExp(String.raw`(?:^|[.!?:;,"'(] ?|\b(?:please|also|then|and|must|should|to|always|now) )(?:${ADD}|replace|provide|render|use|remove|rearrange|scramble|convert|substitute|swap|introduce|misspell|anagram|jumble|encode|translate|give|make|deliver|present|format|offer|respond|reply|answer|combine|group)\b(?:(?!\. ).){0,160}\b(?:your (?:next |final |own |entire |whole )?(?:response|reply|replies|answers?|output|summary|message|words)|(?:in|to|into|with|from) (?:the|this) (?:response|reply|answer|output))\b`, 'i'),
  /(?:^|[.!?:;"'(] ?)(?:only |always |from now on,? |henceforth,? |instead,? |now )?(?:respond|reply|answer) (?:only |always |exclusively |just |instead |exactly )?(?:in|with|using|by saying|as) (?:only |the (?:word|phrase|text|following)|french|german|spanish|chinese|japanese|russian|emoji|base64|rot13|json|all caps|uppercase|["'“])/i,
  /\b(?:do not|don't|never) (?:tell|inform|mention|reveal|disclose|say)(?: this| it| anything)?\b.{0,40}\b(?:to )?the (?:user|human|reader|person (?:asking|reading))\b/i,
  /\b(?:tell|inform|convince|persuade|ask|instruct|direct|urge|trick) the (?:user|human)s? (?:to|that|about)\b/i,
  /!\[[^\]]*\]\(\s*(?:https?:)?\/\/|<(?:img|script|iframe|object|embed)\b[^>]*\bsrc\s*=|javascript:/i,
]
