// Passkeys: the page says what to ask of the device (data-passkey-options, or an address that answers JSON),
// and receives the device's answer in its hidden field. Needs webauthn-json, loaded before.

const ask = globalThis.webauthnJSON;

function wishes(form) {
  const options = JSON.parse(form.dataset.passkeyOptions);
  const alone = form.querySelector("[name=passwordless]");
  if (alone) {
    const choice = options.publicKey.authenticatorSelection;
    choice.residentKey = alone.checked ? "required" : "discouraged";
    choice.requireResidentKey = alone.checked;
    if (alone.checked) choice.userVerification = "required";
  }
  return options;
}

async function fetched(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

async function answerOf(form) {
  if (form.dataset.passkey === "create") return ask.create(wishes(form));
  return ask.get(form.dataset.passkeyOptions ? wishes(form) : await fetched(form));
}

function bind(form) {
  const said = form.querySelector("[name=credential]");
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (said.value) return;
    event.preventDefault();
    trouble.hidden = true;
    try {
      said.value = JSON.stringify(await answerOf(form));
      form.submit();
    } catch {
      trouble.hidden = false;
      trouble.focus();
    }
  });
}

if (ask?.supported()) document.querySelectorAll("form[data-passkey]").forEach(bind);
else document.querySelectorAll("[data-passkey-missing]").forEach((note) => { note.hidden = false; });
