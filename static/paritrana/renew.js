// Fetches this page anew and puts one piece of it in the place of the old one: nobody who types elsewhere is disturbed.

export async function renew(selector) {
  const answer = await fetch(window.location.pathname, { redirect: "manual", headers: { Accept: "text/html" } });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(selector);
  const old = document.querySelector(selector);
  if (!fresh || !old) return null;
  old.replaceWith(document.adoptNode(fresh));
  return fresh;
}
