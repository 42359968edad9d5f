/** An address that a page which ran or loaded something of a document would ask for. */
const ELSEWHERE = 'http://127.0.0.1:9'

/** What a browser would run, load or lay over the window if a text were ever taken for markup. Whatever it makes carries the id or class `hostile`. */
export const HOSTILE_MARKUP: readonly string[] = [
  '<script id="hostile">document.title="owned"</script>',
  '<img class="hostile" src=x onerror="document.title=\'owned\'">',
  `<img class="hostile" src="${ELSEWHERE}/pixel.png">`,
  `![remote picture](${ELSEWHERE}/markdown.png)`,
  '<div class="hostile" style="position:fixed;inset:0;background:red">over everything</div>',
  `<p class="hostile" style="background:url(${ELSEWHERE}/style.png)">with a style</p>`,
  `<style id="hostile">@import url(${ELSEWHERE}/import.css); body { display: none }</style>`,
  `<link class="hostile" rel="stylesheet" href="${ELSEWHERE}/linked.css">`,
  '<a class="hostile" href="javascript:document.title=\'owned\'">a link that runs</a>',
  '[a link that runs](javascript:document.title="owned")',
  '<a class="hostile" href="data:text/html,<script>document.title=\'owned\'</script>">a page in an address</a>',
  '<svg class="hostile" onload="document.title=\'owned\'"><script>document.title="owned"</script><foreignObject><body onload="document.title=\'owned\'"></body></foreignObject></svg>',
  `<iframe class="hostile" src="${ELSEWHERE}/frame"></iframe>`,
  `<meta class="hostile" http-equiv="refresh" content="0;url=${ELSEWHERE}/refresh">`,
  '<form class="hostile" action="javascript:document.title=\'owned\'"><button autofocus onfocus="document.title=\'owned\'">Send</button></form>',
]
