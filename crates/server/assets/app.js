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
      const files = [...input.files];
      if (!files.length) return;
      if (limit && files.some((file) => file.size > limit)) {
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

  // Files may be dropped where they are chosen, also one after the other.
  const inputs = document.querySelectorAll("input[type=file]");
  for (const input of inputs) {
    const place = input.closest("form[data-upload], td, .field") ?? input;
    const mark = (event) => place.classList.toggle("drop", event.type === "dragover");
    for (const kind of ["dragover", "dragleave", "drop"]) place.addEventListener(kind, mark);
    place.addEventListener("drop", (event) => {
      const dropped = [...(event.dataTransfer?.files ?? [])];
      if (!dropped.length) return;
      const all = new DataTransfer();
      for (const file of input.multiple ? [...input.files, ...dropped] : dropped.slice(0, 1)) all.items.add(file);
      input.files = all.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  // A file that misses its place does not replace the page.
  if (inputs.length) for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());

  // Answers that decide what else is asked are sent to the form's own address, as the button does that updates the
  // questions; the questions of the answer replace those on the page, unless something was typed meanwhile.
  const questions = document.querySelector("[data-ask]");
  const form = questions?.closest("form");
  if (form && window.fetch) {
    form.classList.add("live");
    const typed = (data) => JSON.stringify([...data].filter(([, value]) => typeof value === "string"));
    const sent = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
      data.append("cap_nhat", "1");
      return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    };
    const replace = (fresh) => {
      const at = questions.contains(document.activeElement) ? document.activeElement : null;
      const [from, to] = [at?.selectionStart, at?.selectionEnd];
      questions.replaceChildren(...fresh.childNodes);
      if (!at) return;
      // Only the first of several round buttons has an id.
      const same = (field) => field.name === at.name && (at.type !== "radio" || field.value === at.value);
      const again = at.name ? [...questions.querySelectorAll("input, select, textarea, button")].find(same) : document.getElementById(at.id);
      again?.focus({ preventScroll: true });
      if (typeof from === "number" && again?.setSelectionRange) again.setSelectionRange(from, to);
    };
    let asking = false;
    let stale = false;
    const ask = async () => {
      stale = asking;
      if (asking) return;
      asking = true;
      try {
        const before = typed(new FormData(form));
        const answer = await fetch(form.action, { method: "POST", body: sent(), credentials: "same-origin" });
        const page = answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
        const fresh = page?.querySelector("[data-ask]");
        if (typed(new FormData(form)) !== before) stale = true;
        else if (fresh) replace(fresh);
      } catch {
        // Without an answer the questions stay; they are asked for when the form is sent.
        stale = false;
      }
      asking = false;
      if (stale) setTimeout(ask, 300);
    };
    questions.addEventListener("change", (event) => {
      const deciding = questions.dataset.ask.split(" ");
      if (event.target.name?.split(".").some((part) => deciding.includes(part))) ask();
    });
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
    }, (Number(live.dataset.live) || 20) * 1000);
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
  // At the calling counter N calls the next number, unless somebody is typing.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key.toLowerCase() === "n" && !typing && !event.altKey && !event.ctrlKey && !event.metaKey) document.querySelector("[data-next-number]")?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "n") document.querySelector("[data-next]")?.click();
  });
})();
