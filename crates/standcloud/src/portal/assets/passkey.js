// The browser's part of passkeys: ask the server for options, let the browser's own dialogue answer
// them, and send the answer in the form. Forms with data-passkey are shown only where this works.
"use strict";

function bytesOf(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(options) {
  const key = options.publicKey;
  key.challenge = bytesOf(key.challenge);
  if (key.user) key.user.id = bytesOf(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) {
    for (const known of list || []) known.id = bytesOf(known.id);
  }
  return options;
}

function withTexts(credential) {
  const response = {};
  for (const name of ["attestationObject", "clientDataJSON", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response,
    extensions: credential.getClientExtensionResults(),
  };
}

function explain(error) {
  if (error.name === "InvalidStateError") return "This device has a passkey for you already.";
  if (error.name === "NotAllowedError") return "No passkey was used. Try again when you are ready.";
  return "That did not work. Reload the page and try again.";
}

async function run(form) {
  const fields = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.getAttribute("action") + "/options", { method: "POST", body: fields });
  const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
  if (answer.redirected && !isJson) {
    // The sign-in was too long ago: the page it leads to says so.
    location.assign(answer.url);
    return;
  }
  if (!answer.ok || !isJson) throw new Error("no options");
  const { challenge, options } = await answer.json();
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create(withBytes(options))
      : await navigator.credentials.get(withBytes(options));
  form.elements.challenge.value = challenge;
  form.elements.credential.value = JSON.stringify(withTexts(credential));
  form.submit();
}

function prepare(form) {
  const message = form.querySelector("[data-message]");
  const button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    message.hidden = true;
    button.disabled = true;
    run(form)
      .catch((error) => {
        message.textContent = explain(error);
        message.hidden = false;
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
  document.querySelectorAll("[data-without-script]").forEach((text) => text.remove());
}
