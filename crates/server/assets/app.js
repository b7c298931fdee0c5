// Improves pages that already work without it: upload progress, a live inbox, keyboard moves at the counter.
"use strict";
(() => {
  // Buttons that only make sense with a script are hidden in the page until here.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // The error summary takes the focus, so that a screen reader reads it first.
  document.querySelector("[data-errors]")?.focus();

  // A file goes up as soon as it is chosen, with a bar; the server's answer replaces the page.
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    const bar = form.querySelector("progress");
    const status = form.querySelector("[data-status]");
    if (!input || !bar || !status) continue;
    const limit = Number(form.dataset.limit);
    const refuse = (reason) => {
      status.className = "error";
      status.textContent = reason;
      bar.hidden = true;
      input.value = "";
    };
    const send = () => {
      const file = input.files[0];
      if (!file) return;
      if (limit && file.size > limit) {
        refuse(form.dataset.tooLarge);
        return;
      }
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      bar.hidden = false;
      status.className = "";
      bar.max = 100;
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = Math.floor((event.loaded * 100) / event.total);
        status.textContent = `${form.dataset.sending} ${bar.value} %`;
      });
      request.addEventListener("load", () => {
        const landed = request.responseURL || location.href;
        if (request.status < 400) {
          // At the address where we are, a reload could send an earlier form once more: a bare "?" makes it another.
          const [page, part] = landed.split("#");
          const address = page === location.href.split("#")[0] ? `${page}?` : page;
          location.assign(part ? `${address}#${part}` : address);
        } else {
          const answer = new DOMParser().parseFromString(request.responseText, "text/html");
          const reason = answer.querySelector("[data-reason]");
          refuse(reason ? reason.textContent.trim() : form.dataset.failed);
        }
      });
      request.addEventListener("error", () => refuse(form.dataset.failed));
      request.send(new FormData(form));
    };
    input.addEventListener("change", send);
  }

  // The inbox refreshes itself while nobody is typing in it.
  const live = document.querySelector("[data-live]");
  if (live && window.fetch) {
    setInterval(async () => {
      if (document.hidden || live.contains(document.activeElement)) return;
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
        if (fresh && fresh.innerHTML !== live.innerHTML) live.innerHTML = fresh.innerHTML;
      } catch {
        // The next round tries again.
      }
    }, 20000);
  }

  // At the counter Enter goes to the next field; Ctrl+Enter sends. Alt+N starts the next dossier.
  for (const form of document.querySelectorAll("form[data-keys]")) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.matches("textarea, button, summary")) return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) return form.requestSubmit();
      const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter((field) => !field.disabled && field.offsetParent);
      fields[fields.indexOf(event.target) + 1]?.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "n") document.querySelector("[data-next]")?.click();
  });
})();
