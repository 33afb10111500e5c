// Asks the device for a passkey and sends its answer with the form around the button. Browsers
// reach passkeys by script alone; without one the form stays hidden and a sentence says why.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// Newer browsers read and write this form themselves; older ones are still in use.
const read = (text) => {
  const options = JSON.parse(text);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) {
    known.id = bytes(known.id);
  }
  return options;
};

const written = ({ id, rawId, type, response }) => {
  const said = { clientDataJSON: words(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = words(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({ id, rawId: words(rawId), type, response: said });
};

const ask = (publicKey) =>
  publicKey.user
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey });

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-failed]");
  const unable = document.querySelector("[data-passkey-unable]");
  const named = !/^[\d.]+$|^\[/.test(location.hostname); // a number is no name a passkey could hold
  form.hidden = !window.PublicKeyCredential || !named;
  unable.hidden = !form.hidden;
  let asking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    failed.hidden = true;
    try {
      form.elements.answer.value = written(await ask(read(form.dataset.passkey)));
      form.submit();
    } catch {
      failed.hidden = false; // the browser does not tell whether somebody pressed "cancel"
    }
    asking = false;
  });
}
