// Says that script runs before anything of the page is drawn, so that the menu on a phone is folded at once. It is a file of its
// own, in the head, since the policy for contents allows no script in the page; the body is there a moment later.
const marked = () => {
  document.body?.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body?.classList.add("govuk-frontend-supported");
  return document.body;
};
if (!marked()) new MutationObserver((_, observer) => marked() && observer.disconnect()).observe(document.documentElement, { childList: true });
