// Fetches this page anew and puts pieces of it in the place of the old ones: nobody who types elsewhere is disturbed.

export async function renew(...selectors) {
  const answer = await fetch(window.location.pathname, { redirect: "manual", headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const selector of selectors) {
    const fresh = page.querySelector(selector);
    const old = document.querySelector(selector);
    if (fresh && old) old.replaceWith(document.adoptNode(fresh));
  }
}
