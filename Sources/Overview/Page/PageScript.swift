/// The script of the operator's page: asks for the page again whenever something was swapped, and
/// carries the buttons. It writes nothing into the page but text, and what the server rendered.
enum PageScript {
    static let text = """
        "use strict";
        (() => {
          const KEY = "livetree-secret";
          const PAUSE = 10000;
          const byID = (id) => document.getElementById(id);
          const line = byID("line"), said = byID("said"), ask = byID("ask");
          // Not there where nothing would answer the buttons.
          const details = byID("details");
          let source = null, busy = false, again = false, answered = new Date();

          const secret = () => sessionStorage.getItem(KEY);
          // Headers carry bytes: those of the secret in UTF-8, as the server compares them.
          const bearer = (text) => "Bearer "
            + Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b)).join("");

          function tell(text, isBad = false) {
            said.textContent = text;
            said.toggleAttribute("data-bad", isBad);
          }

          function show(state, text) {
            if (line.textContent === text) return;
            line.dataset.state = state;
            line.textContent = text;
          }

          // What is the matter, in the words of the server's one shape of errors.
          async function refusal(response) {
            try {
              const { error } = await response.json();
              return error.message + ". What to do: " + error.hint;
            } catch {
              return "The server answered " + response.status + ".";
            }
          }

          function take(text) {
            const next = new DOMParser().parseFromString(text, "text/html");
            if (!next.body.dataset.verdict) return;
            const active = document.activeElement;
            const wanted = active && active.closest("[data-part]")
              ? [active.closest("[data-part]").id, active.dataset.action, active.dataset.repository]
              : null;
            for (const part of document.querySelectorAll("[data-part]")) {
              const other = next.getElementById(part.id);
              if (!other || other.innerHTML === part.innerHTML) continue;
              const open = Array.from(part.querySelectorAll("details[open]"), (one) => one.id);
              const nodes = Array.from(other.childNodes, (one) => document.adoptNode(one));
              part.replaceChildren(...nodes);
              for (const id of open) { if (byID(id)) byID(id).open = true; }
            }
            Object.assign(document.body.dataset, next.body.dataset);
            document.title = next.title;
            if (byID("icon").href !== next.getElementById("icon").href) {
              byID("icon").setAttribute("href", next.getElementById("icon").getAttribute("href"));
            }
            if (details) details.textContent = secret() ? "Hide details" : "Details…";
            if (wanted && !document.contains(active)) {
              const same = Array.from(byID(wanted[0]).querySelectorAll("button")).find((one) =>
                one.dataset.action === wanted[1] && one.dataset.repository === wanted[2]);
              (same || details || document.body).focus();
            }
          }

          async function load(given) {
            const options = { cache: "no-store", signal: AbortSignal.timeout(15000) };
            if (!given) return fetch("./", options);
            options.headers = { Authorization: bearer(given) };
            return fetch("api/_internal/page", options);
          }

          async function refresh() {
            if (busy) { again = true; return; }
            busy = true;
            try {
              let given = secret();
              let response = await load(given);
              if (given && !response.ok && secret() === given) {
                sessionStorage.removeItem(KEY);
                tell("The details are closed. " + await refusal(response), true);
                given = null;
                response = await load(null);
              }
              const text = response.ok ? await response.text() : "";
              // The details were opened or closed meanwhile: what came is the page as it was before.
              if (secret() !== given) {
                again = true;
              } else if (response.ok) {
                take(text);
                answered = new Date();
                follow();
                if (source && source.readyState === EventSource.OPEN) show("live", "Live");
                else if (!source || line.dataset.state === "lost") {
                  show("asking", "Looks every 10 s");
                }
              } else {
                show("lost", "The server answers " + response.status);
              }
            } catch {
              show("lost", "No answer since " + answered.toLocaleTimeString());
            } finally {
              busy = false;
              if (again) { again = false; refresh(); }
            }
          }

          // Only once something is served is there anything to follow.
          function follow() {
            if (source && source.readyState === EventSource.CLOSED) source = null;
            if (source || document.hidden || document.body.dataset.generation === "0") return;
            source = new EventSource("api/events");
            source.addEventListener("open", refresh);
            for (const name of ["reset", "end", "error"]) source.addEventListener(name, refresh);
            // What led to a swap is told when it is over, a moment later.
            source.addEventListener("swap", () => { refresh(); setTimeout(refresh, 1500); });
          }

          function pause() {
            if (source) source.close();
            source = null;
          }

          // Resolves to a secret that the server takes, or to null.
          function unlock() {
            if (secret()) return Promise.resolve(secret());
            const field = byID("secret"), wrong = byID("wrong");
            field.value = "";
            wrong.textContent = "";
            byID("unsafe").hidden = window.isSecureContext;
            ask.showModal();
            return new Promise((resolve) => {
              const done = (value) => {
                byID("ask-form").onsubmit = byID("cancel").onclick = ask.onclose = null;
                if (ask.open) ask.close();
                field.value = "";
                resolve(value);
              };
              byID("cancel").onclick = () => done(null);
              ask.onclose = () => done(null);
              byID("ask-form").onsubmit = async (event) => {
                event.preventDefault();
                const given = field.value.trim();
                try {
                  const response = await load(given);
                  if (response.ok) {
                    sessionStorage.setItem(KEY, given);
                    take(await response.text());
                    done(given);
                  } else if (response.status === 401) {
                    wrong.textContent = "That is not a secret of this server.";
                    field.select();
                  } else {
                    wrong.textContent = response.status === 404
                      ? "This address takes no secret: open the page at the internal one."
                      : await refusal(response);
                  }
                } catch {
                  wrong.textContent = "The server does not answer.";
                }
              };
            });
          }

          const calls = {
            reload: () => ["Reload", "api/_internal/reload-data", undefined],
            reconcile: () => ["Reconcile", "api/_internal/reconcile", undefined],
            job: (button) => ["Job", "api/_internal/jobs",
              JSON.stringify({ repository: button.dataset.repository })],
          };

          async function call(button, given) {
            const [name, path, body] = calls[button.dataset.action](button);
            tell(name + " is under way…");
            button.setAttribute("aria-busy", "true");
            try {
              const response = await fetch(path, {
                method: "POST", body, cache: "no-store",
                headers: { Authorization: bearer(given) },
              });
              if (response.ok) {
                const answer = await response.json();
                const end = answer.outcome || answer.state || answer.ignored || "done";
                const ms = Math.round(answer.durationMs);
                tell(name + ": " + end + (ms ? " in " + ms + " ms." : "."));
              } else {
                tell(name + " was refused: " + await refusal(response), true);
              }
            } catch {
              tell("The server did not answer. Look again before you repeat it.", true);
            }
            button.removeAttribute("aria-busy");
            await refresh();
          }

          document.addEventListener("click", async (event) => {
            const button = event.target.closest("button[data-action]");
            if (!button || button.getAttribute("aria-busy") === "true") return;
            if (button.dataset.action === "details" && secret()) {
              sessionStorage.removeItem(KEY);
              tell("");
              await refresh();
              return;
            }
            const given = await unlock();
            if (given && calls[button.dataset.action]) await call(button, given);
          });

          document.addEventListener("visibilitychange", () => {
            if (document.hidden) pause(); else refresh();
          });
          setInterval(() => { if (!document.hidden) refresh(); }, PAUSE);
          document.documentElement.classList.add("live");
          refresh();
        })();

        """
}
