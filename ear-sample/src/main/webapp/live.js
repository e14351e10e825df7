// Renews the parts of the page that change, and only those: what is being typed stays. Without it there is a link.
"use strict";

async function renew() {
  if (!document.hidden) {
    try {
      const response = await fetch("./", { signal: AbortSignal.timeout(5000) });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of document.querySelectorAll(".live")) {
        const other = fresh.getElementById(part.id);
        if (response.ok && other && other.innerHTML !== part.innerHTML) {
          part.replaceChildren(...document.importNode(other, true).childNodes);
        }
      }
    } catch (unreachable) {
      // the server may be restarting; the next try will tell
    }
  }
  setTimeout(renew, 2000);
}

setTimeout(renew, 2000);
